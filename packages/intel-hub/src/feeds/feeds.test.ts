import { once } from "node:events";
import { createAppHttp } from "@soarkit/app-sdk";
import { openSecretStore } from "@soarkit/runtime";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { readReport, startTestHub, type TestHub } from "../hub.test-kit.js";
import type { FeedEntry } from "./feeds.js";
import type { OutgoingHttp } from "./outgoing.js";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const local = "local-token-of-the-test";
let source: TestHub;
let password: string;
let kit: TestHub;
let caFile: string;
/** From this answer on, counted from 1, the hub under test gets none; 0 for never. */
let cutAt = 0;
let answers = 0;

beforeAll(async () => {
  source = await startTestHub();
  source.hub.accounts.setLocalAdminToken(local);
  for (const name of ["machete", "powerpool", "xdspy", "telebots", "gelsemium"]) await source.hub.importMisp(await readReport(name), { source: "ESET" });
  password = (await source.hub.accounts.ensureAccount("reader", "analyst")).password ?? "";
});
beforeEach(async () => {
  [cutAt, answers] = [0, 0];
  kit = await startHub();
  caFile = join(kit.folder, "source-ca.pem");
  await writeFile(caFile, source.ca);
});
afterEach(() => kit.stop());
afterAll(() => source.stop());

const startHub = async (dataDir?: string): Promise<TestHub> => {
  const hub = await startTestHub({
    ...(dataDir === undefined ? {} : { dataDir }),
    outgoing: ({ verify, ca }): OutgoingHttp => {
      const http = createAppHttp({ verify, ...(ca === undefined ? {} : { ca }) });
      return {
        close: () => http.close(),
        request: async (request) => {
          answers += 1;
          if (cutAt > 0 && answers >= cutAt) throw new Error("the line was cut");
          return http.request(request);
        },
      };
    },
    secrets: async (folder) => openSecretStore({ dataDir: folder, env: { SOARKIT_SECRET_STORE: "file" } }),
  });
  hub.hub.accounts.setLocalAdminToken(local);
  return hub;
};

interface Called<T> {
  readonly status: number;
  readonly body: T;
  readonly text: string;
}
const call = async <T>(method: string, path: string, body?: unknown, hub = kit): Promise<Called<T>> => {
  const answer = await hub.send(method, `/api/hub${path}`, { authorization: `Bearer ${local}`, "content-type": "application/json" }, body === undefined ? undefined : JSON.stringify(body));
  return { status: answer.status, body: JSON.parse(answer.body) as T, text: answer.body };
};
const add = (change: Record<string, unknown> = {}) => call<FeedEntry & { message: string }>("POST", "/feeds", { name: "Partner", url: `https://127.0.0.1:${source.port}/taxii2/`, collection: "All indicators", user: "reader", password, ca_file: caFile, ...change });
const poll = (id: number) => call<FeedEntry>("POST", `/feeds/${id}/poll`);
const rows = async (hub: TestHub): Promise<string[]> => {
  const { body } = await call<{ type: string; indicator: string; threat_type: string; confidence: number; severity: string; tlp: string; actor: string }[]>("GET", "/indicators?size=10000", undefined, hub);
  return body.map(({ type, indicator, threat_type: threat, confidence, severity, tlp, actor }) => [type, indicator, threat, confidence, severity, tlp, actor].join(" ")).sort(); // prettier-ignore
};

const some = "00000000-0000-4000-8000-000000000001";
const until = async (done: () => Promise<boolean>): Promise<void> => {
  while (!(await done())) await once(AbortSignal.timeout(20), "abort");
};
/** Titles of reports with the values of each. */
const reportsIn = async (hub: TestHub): Promise<Map<string, string[]>> => {
  const misp = (await hub.send("GET", "/api/hub/export?format=misp", { authorization: `Bearer ${local}` })).body;
  const { response } = JSON.parse(misp) as { response: { Event: { info: string; Attribute: { value: string }[] } }[] };
  return new Map(response.map(({ Event: { info, Attribute } }) => [info, Attribute.map(({ value }) => value).sort()]));
};

