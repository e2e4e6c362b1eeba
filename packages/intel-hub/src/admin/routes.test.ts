import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readReport, startTestHub, type TestHub } from "../hub.test-kit.js";

let kit: TestHub;
const bearer = { authorization: "Bearer local-token-of-the-test" };
beforeEach(async () => {
  kit = await startTestHub();
  kit.hub.accounts.setLocalAdminToken("local-token-of-the-test");
});
afterEach(() => kit.stop());

const get = async (path: string): Promise<Record<string, unknown>> => JSON.parse((await kit.send("GET", path, bearer)).body) as Record<string, unknown>;
const load = (body: string, headers: Record<string, string> = bearer) => kit.send("POST", "/api/hub/imports?source=test", { ...headers, "content-type": "application/json" }, body);

describe("loading a report", () => {
  it("streams progress and ends with the report", async () => {
    const answer = await load(JSON.stringify(await readReport("powerpool")));
    expect(answer.headers["content-type"]).toBe("application/x-ndjson");
    const lines = answer.body.trim().split("\n").map((line) => JSON.parse(line) as Record<string, unknown>); // prettier-ignore
    expect(lines[0]).toEqual({ progress: { done: 18, total: 18 } });
    expect(lines.at(-1)).toMatchObject({ report: { stored: 18, events: [{ title: "PowerPool blogpost", feed: "ESET" }] } });
  });

  it("refuses half a document with a readable reason, and stores nothing", async () => {
    const text = JSON.stringify(await readReport("powerpool"));
    const answer = await load(text.slice(0, text.length / 2));
    expect(answer.status).toBe(400);
    expect(answer.body).toContain("JSON");
    expect(await load('{"a":1}')).toMatchObject({ status: 400, body: expect.stringContaining("This is no MISP event") });
    expect(await get("/api/hub/status")).toMatchObject({ reports: 0, indicators: { active: 0 } });
  });

  it("is for administrators", async () => {
    expect((await load("{}", {})).status).toBe(401);
    expect((await load("{}", { authorization: "Bearer wrong" })).status).toBe(403);
    const { password = "" } = await kit.hub.accounts.ensureAccount("analyst", "analyst");
    const token = (JSON.parse((await kit.login("analyst", password)).body) as { token_id: string }).token_id;
    expect(await load("{}", { authorization: `Bearer ${token}` })).toMatchObject({ status: 403, body: expect.stringContaining("analyst may not do this") });
  });
});

describe("search", () => {
  it("tells whether more exist", async () => {
    await kit.hub.importMisp(await readReport("machete"), { source: "test" });
    const some = await get("/api/hub/indicators?query=type%3Dip&size=4");
    expect(some.indicators).toHaveLength(4);
    expect(some.more).toBe(true);
    expect(await get("/api/hub/indicators?query=type%3Dip&size=6")).toMatchObject({ more: false });
  });
});

describe("approval", () => {
  const params = { intel_str: "185.1.2.3\n185.1.2.4", threat_type: "c2", severity: "high", confidence: 80, tlp: "TLP:RED", tags: "resilient", auto_approve: "no" };
  const pending = async (): Promise<{ id: number }[]> => (await get("/api/hub/pending")).imports as { id: number }[];
  const state = async (token: string, importKey: string) => JSON.parse((await kit.send("POST", "/api/v1/import_status", {}, JSON.stringify({ token, import_key: importKey }))).body) as unknown;

  it("makes a pending import visible to queries", async () => {
    const token = await kit.token();
    await kit.importIntel({ ...params, token, import_key: "k" });
    expect(await state(token, "k")).toMatchObject({ state: "pending", values: [{ state: "pending" }, { state: "pending" }] });
    const [job] = await pending();
    expect(job).toMatchObject({ user: "admin", threat_type: "c2", severity: "high", confidence: 80, tlp: "TLP:RED", tags: "resilient" });
    const decided = await kit.send("POST", `/api/hub/pending/${job!.id}/approve`, bearer);
    expect(JSON.parse(decided.body)).toMatchObject({ state: "stored" });
    expect(await state(token, "k")).toMatchObject({ state: "stored", values: [{ state: "stored" }, { state: "stored" }] });
    expect(JSON.parse((await kit.query(token, { query: "itype=c2_ip", type: "json" })).body)).toHaveLength(2);
    expect(await pending()).toEqual([]);
  });

  it("can be refused, once", async () => {
    const token = await kit.token();
    await kit.importIntel({ ...params, token, import_key: "k" });
    const [job] = await pending();
    expect((await kit.send("POST", `/api/hub/pending/${job!.id}/reject`, bearer)).status).toBe(200);
    expect(await state(token, "k")).toMatchObject({ state: "rejected", values: [{ state: "rejected" }, { state: "rejected" }] });
    expect((await kit.query(token, { query: "itype=c2_ip", type: "json" })).body).toBe("[]");
    expect((await kit.send("POST", `/api/hub/pending/${job!.id}/approve`, bearer)).status).toBe(409);
    expect((await kit.send("POST", "/api/hub/pending/999/approve", bearer)).status).toBe(404);
  });
});

describe("a hub that starts again", () => {
  it("still knows its accounts, tokens, records and import keys", async () => {
    const token = await kit.token();
    const params = { token, intel_str: "185.1.2.3", threat_type: "malware", severity: "low", confidence: 1, tlp: "TLP:RED", tags: "", auto_approve: "yes", import_key: "again" };
    const first = await kit.importIntel(params);
    await kit.hub.stop();
    const again = await startTestHub({ dataDir: kit.folder });
    expect((await again.importIntel(params)).body).toBe(first.body);
    expect(JSON.parse((await again.query(token, { query: "value='185.1.2.3'", type: "json" })).body)).toHaveLength(1);
    expect((await again.hub.accounts.ensureAdmin()).password).toBeUndefined();
    await again.stop();
  });
});
