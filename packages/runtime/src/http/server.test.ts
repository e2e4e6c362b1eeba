import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { connect as connectHttp2 } from "node:http2";
import { request as httpsRequest, type RequestOptions } from "node:https";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { connect as connectTls } from "node:tls";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { SoarkitError } from "@soarkit/protocol";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ensureCertificates, type Certificates } from "../certificates/certificates.js";
import { createLogger } from "../logging/logger.js";
import { createMetrics } from "../process/metrics.js";
import { setReady } from "./health.js";
import { listen, type Listening } from "./listen.js";
import { createHttpServer, type HttpServer, type HttpServerOptions } from "./server.js";

let folder: string;
let certificates: Certificates;
const servers: HttpServer[] = [];
let logged = "";
const log = createLogger({
  name: "test",
  level: "debug",
  destination: new Writable({
    write(chunk: Buffer, _encoding, done) {
      logged += chunk.toString();
      done();
    },
  }),
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "soarkit-http-"));
  certificates = await ensureCertificates(folder, { hosts: [] });
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
  logged = "";
});
afterAll(() => rm(folder, { recursive: true }));

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly text: string;
}

function create(options: Partial<HttpServerOptions> = {}): HttpServer {
  const server = createHttpServer({ name: "test", tls: { cert: certificates.certPem, key: certificates.keyPem }, log, metrics: createMetrics(), ...options });
  servers.push(server);
  server.get("/things/:id", (request) => ({ id: (request.params as { id: string }).id }));
  server.post("/things", (request) => ({ got: request.body ?? "nothing" }));
  server.delete("/things/:id", () => ({ success: true }));
  server.get("/fails", () => {
    throw new Error("secret reason canary-1");
  });
  server.get("/conflict", () => {
    throw new SoarkitError("REQUEST_REFUSED", { reason: "no" });
  });
  return server;
}

const start = (server: HttpServer): Promise<Listening> => listen(server, { host: "127.0.0.1", port: 0, flag: "--port" });

async function call(port: number, path: string, options: RequestOptions & { body?: string } = {}): Promise<Answer> {
  const { body, ...rest } = options;
  const request = httpsRequest({ host: "127.0.0.1", port, path, ca: certificates.caPem, agent: false, ...rest });
  request.end(body);
  const [response] = (await once(request, "response")) as [IncomingMessage];
  let text = "";
  for await (const chunk of response) text += String(chunk);
  return { status: response.statusCode ?? 0, headers: response.headers, text };
}

const json = { "content-type": "application/json" };

describe("requests", () => {
  it("reach their route with and without trailing or doubled slashes", async () => {
    const { port } = await start(create());
    for (const path of ["/things/1", "/things/1/", "//things/1", "/things/1?x=/"]) expect(JSON.parse((await call(port, path)).text)).toEqual({ id: "1" });
    const long = "n".repeat(500);
    expect(JSON.parse((await call(port, `/things/${long}`)).text)).toEqual({ id: long });
  });

  it("may say they are JSON and carry nothing", async () => {
    const { port } = await start(create());
    expect(await call(port, "/things", { method: "POST", headers: json })).toMatchObject({ status: 200, text: '{"got":"nothing"}' });
    expect(await call(port, "/things/1", { method: "DELETE", headers: json })).toMatchObject({ status: 200 });
    expect(await call(port, "/things", { method: "POST", headers: { "content-type": "application/json; charset=utf-8" }, body: "\uFEFF{\"ü\":1}" })).toMatchObject({ text: '{"got":{"ü":1}}' });
  });

  it("get strict headers and an id, which a route may replace", async () => {
    const server = create();
    server.get("/page", async (_request, reply) => reply.header("content-security-policy", "default-src 'self'").header("cache-control", "max-age=60").type("text/html").send("<p>"));
    const { port } = await start(server);
    const { headers } = await call(port, "/nowhere");
    expect(headers).toMatchObject({ "x-content-type-options": "nosniff", "x-frame-options": "DENY", "cache-control": "no-store", "referrer-policy": "no-referrer" });
    expect(headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers["server"]).toBeUndefined();
    expect((await call(port, "/page")).headers).toMatchObject({ "content-security-policy": "default-src 'self'", "cache-control": "max-age=60", "x-content-type-options": "nosniff" });
  });

  it("cannot choose their id or address by headers", async () => {
    const server = create();
    server.get("/who", (request) => ({ ip: request.ip, id: request.id }));
    const { port } = await start(server);
    const { text } = await call(port, "/who", { headers: { "x-forwarded-for": "203.0.113.9", "request-id": "chosen", "x-request-id": "chosen" } });
    expect(text).toContain('"ip":"127.0.0.1"');
    expect(text).not.toContain("chosen");
  });
});

