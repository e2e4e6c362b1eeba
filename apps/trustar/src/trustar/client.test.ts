import { createAppHttp } from "@soarkit/app-sdk";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { testAuthority } from "../testing/certificate.js";
import { TrustarServer } from "../testing/trustar-server.js";
import { TrustarClient } from "./client.js";
import { Tokens } from "./tokens.js";

const report = { title: "T", reportBody: "B", timeBegan: "2018-11-28T10:15:00.000Z", externalUrl: null, distributionType: "ENCLAVE", externalTrackingId: "RESILIENT7", enclaveIds: ["e1"] } as const;
const page = (items: unknown[], more: object = {}) => ({ body: { items, pageNumber: 0, pageSize: 1000, totalElements: items.length, hasNext: false, ...more } });

let server: TrustarServer;
let http: ReturnType<typeof createAppHttp>;
let waits: number[];
let tokens: Tokens;
const client = (): TrustarClient => new TrustarClient({
  http,
  account: { section: "trustar_account_1", url: server.url, user_api_key: "key", user_api_secret: "canary-secret" },
  tokens,
  signal: new AbortController().signal,
  onWait: (seconds) => {
    waits.push(seconds);
    return Promise.resolve();
  },
});

beforeEach(async () => {
  server = await new TrustarServer().start();
  http = createAppHttp({ ca: testAuthority, timeoutMs: 5_000 });
  waits = [];
  tokens = new Tokens();
});
afterEach(async () => {
  await http.close();
  await server.stop();
});

describe("the login", () => {
  it("is asked for with the key and secret, used for all calls, and shared by calls at the same time", async () => {
    server.on("GET /api/1.3/reports/a", { body: { id: "a" } });
    const one = client();
    await Promise.all([one.ping(), one.report("a", "internal"), client().ping()]);
    const logins = server.requests.filter(({ target }) => target === "/oauth/token");
    expect(logins).toHaveLength(1);
    expect(logins[0]).toMatchObject({ method: "POST", body: "grant_type=client_credentials" });
    expect(Buffer.from(String(logins[0]?.headers["authorization"]).replace("Basic ", ""), "base64").toString()).toBe("key:canary-secret");
    expect(server.requests.filter(({ headers }) => headers["authorization"] === "Bearer canary-token-1")).toHaveLength(3);
  });

  it("is renewed before its end", async () => {
    server.on("POST /oauth/token", { body: { access_token: "first", expires_in: 0.001 } }, { body: { access_token: "second", expires_in: 599 } });
    await client().ping();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await client().ping();
    expect(server.requests.map(({ headers }) => headers["authorization"])).toContain("Bearer second");
  });

  it.each(["Expired oauth2 access token", "Invalid oauth2 access token"])("is renewed once when the server says: %s", async (text) => {
    server.on("GET /api/1.3/ping", { status: 400, body: { error: "invalid_request", error_description: text } }, { body: "pong\n" });
    await client().ping();
    expect(server.requests.filter(({ target }) => target === "/oauth/token")).toHaveLength(2);
    server.on("GET /api/1.3/ping", { status: 400, body: { error: "invalid_request", error_description: text } });
    await expect(client().ping()).rejects.toThrow(`TruSTAR refused the health check (400: ${text})`);
    expect(server.requests.filter(({ target }) => target === "/oauth/token")).toHaveLength(3);
  });

  it("that is refused names the section and what to check, and no secret", async () => {
    server.on("POST /oauth/token", { status: 401, body: { error: "unauthorized", error_description: "canary-secret" } });
    await expect(client().ping()).rejects.toThrow("refused the login of [trustar_account_1] (401). Check url, user_api_key and user_api_secret");
    await expect(client().ping()).rejects.not.toThrow("canary");
  });
});

describe("a pause that TruSTAR asks for", () => {
  it("is kept, and the call made again", async () => {
    server.on("GET /api/1.3/ping", { status: 429, body: { message: "Request limit exceeded for the current time period", waitTime: 20 } }, { body: "pong\n" });
    await client().ping();
    expect(waits).toEqual([1]);
  });

  it("that is too long is told", async () => {
    server.on("GET /api/1.3/ping", { status: 429, body: { message: "quota", waitTime: 3_600_000 } });
    await expect(client().ping()).rejects.toThrow("it asks to wait 3600 seconds");
  });
});

