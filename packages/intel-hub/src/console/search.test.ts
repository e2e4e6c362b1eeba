import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readReport, startTestHub, type TestHub } from "../hub.test-kit.js";
import type { IndicatorDetail } from "../indicators/record.js";
import type { BulkAnswer, SearchAnswer } from "../search/search.js";
import { browse, type Browser } from "./console.test-kit.js";

let kit: TestHub;
let browser: Browser;
beforeEach(async () => {
  kit = await startTestHub();
  await kit.hub.importMisp(await readReport("machete"), { source: "ESET" });
  browser = await browse(kit);
});
afterEach(() => kit.stop());

const find = async (q: string, rest = ""): Promise<SearchAnswer> => (await browser.call<SearchAnswer>("GET", `/search?q=${encodeURIComponent(q)}${rest}`)).body;
const file = (value: string, change: Record<string, unknown> = {}) => browser.call<{ job_id: string }>("POST", "/imports/text", { values: [{ value }], threat_type: "malware", severity: "low", confidence: 20, tlp: "TLP:RED", auto_approve: true, ...change });

describe("a search", () => {
  it("shows each value once, with its sources, its records and the narrowest TLP", async () => {
    await file("142.44.236.15");
    await file("142.44.236.15");
    const grouped = await find("value = 142.44.236.15");
    expect(grouped).toMatchObject({ total: 1, more: false, rows: [{ value: "142.44.236.15", sources: 2, records: 3, tlp: "TLP:RED", confidence: 20 }] });
    const all = await find("value = 142.44.236.15", "&grouped=false");
    expect(all.total).toBe(3);
    expect(new Set(all.rows.map(({ source }) => source))).toEqual(new Set(["admin", "ESET"]));
  });

  it("groups only the records that match", async () => {
    await file("142.44.236.15");
    expect((await find("value = 142.44.236.15 and source = ESET")).rows).toMatchObject([{ source: "ESET", records: 2 }]);
  });

  it("comes page by page, in the order asked for, and says how many in all", async () => {
    const whole = await find("type = ip", "&sort=value");
    expect(whole.total).toBe(6);
    const values = whole.rows.map(({ value }) => value);
    expect(values).toEqual(values.toSorted());
    const second = await find("type = ip", "&sort=value&start=4&size=4");
    expect([second.total, second.rows.map(({ value }) => value)]).toEqual([6, values.slice(4)]);
    const words = await find("Machete", "&size=5");
    expect([words.rows.length, words.total > 100]).toEqual([5, true]);
    expect((await find("")).total).toBe((await find("type != nothing")).total);
  });

  it("answers a mistake with its place", async () => {
    expect(await find("type = ip and confidence > many")).toMatchObject({ total: 0, rows: [], error: { position: 28, reason: expect.stringContaining("whole number") } });
  });

  it("finds nothing that waits or was rejected", async () => {
    await file("45.33.2.79", { auto_approve: false });
    expect((await find("45.33.2.79")).total).toBe(0);
    expect((await find("value = 45.33.2.79")).total).toBe(0);
  });

  it("of many values tells the known from the unknown", async () => {
    const { body } = await browser.call<BulkAnswer>("POST", "/search/bulk", { text: "142.44.236[.]15\n45.33.2.79\nC:\\x\\y.exe" });
    expect(body.known).toMatchObject([{ value: "142.44.236.15" }]);
    expect(body.unknown).toEqual([{ value: "45.33.2.79", type: "ip" }]);
    expect(body.not_indicators).toMatchObject([{ reason: expect.stringContaining("file path") }]);
  });

  it("is for those who are logged in", async () => {
    for (const path of ["/search", "/summary", "/indicators/1", "/vocabulary", "/approvals", "/console/events"]) expect((await kit.send("GET", `/api/hub${path}`, {})).status, path).toBe(401);
  });
});

describe("an indicator", () => {
  it("carries every record, who reported it and the reports that name it", async () => {
    const { body: job } = await file("142.44.236.15", { auto_approve: false, note: "from the proxy" });
    const { body } = await browser.call<IndicatorDetail>("GET", "/indicators/by-value?value=142.44.236%5B.%5D15");
    expect(body.record).toMatchObject({ value: "142.44.236.15", status: "active" });
    expect(body.history.map(({ status }) => status).toSorted()).toEqual(["active", "pending"]);
    expect(body.history.find(({ status }) => status === "pending")?.import).toMatchObject({ job_id: job.job_id, user: "admin", note: "from the proxy" });
    expect(body.sources).toMatchObject([{ source: "ESET", records: 1 }]);
    expect(body.reports).toMatchObject([{ title: "Machete just got sharper", feed_name: "ESET" }]);
    expect((await browser.call<IndicatorDetail>("GET", `/indicators/${body.record.id}`)).body).toEqual(body);
  });

  it("warns of addresses that mean nothing elsewhere", async () => {
    await file("10.0.0.4");
    const { body } = await browser.call<IndicatorDetail>("GET", "/indicators/by-value?value=10.0.0.4");
    expect(body.warnings).toEqual([expect.stringContaining("private address (10.0.0.0/8)")]);
  });

  it("that is not there is said so", async () => {
    expect(await browser.call("GET", "/indicators/999999")).toMatchObject({ status: 404, body: { message: expect.stringContaining("no indicator 999999") } });
    expect((await browser.call("GET", "/indicators/by-value?value=none.example.com")).status).toBe(404);
  });
});

describe("the overview", () => {
  it("counts what came in the last day and what waits", async () => {
    await file("45.33.2.79", { auto_approve: false });
    const { body } = await browser.call("GET", "/summary");
    expect(body).toMatchObject({ pending: { total: 1, jobs: [{ counts: { pending: 1 } }] }, reports: { total: 1, today: 1, latest: [{ title: "Machete just got sharper" }] }, sources: [{ source: "ESET" }] });
    expect((body as { indicators: { today: unknown[] } }).indicators.today).toContainEqual({ type: "ip", count: 6 });
  });
});
