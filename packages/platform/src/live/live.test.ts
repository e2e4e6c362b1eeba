import { once } from "node:events";
import { connect, type ClientHttp2Session, type ClientHttp2Stream } from "node:http2";
import { request as httpsRequest } from "node:https";
import type { IncomingMessage } from "node:http";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ConsoleEvent } from "@soarkit/runtime";
import { createLogger, ensureCertificates, type Certificates } from "@soarkit/runtime";
import { tempFolder } from "@soarkit/testing";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { Platform } from "../platform.js";
import { basic } from "../platform.test-kit.js";

let folder: Awaited<ReturnType<typeof tempFolder>>;
let certificates: Certificates;
let platform: Platform;
let port = 0;
let key: { id: string; secret: string };
let password = "";
const sessions: ClientHttp2Session[] = [];

beforeAll(async () => {
  folder = await tempFolder();
  certificates = await ensureCertificates(folder.path, { hosts: ["127.0.0.1"] });
  const consoleDir = join(folder.path, "console");
  await mkdir(join(consoleDir, "platform"), { recursive: true });
  await writeFile(join(consoleDir, "platform", "index.html"), '<!doctype html><meta property="csp-nonce" nonce="__CSP_NONCE__"><p>the console</p>');
  platform = new Platform({ dataDir: folder.path, host: "127.0.0.1", port: 0, stompPort: 0, certificates, log: createLogger({ name: "test", level: "silent" }), env: {}, warmScripts: false, consoleDir });
  port = (await platform.start()).port;
  password = (await platform.accounts.ensureAdmin()).password!;
  key = await platform.accounts.createApiKey({ name: "tests", permissions: ["org_data.read", "org_data.edit"] });
});
afterEach(() => {
  for (const session of sessions.splice(0)) session.destroy();
});
afterAll(async () => {
  await platform.stop();
  await folder.remove();
});

interface Answer {
  status: number;
  headers: IncomingMessage["headers"];
  text: string;
}

/** A request over HTTP/1.1, as curl and IBM's clients make it. */
async function call(path: string, options: { method?: string; headers?: Record<string, string>; body?: unknown } = {}): Promise<Answer> {
  const request = httpsRequest({ host: "127.0.0.1", port, path, ca: certificates.caPem, agent: false, method: options.method ?? (options.body === undefined ? "GET" : "POST"), headers: { "content-type": "application/json", ...options.headers } });
  request.end(options.body === undefined ? undefined : JSON.stringify(options.body));
  const [response] = (await once(request, "response")) as [IncomingMessage];
  let text = "";
  for await (const chunk of response) text += String(chunk);
  return { status: response.statusCode ?? 0, headers: response.headers, text };
}

const rest = (path: string, body?: unknown, method?: string) => call(`/rest/orgs/${platform.orgId}${path}`, { headers: { authorization: basic(key.id, key.secret) }, ...(body === undefined ? {} : { body }), ...(method === undefined ? {} : { method }) });

