import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readReport, startTestHub, type TestHub } from "../hub.test-kit.js";

let kit: TestHub;
const bearer = { authorization: "Bearer local-token-of-the-test" };
beforeEach(async () => {
  kit = await startTestHub();
  kit.hub.accounts.setLocalAdminToken("local-token-of-the-test");
});
afterEach(() => kit.stop());

const get = async (path: string): Promise<unknown> => JSON.parse((await kit.send("GET", path, bearer)).body) as unknown;
const load = (body: string, headers: Record<string, string> = bearer) => kit.send("POST", "/api/hub/imports?source=test", { ...headers, "content-type": "application/json" }, body);

describe("loading a report", () => {
  it("streams progress and ends with the report", async () => {
    const answer = await load(JSON.stringify(await readReport("powerpool")));
    expect(answer.headers["content-type"]).toBe("application/x-ndjson");
    const lines = answer.body.trim().split("\n").map((line) => JSON.parse(line) as Record<string, unknown>); // prettier-ignore
    expect(lines[0]).toEqual({ kind: "progress", done: 18, total: 18 });
    expect(lines.at(-1)).toMatchObject({ kind: "report", report: { title: "PowerPool blogpost", stored: 18, events: [{ title: "PowerPool blogpost", feed: "ESET" }] } });
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

describe("a record's source", () => {
  it("names a file without its folder", async () => {
    await kit.send("POST", "/api/hub/imports?source=%2Fsome%2Ffolder%2Fpowerpool.json", { ...bearer, "content-type": "application/json" }, JSON.stringify(await readReport("powerpool")));
    expect(await get("/api/hub/indicators?query=type%3Dip")).toMatchObject([{ source: "powerpool.json" }]);
  });
});

describe("search", () => {
  it("tells whether more exist", async () => {
    await kit.hub.importMisp(await readReport("machete"), { source: "test" });
    const some = await kit.send("GET", "/api/hub/indicators?query=type%3Dip&size=4", bearer);
    expect(JSON.parse(some.body)).toHaveLength(4);
    expect(some.headers["x-more"]).toBe("true");
    const all = await kit.send("GET", "/api/hub/indicators?query=type%3Dip&size=6", bearer);
    expect(all.headers["x-more"]).toBe("false");
    expect(JSON.parse(all.body)).toContainEqual(expect.objectContaining({ indicator: "142.44.236.15", type: "ip", date_first: "2019-07-29T00:00:00.000Z" }));
  });
});

describe("approval", () => {
  const params = { intel_str: "185.1.2.3\n185.1.2.4", threat_type: "c2", severity: "high", confidence: 80, tlp: "TLP:RED", tags: "resilient", auto_approve: "no" };
  const pending = async () => (await get("/api/hub/pending")) as { job_id: string }[];
  const state = async (token: string, importKey: string) => JSON.parse((await kit.send("POST", "/api/v1/import_status", {}, JSON.stringify({ token, import_key: importKey }))).body) as unknown;

  it("makes a pending import visible to queries", async () => {
    const token = await kit.token();
    await kit.importIntel({ ...params, token, import_key: "k" });
    expect(await state(token, "k")).toMatchObject({ state: "pending", values: [{ state: "pending" }, { state: "pending" }] });
    const [job] = await pending();
    expect(job).toMatchObject({ user: "admin", threat_type: "c2", severity: "high", confidence: 80, tlp: "TLP:RED", tags: "resilient" });
    const decided = await kit.send("POST", `/api/hub/pending/${job!.job_id}/approve`, bearer);
    expect(JSON.parse(decided.body)).toMatchObject({ state: "stored" });
    expect(await state(token, "k")).toMatchObject({ state: "stored", values: [{ state: "stored" }, { state: "stored" }] });
    expect(JSON.parse((await kit.query(token, { query: "itype=c2_ip", type: "json" })).body)).toHaveLength(2);
    expect(await pending()).toEqual([]);
  });

  it("can be refused, once", async () => {
    const token = await kit.token();
    await kit.importIntel({ ...params, token, import_key: "k" });
    const [job] = await pending();
    expect((await kit.send("POST", `/api/hub/pending/${job!.job_id}/reject`, bearer)).status).toBe(200);
    expect(await state(token, "k")).toMatchObject({ state: "rejected", values: [{ state: "rejected" }, { state: "rejected" }] });
    expect((await kit.query(token, { query: "itype=c2_ip", type: "json" })).body).toBe("[]");
    expect((await kit.send("POST", `/api/hub/pending/${job!.job_id}/approve`, bearer)).status).toBe(409);
    expect((await kit.send("POST", "/api/hub/pending/20000101000000/approve", bearer)).status).toBe(404);
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
