import type { LookupOutcome } from "@soarkit/app-sdk";
import { createLogger } from "@soarkit/runtime";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createStaxxApp } from "../app.js";
import { ReplayServer } from "../testing/replay-server.js";
import { configFor, httpFor } from "../testing/run-app.js";
import { bestRecord } from "./best-record.js";

let server: ReplayServer;
let http: ReturnType<typeof httpFor>;
beforeEach(async () => {
  server = await new ReplayServer().answer("/api/v1/login", { body: { token_id: "canary-token" } }).start();
  http = httpFor();
});
afterEach(async () => {
  await http.close();
  await server.stop();
});

const record = (indicator: string, more: object = {}) => ({
  indicator, type: "ip", itype: "mal_ip", confidence: 33, severity: "low", tlp: "TLP:AMBER", classification: "public", detail: "resilient", actor: "", campaign: "", feed_name: "import", source: "admin",
  feed_site_netloc: "localhost", id: "anomali:indicator-1", date_last: "2020-08-12 10:05:58 AM", ...more,
});

function search(artifacts: readonly { type: string; value: unknown }[]): Promise<readonly LookupOutcome[]> {
  const [searcher] = createStaxxApp().threatSearchers;
  const context = { config: configFor(server), http, log: createLogger({ name: "test", level: "silent" }), signal: new AbortController().signal };
  return searcher?.search(artifacts.map((artifact, index) => ({ id: String(index), artifact, file: undefined })), context) ?? Promise.reject(new Error("no searcher"));
}

describe("the threat searcher of STAXX", () => {
  it("gives the best record of each value, all in one query", async () => {
    server.answer("/api/v1/intelligence", { body: [record("1.1.1.1"), record("1.1.1.1", { confidence: 90, severity: "very-high", itype: "c2_ip", feed_name: "Feed" }), record("evil.example.com", { type: "domain", itype: "mal_domain" })] });
    const outcomes = await search([{ type: "net.ip", value: "1.1.1.1" }, { type: "net.name", value: "Evil.Example.com" }, { type: "net.ip", value: "2.2.2.2" }]);
    expect(outcomes[0]).toEqual({ kind: "found", hits: [{ props: [
      { type: "string", name: "Type", value: "c2_ip" },
      { type: "number", name: "Confidence", value: 90 },
      { type: "string", name: "Severity", value: "very-high" },
      { type: "string", name: "TLP", value: "TLP:AMBER" },
      { type: "string", name: "Feed", value: "Feed" },
      { type: "string", name: "Source", value: "admin" },
      { type: "string", name: "Last Seen", value: "2020-08-12T10:05:58.000Z" },
      { type: "number", name: "Records", value: 2 },
      { type: "string", name: "Indicator", value: "1.1.1.1" },
      { type: "uri", name: "Anomali STAXX", value: "https://staxx.anomali.com/detail/1.1.1.1" },
    ] }] });
    expect(outcomes.slice(1).map((outcome) => outcome.kind === "found" && outcome.hits.length)).toEqual([1, 0]);
    expect(server.to("/api/v1/intelligence").map(({ body }) => (JSON.parse(body) as { query: string }).query)).toEqual(["value = '1.1.1.1' OR value = 'evil.example.com' OR value = '2.2.2.2'"]);
  });

  it("links to the server itself where it is Soarkit's hub", async () => {
    server.answer("/api/v1/login", { body: { token_id: "canary-token", extensions: ["query_escapes"] } }).answer("/api/v1/intelligence", { body: [record("http://evil.example.com/a?b=c")] });
    const [outcome] = await search([{ type: "net.uri", value: "hxxp://evil[.]example.com/a?b=c" }]);
    expect(JSON.stringify(outcome)).toContain(`https://127.0.0.1:${server.port}/detail/http%3A%2F%2Fevil.example.com%2Fa%3Fb%3Dc`);
  });

  it("asks for senders by their address, however the platform sends them, and not for subjects", async () => {
    server.answer("/api/v1/intelligence", { body: [record("eve@evil.example.com", { type: "email", itype: "phish_email" })] });
    const header = (name: string, value: string) => ({ type: "email.header", value: { name, value } });
    const outcomes = await search([header("From", "Eve <Eve@evil.example.com>"), header("Subject", "eve@evil.example.com"), { type: "email.header.sender_address", value: "eve@evil.example.com" }]);
    expect(outcomes.map((outcome) => outcome.kind === "found" && outcome.hits.length)).toEqual([1, 0, 1]);
    expect(server.to("/api/v1/intelligence").map(({ body }) => (JSON.parse(body) as { query: string }).query)).toEqual(["value = 'eve@evil.example.com'"]);
  });

  it("asks nothing about values of the own network, and about what STAXX cannot know", async () => {
    const outcomes = await search([{ type: "net.ip", value: "192.168.1.1" }, { type: "net.name", value: "printer.local" }, { type: "net.ip", value: "no address" }, { type: "net.uri", value: "http://a'b/" }, { type: "hash.md5", value: "" }]);
    expect(outcomes).toEqual(outcomes.map(() => ({ kind: "found", hits: [] })));
    expect(server.requests).toEqual([]);
  });

  it("fails, and never says no hit, when STAXX does not answer", async () => {
    server.answer("/api/v1/intelligence", { status: 500, body: "broken" });
    await expect(search([{ type: "net.ip", value: "1.1.1.1" }])).rejects.toThrow(/STAXX/);
    server.answer("/api/v1/intelligence", { body: { not: "a list" } });
    await expect(search([{ type: "net.ip", value: "1.1.1.1" }])).rejects.toThrow(/not a list of records/);
  });
});

it("the best record is the surest, then the gravest, then the newest", () => {
  const records = [record("a", { id: 1 }), record("a", { id: 2, severity: "high" }), record("a", { id: 3, severity: "high", date_last: "2021-01-01 01:00:00 AM" }), record("a", { id: 4, severity: "very-high", confidence: "" }), record("a", { id: 5, severity: "high", date_last: "never" })];
  expect(bestRecord(records, "UTC")?.["id"]).toBe(3);
  expect(bestRecord([record("a", { id: 6, confidence: 99 }), ...records], "UTC")?.["id"]).toBe(6);
  expect(bestRecord([], "UTC")).toBeUndefined();
});