describe("the calls", () => {
  it("have the recorded forms", async () => {
    server.on("POST /api/1.3/reports", { body: "7a33144f-aef3-442b-87d4-dbf70d8afdb0" }).on("PUT /api/1.3/reports/g", {}).on("DELETE /api/1.3/reports/g", {})
      .on("POST /api/1.3/reports/g/tags", { body: "t" }).on("GET /api/1.3/reports/g/indicators", page([{ indicatorType: "IP", value: "203.0.113.7" }]))
      .on("GET /api/1.3/indicators/related", page([{ indicatorType: "URL", value: "evil.com" }])).on("GET /api/1.3/indicators/search", page([{ value: "EVIL.com", priorityLevel: "LOW" }, { value: "evil.com", priorityLevel: "HIGH" }]))
      .on("POST /api/1.3/whitelist", { body: [{ indicatorType: "URL", value: "evil.com", guid: "URL|evil.com" }] }).on("DELETE /api/1.3/whitelist", {});
    const one = client();
    expect(await one.submitReport(report)).toBe("7a33144f-aef3-442b-87d4-dbf70d8afdb0");
    expect(JSON.parse(server.requests.at(-1)?.body ?? "")).toEqual({ ...report, created: null, updated: null, id: null });
    expect(await one.report("RESILIENT7", "external")).toBeUndefined();
    await one.updateReport("g", report);
    await one.tagReport("g", "a b", "e1");
    expect(await one.deleteReport("g")).toBe(true);
    expect(await one.deleteReport("gone")).toBe(false);
    expect(await one.reportIndicators("g")).toEqual([{ type: "IP", value: "203.0.113.7" }]);
    expect(await one.related(["203.0.113.7", "http://x/?a=1,2&b"], ["e1", "e2"], () => true)).toEqual({ indicators: [{ type: "URL", value: "evil.com" }], total: 1, more: false });
    expect(await one.priority("evil.com")).toBe("HIGH");
    expect(await one.priority("nobody.example")).toBeUndefined();
    expect(await one.whitelist("evil.com")).toEqual([{ type: "URL", value: "evil.com" }]);
    await one.undoWhitelist("evil.com", "");
    expect(server.calls()).toEqual([
      "POST reports", "GET reports/RESILIENT7?idType=external", "PUT reports/g?idType=internal", "POST reports/g/tags?idType=internal&name=a b&enclaveId=e1", "DELETE reports/g", "DELETE reports/gone",
      "GET reports/g/indicators?pageNumber=0&pageSize=1000", "GET indicators/related?indicators=203.0.113.7&indicators=http://x/?a=1,2&b&enclaveIds=e1&enclaveIds=e2&pageNumber=0&pageSize=1000",
      "GET indicators/search?searchTerm=evil.com&pageNumber=0&pageSize=1000", "GET indicators/search?searchTerm=nobody.example&pageNumber=0&pageSize=1000", "POST whitelist", "DELETE whitelist?value=evil.com&indicatorType=",
    ]);
  });

  it("go on to further pages while they are needed, and split long questions", async () => {
    server.on("GET /api/1.3/reports/g/indicators", page([{ value: "a" }], { hasNext: true }), page([{ value: "b" }], { hasNext: null, totalElements: 2 }));
    expect(await client().reportIndicators("g")).toHaveLength(2);
    server.on("GET /api/1.3/indicators/related", page([{ indicatorType: "IP", value: "x" }], { hasNext: true, totalElements: 5_000 }));
    expect(await client().related(["a"], [], () => true)).toMatchObject({ total: 5_000, more: true });
    server.requests.splice(0);
    server.on("GET /api/1.3/indicators/related", page([{ indicatorType: "IP", value: "x" }]));
    await client().related(Array.from({ length: 1_000 }, (_, index) => `host-${index}.example.com`), ["e1"], () => true);
    expect(server.requests.length).toBeGreaterThan(3);
    for (const { target } of server.requests) expect(target.length).toBeLessThan(8_000);
  });

  it("that may be repeated get over a server in trouble; a submission is never made again by itself", async () => {
    server.on("GET /api/1.3/reports/g", { cut: true }, { status: 503, body: "starting" }, { body: { id: "g" } });
    expect(await client().report("g", "internal")).toMatchObject({ id: "g" });
    server.on("POST /api/1.3/reports", { cut: true });
    await expect(client().submitReport(report)).rejects.toMatchObject({ code: "OUTSIDE_UNREACHABLE", maybeSent: true });
    expect(server.calls().filter((call) => call === "POST reports")).toHaveLength(1);
  });

  it.each([
    [401, "Give the user of [trustar_account_1] the rights on the enclaves"], [403, "Give the user"], [413, "It is too large for TruSTAR"], [500, "Try again later"], [400, "Check the settings"],
  ])("refused with %i say what to do", async (status, advice) => {
    server.on("PUT /api/1.3/reports/g", { status, body: { status, error: "x", message: "its <b>own</b> words" } });
    await expect(client().updateReport("g", report)).rejects.toThrow(`TruSTAR refused the update of the report g (${status}: its <b>own</b> words). ${advice}`);
  });

  it("answered with something else are told apart", async () => {
    server.on("POST /api/1.3/reports", { body: "<html>" });
    await expect(client().submitReport(report)).rejects.toThrow("something else than its id");
    server.on("GET /api/1.3/reports/g/indicators", { body: { items: "none" } });
    await expect(client().reportIndicators("g")).rejects.toThrow("answered the indicators of the report g with something unexpected (items)");
    server.on("GET /api/1.3/ping", { body: "<html>welcome</html>" });
    await expect(client().ping()).rejects.toThrow("does not answer like TruSTAR");
  });
});