async function logIn(): Promise<{ cookie: string; csrf: string }> {
  const answer = await call("/rest/session", { body: { email: "admin@soarkit.local", password } });
  const cookies = answer.headers["set-cookie"] ?? [];
  const browser = cookies.find((cookie) => cookie.startsWith("__Host-soarkit-platform=")) ?? "";
  expect(browser).toMatch(/; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
  return { cookie: browser.split(";")[0]!, csrf: (JSON.parse(answer.text) as { csrf_token: string }).csrf_token };
}

/** A page's stream over HTTP/2: what it was told so far. */
async function listen(topics: string, headers: Record<string, string>): Promise<{ events: ConsoleEvent[]; stream: ClientHttp2Stream; status: number; text: () => string }> {
  const session = connect(`https://127.0.0.1:${port}`, { ca: certificates.caPem });
  sessions.push(session);
  const stream = session.request({ ":path": `/rest/orgs/${platform.orgId}/console/events?topics=${encodeURIComponent(topics)}`, ...headers });
  const events: ConsoleEvent[] = [];
  let text = "";
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => {
    text += chunk;
    for (const [, data] of chunk.matchAll(/^data: (\{"topic.*)$/gm)) events.push(JSON.parse(data!) as ConsoleEvent);
  });
  const [answer] = (await once(stream, "response")) as [Record<string, unknown>];
  return { events, stream, status: Number(answer[":status"]), text: () => text };
}

const kinds = (events: readonly ConsoleEvent[]): string[] => events.map((event) => `${event.topic} ${event.kind}`);

describe("pages", () => {
  it("are the console, with a nonce of their own, wherever a page is", async () => {
    for (const path of ["/", "/login", "/incidents", "/incidents/2101/notes", "/customize/workflows/3", "/admin/system", "/settings"]) {
      const { status, headers, text } = await call(path);
      expect([path, status]).toEqual([path, 200]);
      const nonce = /nonce="([^"]+)"/.exec(text)?.[1] ?? "none";
      expect(headers["content-security-policy"]).toContain(`'nonce-${nonce}'`);
      expect(headers["content-security-policy"]).not.toContain("unsafe-");
    }
    expect((await call("/rest/session")).status).toBe(401);
  });

  it("are reached by a one-time link, which works once", async () => {
    const token = await platform.accounts.createLoginLink({ minutes: 10 });
    const first = await call(`/login/once?token=${token}`);
    expect([first.status, first.headers.location]).toEqual([303, "/incidents?link=ok"]);
    const cookie = first.headers["set-cookie"]!.map((each) => each.split(";")[0]).join("; ");
    expect(JSON.parse((await call("/rest/session", { headers: { cookie } })).text)).toMatchObject({ user_email: "admin@soarkit.local", permissions: expect.arrayContaining(["administer"]), csrf_token: expect.any(String) });
    const again = await call(`/login/once?token=${token}`);
    expect([again.status, again.headers.location, again.headers["set-cookie"]]).toEqual([303, "/login?link=invalid", undefined]);
  });
});

describe("a browser's login", () => {
  it("is known by its own cookie, needs the CSRF token to change things, and ends with both cookies", async () => {
    const { cookie, csrf } = await logIn();
    const change = (headers: Record<string, string>) => call(`/rest/orgs/${platform.orgId}/incidents`, { headers: { cookie, ...headers }, body: { name: "x", discovered_date: 0 } });
    expect((await change({})).status).toBe(403);
    expect((await change({ "x-sess-id": csrf })).status).toBe(200);
    const out = await call("/rest/session", { method: "DELETE", headers: { cookie, "x-sess-id": csrf } });
    expect(out.headers["set-cookie"]!.map((each) => each.split("=")[0]).sort()).toEqual(["JSESSIONID", "__Host-soarkit-platform"]);
    expect((await call("/rest/session", { headers: { cookie } })).status).toBe(401);
  });
});

describe("events", () => {
  it("tell of incidents, notes, artifacts and their deletion, with who did it and without content", async () => {
    const { cookie } = await logIn();
    const incident = JSON.parse((await rest("/incidents", { name: "Told", discovered_date: 0 })).text) as { id: number };
    const { events, status } = await listen(`incidents,incident:${incident.id}`, { cookie });
    expect(status).toBe(200);
    await rest(`/incidents/${incident.id}/comments`, { text: "a secret word" });
    await vi.waitFor(() => expect(kinds(events)).toEqual([`incident:${incident.id} note.added`, "incidents incident.changed", `incident:${incident.id} newsfeed.added`]));
    expect(events[0]).toEqual({ topic: `incident:${incident.id}`, kind: "note.added", id: expect.any(Number), by: "tests", at: expect.any(Number) });
    expect(JSON.stringify(events)).not.toContain("secret");
    events.length = 0;
    await rest(`/incidents/${incident.id}/artifacts`, { type: "IP Address", value: "192.0.2.1 192.0.2.2" });
    await vi.waitFor(() => expect(kinds(events).filter((kind) => kind.endsWith("artifact.added"))).toHaveLength(2));
    expect(kinds(events).filter((kind) => kind === "incidents incident.changed")).toHaveLength(1);
    events.length = 0;
    await rest(`/incidents/${incident.id}`, undefined, "DELETE");
    await vi.waitFor(() => expect(kinds(events)).toContain("incidents incident.deleted"));
  });

  it("say nothing of what was rolled back", async () => {
    const { cookie } = await logIn();
    const { events } = await listen("incidents", { cookie });
    expect((await rest("/incidents", { name: "Half", discovered_date: 0, artifacts: [{ type: "No such type", value: "x" }] })).status).toBe(400);
    await rest("/incidents", { name: "Whole", discovered_date: 0 });
    await vi.waitFor(() => expect(events.length).toBeGreaterThan(0));
    expect(kinds(events)).toEqual(["incidents incident.created"]);
  });

  it("that were missed are told to a browser that comes back", async () => {
    const { cookie } = await logIn();
    const before = await listen("incidents", { cookie });
    await rest("/incidents", { name: "First", discovered_date: 0 });
    await vi.waitFor(() => expect(before.events).toHaveLength(1));
    const last = [...before.text().matchAll(/^id: (.+)$/gm)].at(-1)![1]!;
    before.stream.close();
    await rest("/incidents", { name: "Second", discovered_date: 0 });
    const after = await listen("incidents", { cookie, "last-event-id": last });
    await vi.waitFor(() => expect(kinds(after.events)).toEqual(["incidents incident.created"]));
    const stranger = await listen("incidents", { cookie, "last-event-id": "another-1" });
    await vi.waitFor(() => expect(stranger.text()).toContain("event: resync"));
  });

  it("are only for those who may see what they tell of", async () => {
    const headers = { authorization: basic(key.id, key.secret) };
    expect((await listen("incidents", headers)).status).toBe(200);
    expect((await listen("system", headers)).status).toBe(403);
    expect((await listen("configuration", headers)).status).toBe(403);
    expect((await listen("everything", headers)).status).toBe(400);
    expect((await listen("incidents", {})).status).toBe(401);
  });

  it("end with the login, and when the platform stops", async () => {
    const { cookie, csrf } = await logIn();
    const open = await listen("incidents", { cookie });
    const ended = once(open.stream, "end");
    await call("/rest/session", { method: "DELETE", headers: { cookie, "x-sess-id": csrf } });
    await ended;
    const next = await listen("incidents", { cookie: (await logIn()).cookie });
    const closed = once(next.stream, "close");
    next.stream.resume();
    await platform.stop();
    await closed;
    port = (await platform.start()).port;
  });
});