describe("a body that does not end", () => {
  const stall = async (port: number, path: string): Promise<{ request: ReturnType<typeof httpsRequest>; ended: Promise<string> }> => {
    const request = httpsRequest({ host: "127.0.0.1", port, path, ca: certificates.caPem, agent: false, method: "POST", headers: { ...json, "content-length": "100" } });
    const ended = new Promise<string>((resolve) => {
      request.once("error", () => resolve("cut off"));
      request.once("response", (response: IncomingMessage) => resolve(`answered ${response.statusCode ?? 0}`));
    });
    request.write('{"half":');
    return Promise.resolve({ request, ended });
  };
  async function* slowly(): AsyncGenerator<string> {
    yield "beginning, ";
    await new Promise((resolve) => setTimeout(resolve, 150));
    yield "end";
  }

  it("is cut off after its time, over HTTP/1.1 of a server that speaks both", async () => {
    for (const http2 of [false, true]) {
      const { port } = await start(create({ bodyMs: 50, http2 }));
      expect(await (await stall(port, "/things")).ended).toBe("cut off");
    }
  });

  it("may take longer on a route that bounds it itself", async () => {
    const server = create({ bodyMs: 50 });
    server.post("/long", { config: { longBody: true } }, (request) => ({ got: request.body }));
    const { port } = await start(server);
    const { request, ended } = await stall(port, "/long");
    // An ordinary request that began later is cut off by then.
    await (await stall(port, "/things")).ended;
    request.end(`"${"x".repeat(89)}"}`);
    expect(await ended).toBe("answered 200");
  });

  it("is not what a request without a body has, however long its answer takes", async () => {
    for (const http2 of [false, true]) {
      const server = create({ bodyMs: 20, http2 });
      server.get("/export", (_request, reply) => reply.send(Readable.from(slowly())));
      const { port } = await start(server);
      expect(await call(port, "/export")).toMatchObject({ status: 200, text: "beginning, end" });
    }
  });
});

describe("what goes wrong is answered in IBM's form", () => {
  const ask = async (path: string, options?: Parameters<typeof call>[2], of: Partial<HttpServerOptions> = {}): Promise<[number, Record<string, unknown>]> => {
    const { port } = await start(create(of));
    const { status, text } = await call(port, path, options);
    return [status, JSON.parse(text) as Record<string, unknown>];
  };

  it("errors of the catalogue with their status and text", async () => {
    expect(await ask("/conflict")).toEqual([400, { success: false, title: null, message: "The request cannot be understood: no.", hints: [], error_code: "generic", code: "REQUEST_REFUSED" }]);
  });

  it("unknown paths, without their query", async () => {
    expect(await ask("/nowhere?token=x")).toEqual([404, expect.objectContaining({ message: "There is nothing at /nowhere.", code: "NOT_FOUND" })]);
  });

  it("bodies that are not JSON, too large or of another type", async () => {
    expect(await ask("/things", { method: "POST", headers: json, body: "{nope" })).toEqual([400, expect.objectContaining({ code: "BODY_NOT_JSON" })]);
    expect(await ask("/things", { method: "POST", headers: json, body: '{"__proto__":{"x":1}}' })).toEqual([400, expect.objectContaining({ code: "BODY_NOT_JSON" })]);
    expect(await ask("/things", { method: "POST", headers: json, body: JSON.stringify("x".repeat(200)) }, { bodyLimit: 100 })).toEqual([413, expect.objectContaining({ code: "BODY_TOO_LARGE", message: expect.stringContaining("100 bytes") })]);
    expect(await ask("/things", { method: "POST", headers: { "content-type": "application/xml" }, body: "<a/>" })).toEqual([415, expect.objectContaining({ code: "CONTENT_TYPE_UNKNOWN", message: expect.stringContaining("application/xml") })]);
  });

  it("a path that is not one", async () => {
    expect(await ask("/things/%E0%A4%A")).toEqual([400, expect.objectContaining({ success: false, code: "REQUEST_REFUSED" })]);
  });

  it("anything unforeseen under a reference that is in the log, with nothing of the reason", async () => {
    const [status, body] = await ask("/fails");
    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toContain("canary-1");
    const reference = /reference (\w+)/.exec(String(body["message"]))?.[1] ?? "none";
    expect(logged).toContain(`"reference":"${reference}"`);
    expect(logged).toContain("secret reason");
  });

  it("or in the form of another face", async () => {
    expect(await ask("/conflict", {}, { errorBody: (error) => ({ oops: error.code }) })).toEqual([400, { oops: "REQUEST_REFUSED" }]);
  });
});