describe("a feed", () => {
  it("brings everything that another hub shares, once, and later only what is new", async () => {
    const { body: feed } = await add();
    const first = (await poll(feed.id)).body;
    expect([first.last_error, first.last_counts?.skipped]).toEqual(["", 0]);
    expect(await rows(kit)).toEqual(await rows(source));
    const again = (await poll(feed.id)).body;
    expect(again.last_counts).toMatchObject({ added: 0, changed: 0 });
    await source.hub.importMisp(await readReport("turla"), { source: "ESET" });
    const later = (await poll(feed.id)).body;
    expect(later.last_counts?.added).toBeGreaterThan(0);
    expect(later.watermark > again.watermark).toBe(true);
    expect(await rows(kit)).toEqual(await rows(source));
  });

  it("keeps the reports of the other hub, each with its indicators, and ends what is withdrawn there", async () => {
    const { body: feed } = await add();
    await poll(feed.id);
    expect(await reportsIn(kit)).toEqual(await reportsIn(source));
    const load = async (object: object): Promise<void> => {
      const bundle = { type: "bundle", id: `bundle--${some}`, objects: [{ type: "indicator", spec_version: "2.1", id: `indicator--${some}`, created: "2026-01-01T00:00:00Z", modified: "2026-01-01T00:00:00Z", valid_from: "2026-01-01T00:00:00Z", pattern: "[domain-name:value = 'withdrawn.example-bad.com']", pattern_type: "stix", ...object }] };
      const answer = await source.send("POST", "/api/hub/loads?name=b.json&start=true", { authorization: `Bearer ${local}`, "content-type": "application/octet-stream" }, JSON.stringify(bundle));
      const { id } = JSON.parse(answer.body) as { id: number };
      await until(async () => (await call<{ state: string }>("GET", `/loads/${id}`, undefined, source)).body.state === "done");
    };
    await load({});
    expect((await poll(feed.id)).body.last_counts).toMatchObject({ added: 1, ended: 0 });
    await load({ revoked: true, modified: "2026-05-01T00:00:00Z" });
    expect((await poll(feed.id)).body.last_counts).toMatchObject({ added: 0, ended: 1 });
    expect((await rows(kit)).filter((row) => row.includes("withdrawn.example-bad.com"))).toEqual([]);
  });

  it("goes on after a cut and a new start with nothing lost and nothing twice", async () => {
    // Discovery and collections are two answers; the cut comes in the middle of the pages.
    cutAt = 4;
    const { body: feed } = await add();
    const cut = (await poll(feed.id)).body;
    expect(cut).toMatchObject({ failures: expect.any(Number), last_error: "the line was cut" });
    expect(cut.next_poll).toBeGreaterThan(cut.last_poll ?? 0);
    const some = await rows(kit);
    expect(some.length).toBeGreaterThan(0);
    expect(some.length).toBeLessThan((await rows(source)).length);
    const { folder } = kit;
    await kit.hub.stop();
    kit = await startHub(folder);
    cutAt = 0;
    const [entry] = (await call<{ entities: FeedEntry[] }>("GET", "/feeds")).body.entities;
    expect((await poll(entry?.id ?? 0)).body.last_error).toBe("");
    expect(await rows(kit)).toEqual(await rows(source));
  });

  it("keeps its password out of answers, logs and the database, and forgets it when removed", async () => {
    const { text, body: feed } = await add();
    const listed = await call("GET", "/feeds");
    for (const seen of [text, listed.text, kit.logged.join("\n")]) expect(seen).not.toContain(password);
    expect(feed.has_password).toBe(true);
    expect((await call("DELETE", `/feeds/${feed.id}`)).status).toBe(200);
    expect((await poll(feed.id)).status).toBe(404);
    expect(await (await openSecretStore({ dataDir: kit.folder, env: { SOARKIT_SECRET_STORE: "file" } })).list()).toEqual([]);
  });

  it("is tried before it is kept, and a refusal says what to do", async () => {
    expect((await add({ password: "wrong" })).body.message).toContain("check user and password");
    expect((await add({ collection: "" })).body.message).toContain("name one collection of: All indicators");
    expect((await add({ tlp: "purple" })).body.message).toContain("tlp is one of");
    expect((await add({ ca_file: "/nowhere.pem" })).body.message).toContain("cannot be read");
    expect((await add({ ca_file: "" })).body.message).toContain("is not trusted");
    expect((await add()).status).toBe(200);
    expect((await add()).status).toBe(409);
  });

  it("with a password in clear is refused before anything is sent: http to another machine, or in an address", async () => {
    const refused = async (change: Record<string, unknown>): Promise<unknown[]> => {
      const { status, body } = await add(change);
      return [status, body.message];
    };
    expect(await refused({ url: "http://cti.example.com/taxii2/" })).toEqual([400, "The feed cannot be used: http sends password and indicators readable by everybody on the way to cti.example.com; give an address with https, or allow http for this feed (“Allow http” on the page, --allow-http by command)."]);
    expect(await refused({ url: "https://reader:secret@cti.example.com/taxii2/" })).toEqual([400, expect.stringContaining("give user and password by themselves")]);
    expect(await refused({ proxy: "http://ana:secret@proxy.example.com:3128" })).toEqual([400, expect.stringContaining("a proxy with a password is named by HTTPS_PROXY")]);
    expect(answers).toBe(0);
  });

  it("is paused and resumed, by administrators only", async () => {
    const { body: feed } = await add();
    expect((await call<FeedEntry>("POST", `/feeds/${feed.id}/pause`)).body.state).toBe("paused");
    expect((await call<FeedEntry>("POST", `/feeds/${feed.id}/resume`)).body.state).toBe("active");
    const { password: hers = "" } = await kit.hub.accounts.ensureAccount("maria", "analyst");
    const token = (JSON.parse((await kit.login("maria", hers)).body) as { token_id: string }).token_id;
    expect((await kit.send("POST", `/api/hub/feeds/${feed.id}/pause`, { authorization: `Bearer ${token}` })).status).toBe(403);
  });
});
