import { createAppHttp, type LookupOutcome } from "@soarkit/app-sdk";
import { createLogger } from "@soarkit/runtime";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTrustarApp } from "../app.js";
import { testAuthority } from "../testing/certificate.js";
import { parseConfig } from "../testing/configs.js";
import { TrustarServer } from "../testing/trustar-server.js";

let server: TrustarServer;
let http: ReturnType<typeof createAppHttp>;
beforeEach(async () => {
  server = await new TrustarServer().start();
  http = createAppHttp({ ca: testAuthority, timeoutMs: 5_000 });
});
afterEach(async () => {
  await http.close();
  await server.stop();
});

const known = (value: string, priorityLevel: string, more: object = {}) => ({ guid: `IP|${value}`, indicatorType: "IP", value, priorityLevel, correlationCount: 3, lastSeen: 1543400000000, ...more });

function search(artifacts: readonly { type: string; value: unknown }[], source: Readonly<Record<string, string>> = {}): Promise<readonly LookupOutcome[]> {
  const [searcher] = createTrustarApp().threatSearchers;
  const config = parseConfig({}, { trustar_threat_source: { url: server.url, user_api_key: "key", user_api_secret: "canary-secret", enclave_ids_for_submission: "e1,e2", ...source } });
  const context = { config, http, log: createLogger({ name: "test", level: "silent" }), signal: new AbortController().signal };
  return searcher?.search(artifacts.map((artifact, index) => ({ id: String(index), artifact, file: undefined })), context) ?? Promise.reject(new Error("no searcher"));
}

const ip = (value: string) => ({ type: "net.ip", value });
const priorities = (outcomes: readonly LookupOutcome[]) => outcomes.map((outcome) => (outcome.kind === "found" ? outcome.hits.map(({ props }) => props[0]?.value) : outcome.kind));