it("the log of a request has its route and no query, header or body", async () => {
  const { port } = await start(create());
  await call(port, "/things/canary-2?token=canary-3", { headers: { authorization: "Basic Y2FuYXJ5OnBhc3M=", cookie: "sid=canary-4" } });
  await call(port, "/things", { method: "POST", headers: json, body: '{"password":"canary-5"}' });
  expect(logged).toContain('"route":"/things/:id"');
  expect(logged).not.toMatch(/canary|Y2FuYXJ5/);
});

describe("health", () => {
  it("tells serving from ready", async () => {
    const server = create();
    let ready: boolean | string = "database is opening";
    setReady(server, () => ready);
    const { port } = await start(server);
    expect(await call(port, "/healthz")).toMatchObject({ status: 200 });
    expect(await call(port, "/readyz")).toMatchObject({ status: 503, text: '{"status":"not ready","reason":"database is opening"}' });
    ready = true;
    expect(await call(port, "/readyz")).toMatchObject({ status: 200 });
  });

  it("gives figures of requests and of the process", async () => {
    const { port } = await start(create());
    await call(port, "/things/1");
    const { text, headers } = await call(port, "/metrics");
    expect(headers["content-type"]).toContain("text/plain");
    expect(text).toContain('soarkit_http_request_seconds_count{server="test",method="GET",route="/things/:id",status="200"} 1');
    expect(text).toContain("process_resident_memory_bytes");
  });
});

describe("listening", () => {
  it("on a taken port names the port and the option to change it", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    await expect(listen(create(), { host: "127.0.0.1", port, flag: "--hub-port" })).rejects.toMatchObject({
      code: "PORT_TAKEN",
      message: `Port ${port} on 127.0.0.1 is taken by another program. Stop that program or choose another port with --hub-port.`,
    });
    other.close();
  });

  it("on an address that is not this machine's names it", async () => {
    await expect(listen(create(), { host: "192.0.2.1", port: 0, flag: "--port" })).rejects.toMatchObject({ code: "ADDRESS_UNUSABLE" });
  });

  it("gives new connections a renewed certificate while old ones go on", async () => {
    const server = create();
    const { port, updateCertificates } = await start(server);
    const open = connectTls({ host: "127.0.0.1", port, ca: certificates.caPem });
    await once(open, "secureConnect");
    const elsewhere = await mkdtemp(join(tmpdir(), "soarkit-http-"));
    const renewed = await ensureCertificates(elsewhere, { hosts: [] });
    updateCertificates({ cert: renewed.certPem, key: renewed.keyPem });
    expect(await call(port, "/healthz", { ca: renewed.caPem })).toMatchObject({ status: 200 });
    await expect(call(port, "/healthz")).rejects.toThrow();
    open.write("GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n");
    const [answer] = (await once(open, "data")) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 200/);
    open.destroy();
    await rm(elsewhere, { recursive: true });
  });
});

describe("closing", () => {
  it("ends streams that never end by themselves", async () => {
    const server = create({ closeMs: 50 });
    server.get("/events", async (_request, reply) => {
      reply.hijack();
      reply.raw.writeHead(200, { "content-type": "text/event-stream" });
      reply.raw.write(": hello\n\n");
      await Promise.resolve();
    });
    const { port } = await start(server);
    const request = httpsRequest({ host: "127.0.0.1", port, path: "/events", ca: certificates.caPem });
    request.end();
    const [response] = (await once(request, "response")) as [IncomingMessage];
    await once(response, "data");
    const ended = once(response, "error");
    await server.close();
    expect((await ended)[0]).toMatchObject({ code: "ECONNRESET" });
  });

  it("ends HTTP/2 sessions that stay open", async () => {
    const server = create({ closeMs: 50, http2: true });
    const { port } = await start(server);
    expect(await call(port, "/things/1")).toMatchObject({ status: 200, text: '{"id":"1"}' });
    const session = connectHttp2(`https://127.0.0.1:${port}`, { ca: certificates.caPem });
    session.on("error", () => undefined);
    const stream = session.request({ ":path": "/things/7" });
    let text = "";
    for await (const chunk of stream) text += String(chunk);
    expect(text).toBe('{"id":"7"}');
    const closed = once(session, "close");
    await server.close();
    await closed;
    expect(session.destroyed).toBe(true);
  });
});
