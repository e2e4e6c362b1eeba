import { mkdtemp, rm } from "node:fs/promises";
import { createServer as createPlainServer, type Server as PlainServer } from "node:http";
import { createServer, type Server } from "node:https";
import { connect } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureCertificates, registerSecret } from "@soarkit/runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AppHttpOptions, createAppHttp } from "./create-app-http.js";
import { OutsideError, OutsideStatus, OutsideTimeout, OutsideTls, OutsideUnreachable } from "./outside-errors.js";

describe("calls of an app to other systems", () => {
  let folder: string;
  let server: Server;
  let proxy: PlainServer;
  let ca: string;
  let url: string;
  const proxied: (string | undefined)[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "soarkit-http-"));
    const certificates = await ensureCertificates(folder, { hosts: ["127.0.0.1"] });
    ca = certificates.caPem;
    server = createServer({ cert: certificates.certPem, key: certificates.keyPem }, (request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        if (request.url === "/silent") return;
        if (request.url === "/large") return void response.end(Buffer.alloc(100_000));
        const status = Number(/^\/status\/(\d+)/.exec(request.url ?? "")?.[1] ?? 200);
        response.writeHead(status, { "X-Seen": request.method }).end(status === 200 ? JSON.stringify({ type: request.headers["content-type"], body: Buffer.concat(chunks).toString() }) : "<p>no   more secret-canary-value</p>");
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    proxy = createPlainServer();
    proxy.on("connect", (request, socket, head) => {
      const given = request.headers["proxy-authorization"];
      proxied.push(given);
      if (given !== `Basic ${Buffer.from("ana:proxy p@ss").toString("base64")}`) return void socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
      const [host, port] = (request.url ?? "").split(":");
      const through = connect(Number(port), host, () => {
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        through.write(head);
        through.pipe(socket).pipe(through);
      });
      through.on("error", () => socket.destroy());
      socket.on("error", () => through.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  });

  afterAll(async () => {
    server.closeAllConnections();
    proxy.closeAllConnections();
    await Promise.all([new Promise((resolve) => server.close(resolve)), new Promise((resolve) => proxy.close(resolve)), rm(folder, { recursive: true, force: true })]);
  });

  const proxyUrl = (login: string) => `http://${login}127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const call = async (path: string, options: AppHttpOptions = {}, more: object = {}) => {
    const http = createAppHttp({ ca, ...options });
    try {
      return await http.request({ method: "POST", url: url + path, ...more });
    } finally {
      await http.close();
    }
  };

  it("carry JSON, forms and files", async () => {
    expect((await call("/", {}, { json: { a: "ä" } })).json()).toEqual({ type: "application/json", body: '{"a":"ä"}' });
    expect((await call("/", {}, { form: { a: "1&2", b: "x y" } })).json()).toMatchObject({ type: "application/x-www-form-urlencoded", body: "a=1%262&b=x+y" });
    const sent = (await call("/", {}, { multipart: [{ name: 'a"b', value: "1" }, { name: "f", filename: "r\n.json", value: Buffer.from("{}") }] })).json() as { type: string; body: string };
    const boundary = /^multipart\/form-data; boundary=(\S+)$/.exec(sent.type)?.[1] ?? "";
    expect(sent.body.split(`--${boundary}`)).toEqual(["", '\r\nContent-Disposition: form-data; name="a%22b"\r\n\r\n1\r\n', '\r\nContent-Disposition: form-data; name="f"; filename="r%0A.json"\r\nContent-Type: application/octet-stream\r\n\r\n{}\r\n', "--\r\n"]);
  });

  it("fail with advice when the certificate is not trusted", async () => {
    const error: unknown = await createAppHttp().request({ method: "GET", url }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(OutsideTls);
    expect((error as Error).message).toMatch(/not trusted.*verify \(or cafile\).*PEM/);
    expect((await call("/", { verify: false })).status).toBe(200);
  });

  it("fail with advice when nothing listens, nothing answers in time, or too much comes", async () => {
    await expect(createAppHttp().request({ method: "GET", url: "https://127.0.0.1:1" })).rejects.toThrow(OutsideUnreachable);
    await expect(createAppHttp().request({ method: "GET", url: "https://127.0.0.1:1" })).rejects.toThrow("nothing listens there");
    await expect(call("/silent", { timeoutMs: 50 })).rejects.toThrow(OutsideTimeout);
    await expect(call("/large", { maximumAnswerBytes: 1000 })).rejects.toThrow("larger than the limit of 1000 bytes");
  });

  it("end with the signal of the call, with its reason", async () => {
    const reason = new Error("stopped by the test");
    const http = createAppHttp({ ca }).withSignal(AbortSignal.abort(reason));
    await expect(http.request({ method: "GET", url })).rejects.toBe(reason);
    const controller = new AbortController();
    const pending = createAppHttp({ ca }).withSignal(controller.signal).request({ method: "GET", url: `${url}/silent` });
    controller.abort(reason);
    await expect(pending).rejects.toBe(reason);
  });

  it("hand back answers of any status, and quote a refusal without secrets", async () => {
    registerSecret("secret-canary-value");
    const answer = await call("/status/403");
    expect([answer.status, answer.statusText, answer.ok, answer.headers["x-seen"]]).toEqual([403, "Forbidden", false, "POST"]);
    expect(() => answer.expectOk()).toThrow(OutsideStatus);
    expect(() => answer.expectOk()).toThrow(/answered 403: no more \*\*\*/);
    const secret = await call("/status/403", {}, { redactBody: true });
    expect(() => secret.expectOk()).toThrow(/answered 403: Forbidden/);
    expect(() => answer.json()).toThrow("it is not JSON");
  });

  it("go through a configured proxy with user and password, and name a proxy that refuses", async () => {
    expect((await call("/", { proxies: { https: proxyUrl("ana:proxy%20p%40ss@") } })).status).toBe(200);
    expect(proxied).toHaveLength(1);
    const error: unknown = await call("/", { proxies: { https: proxyUrl("ana:wrong-canary@") } }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(OutsideError);
    expect((error as OutsideError).code).toBe("OUTSIDE_PROXY");
    expect((error as Error).message).not.toContain("wrong-canary");
    expect((await call("/", { proxies: { https: "direct" }, environmentProxies: { https: proxyUrl("") } })).status).toBe(200);
    expect(proxied).toHaveLength(2);
  });

  it("are encrypted unless told otherwise, except to this machine", async () => {
    await expect(createAppHttp().request({ method: "GET", url: "http://staxx.example.com/x?token=1" })).rejects.toThrow("http://staxx.example.com/x cannot be called: it is not encrypted");
    await expect(createAppHttp().request({ method: "GET", url: "ftp://x" })).rejects.toThrow("only https and http");
    await expect(createAppHttp().request({ method: "GET", url: "no address" })).rejects.toThrow("it is not an address");
  });
});