describe("the threat searcher of TruSTAR", () => {
  it("gives the priority with a deep link, of all artifacts in one call", async () => {
    server.on("POST /api/1.3/indicators/metadata", { body: [known("1.1.1.1", "HIGH"), known("evil.example.com", "MEDIUM", { indicatorType: "URL" }), known("3.3.3.3", "LOW")] });
    const outcomes = await search([ip("1.1.1.1"), { type: "net.name", value: " EVIL.example.com" }, ip("3.3.3.3"), ip("4.4.4.4")]);
    expect(priorities(outcomes)).toEqual([["HIGH"], ["MEDIUM"], [], []]);
    const link = `${server.url}/constellation/reports/${encodeURIComponent(Buffer.from("IP%7C1.1.1.1").toString("base64"))}`;
    expect(outcomes[0]).toEqual({ kind: "found", hits: [{ props: [
      { type: "string", name: "Priority Level", value: "HIGH" },
      { type: "string", name: "Indicator", value: "1.1.1.1" },
      { type: "number", name: "Reports", value: 3 },
      { type: "string", name: "Last Seen", value: "2018-11-28T10:13:20.000Z" },
      { type: "uri", name: "TruSTAR", value: link },
    ] }] });
    expect(server.calls()).toEqual(["POST indicators/metadata?enclaveIds=e1&enclaveIds=e2"]);
    expect(JSON.parse(server.requests.at(-1)?.body ?? "")).toEqual(["1.1.1.1", "EVIL.example.com", "3.3.3.3", "4.4.4.4"].map((value) => ({ value, indicatorType: null })));
  });

  it("has hits from minimum_priority on; NOT_FOUND and words it does not know are none", async () => {
    server.on("POST /api/1.3/indicators/metadata", { body: [known("1.1.1.1", "HIGH"), known("2.2.2.2", "MEDIUM"), known("3.3.3.3", "LOW"), known("4.4.4.4", "NOT_FOUND"), known("5.5.5.5", "SUPER"), { value: "6.6.6.6" }] });
    const all = ["1.1.1.1", "2.2.2.2", "3.3.3.3", "4.4.4.4", "5.5.5.5", "6.6.6.6"].map(ip);
    expect(priorities(await search(all, { minimum_priority: "high" }))).toEqual([["HIGH"], [], [], [], [], []]);
    expect(priorities(await search(all))).toEqual([["HIGH"], ["MEDIUM"], [], [], [], []]);
    expect(priorities(await search(all, { minimum_priority: "LOW" }))).toEqual([["HIGH"], ["MEDIUM"], ["LOW"], [], [], []]);
    expect(() => parseConfig({}, { trustar_threat_source: { url: "https://x.example", user_api_key: "k", user_api_secret: "s", minimum_priority: "NOT_FOUND" } })).toThrow("minimum_priority must be LOW, MEDIUM or HIGH");
  });

  it("counts exact values only", async () => {
    server.on("POST /api/1.3/indicators/metadata", { body: [known("1.1.1.11", "HIGH"), known("sub.example.com", "HIGH")] });
    expect(priorities(await search([ip("1.1.1.1"), { type: "net.name", value: "example.com" }, ip("1[.]1[.]1[.]11")]))).toEqual([[], [], ["HIGH"]]);
  });

  it("asks for senders by their address, and not for subjects, recipients and values of the own network", async () => {
    server.on("POST /api/1.3/indicators/metadata", { body: [known("eve@evil.example.com", "HIGH", { indicatorType: "EMAIL_ADDRESS" })] });
    const header = (name: string, value: string) => ({ type: "email.header", value: { name, value } });
    expect(priorities(await search([header("From", "Eve <Eve@evil.example.com>"), header("Subject", "eve@evil.example.com"), { type: "email.header.sender_address", value: "eve@evil.example.com" }]))).toEqual([["HIGH"], [], ["HIGH"]]);
    expect(JSON.parse(server.requests.at(-1)?.body ?? "")).toEqual([{ value: "eve@evil.example.com", indicatorType: null }]);
    const before = server.requests.length;
    expect(priorities(await search([ip("10.0.0.1"), { type: "net.uri", value: "http://wiki.corp/x" }, header("Subject", "hello"), ip("")]))).toEqual([[], [], [], []]);
    expect(server.requests.length).toBe(before);
    expect(createTrustarApp().threatSearchers[0]?.types.has("email.header.to")).toBe(false);
  });

  it.each([404, 405])("searches for each exact value on a server without indicators/metadata, which answers %i", async (status) => {
    const { origin } = new URL(server.url);
    const page = (...items: object[]) => ({ body: { items, pageNumber: 0, pageSize: 1_000, totalElements: items.length, hasNext: false } });
    const item = (value: string, priorityLevel: string) => ({ guid: `IP|${value}`, indicatorType: "IP", value, priorityLevel, lastSeen: 1543400000000 });
    server.on("POST /api/1.3/indicators/metadata", { status, body: { status, message: "no such call" } });
    server.on("GET /api/1.3/indicators/search", ({ target }) => {
      const value = new URL(target, origin).searchParams.get("searchTerm");
      if (value === "1.1.1.1") return page(item("11.1.1.1", "HIGH"), item("1.1.1.1", "MEDIUM"), item("1.1.1.11", "HIGH"));
      if (value === "2.2.2.2") return page(item("2.2.2.22", "HIGH"));
      return value === "EVIL.example.com" ? page({ ...item("evil.example.com", "HIGH"), lastSeen: null }) : page();
    });
    const outcomes = await search([ip("1[.]1[.]1[.]1"), ip("2.2.2.2"), { type: "net.name", value: "EVIL.example.com" }, ip("3.3.3.3")]);
    expect(priorities(outcomes)).toEqual([["MEDIUM"], [], ["HIGH"], []]);
    expect(outcomes[0]).toMatchObject({ hits: [{ props: [{ name: "Priority Level" }, { name: "Indicator", value: "1.1.1.1" }, { name: "Last Seen", value: "2018-11-28T10:13:20.000Z" }, { name: "TruSTAR" }] }] });
    const searches = ["1.1.1.1", "2.2.2.2", "EVIL.example.com", "3.3.3.3"].map((value) => `GET indicators/search?searchTerm=${value}&enclaveIds=e1&enclaveIds=e2&pageNumber=0&pageSize=1000`);
    expect(server.calls()).toEqual(["POST indicators/metadata?enclaveIds=e1&enclaveIds=e2", ...searches]);
    server.on("GET /api/1.3/indicators/search", { status: 404, body: {} });
    await expect(search([ip("1.1.1.1")])).rejects.toThrow("TruSTAR refused the search for an indicator");
  });

  it("reads every name of the enclaves", async () => {
    server.on("POST /api/1.3/indicators/metadata", { body: [] });
    for (const key of ["enclave_ids_for_search", "enclave_ids_for_query", "enclave_ids"]) await search([ip("1.1.1.1")], { [key]: "e9" });
    expect(server.calls()).toEqual(Array.from({ length: 3 }, () => "POST indicators/metadata?enclaveIds=e9"));
  });

  it("fails, and never says no hit, when TruSTAR does not answer or has no account", async () => {
    server.on("POST /api/1.3/indicators/metadata", { status: 403, body: { message: "Access is denied" } });
    await expect(search([ip("1.1.1.1")])).rejects.toThrow("TruSTAR refused the look-up of indicators (403: Access is denied)");
    server.on("POST /api/1.3/indicators/metadata", { body: { items: [] } });
    await expect(search([ip("1.1.1.1")])).rejects.toThrow("something unexpected");
    await expect(search([ip("1.1.1.1")], { url: "" })).rejects.toThrow("fill in [trustar_threat_source]");
  });
});
