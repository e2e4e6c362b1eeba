import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readReport } from "../hub.test-kit.js";
import { indicator, stixId } from "../stix/stix.test-kit.js";
import { startLoadKit, type LoadKit } from "./loads.test-kit.js";
import type { LoadView } from "./load-view.js";

let now = Date.parse("2026-06-01T00:00:00Z");
let kit: LoadKit;
beforeEach(async () => {
  now = Date.parse("2026-06-01T00:00:00Z");
  kit = await startLoadKit({ now: () => now });
});
afterEach(() => kit.stop());

const values = async (query: string): Promise<string[]> => (await kit.find(query)).map((row) => `${String(row.type)} ${String(row.indicator)}`).sort();

describe("a CSV file", () => {
  it("in Anomali's layout keeps the itype and its tags", async () => {
    const load = await kit.loaded("feed.csv", "value,itype,tags\n198.51.100.7,c2_ip,\"apt, x\"\nevil.example.net,phish_domain,\n");
    expect(load).toMatchObject({ state: "done", format: "csv", rows: 2, added: 2, skipped: 0, types: { ip: 1, domain: 1 } });
    expect(await kit.find("source=feed.csv and type=ip")).toMatchObject([{ indicator: "198.51.100.7", itype: "c2_ip", threat_type: "c2", detail: "apt, x", tlp: "TLP:AMBER", severity: "medium", confidence: 50 }]);
  });

  it("with semicolons, a mark at its beginning, quotes and blanks around gives the same values", async () => {
    await kit.loaded("list.csv", "\uFEFFIndicator ; Type ; Confidence;comment\r\n\"evil[.]example[.]net\";domain;90;\"two\r\nlines; and \"\"quotes\"\"\"\r\n 198.51.100.7 ;ip;;\r\n");
    expect(await values("source=list.csv")).toEqual(["domain evil.example.net", "ip 198.51.100.7"]);
    expect(await kit.find("confidence=90")).toMatchObject([{ detail: 'two lines; and "quotes"' }]);
  });

  it("lists a bad row with its line and loads the rest", async () => {
    const load = await kit.loaded("bad.csv", "value,confidence,tlp\na.example.net,50,\nb.example.net,abc,\n,1,\n\"c\nc.example.net\",,\nd.example.net,1,purple\nnothing here,1,\ne.example.net,1,\nvalue,confidence,tlp\n");
    expect(load).toMatchObject({ state: "done", added: 2, rows: 8, skipped: 6 });
    expect(load.left_out.map(({ line }) => line)).toEqual([3, 4, 5, 7, 8, 10]);
    expect(await values("source=bad.csv")).toEqual(["domain a.example.net", "domain e.example.net"]);
  });

  it("takes columns by hand, and says which columns there are when one is missing", async () => {
    await kit.loaded("own.csv", "a;b;c\n1;evil.example.net;40\n", { map: "value=b,confidence=c" });
    expect(await kit.find("value=evil.example.net")).toMatchObject([{ confidence: 40 }]);
    const load = await kit.loaded("own.csv", "a;b;c\n1;evil.example.net;40\n", { map: "value=d" });
    expect(load).toMatchObject({ state: "failed", error: expect.stringContaining("there is no column d for value; the columns are a, b, c") as string });
  });

  it("with the same column twice is refused, since it is open which one is meant", async () => {
    expect(await kit.loaded("twice.csv", "value,confidence,confidence\na.example.net,1,2\n")).toMatchObject({ state: "failed", added: 0, error: expect.stringContaining("line 1: the column confidence stands there twice") as string });
  });

  it("with a header in a comment, with ports, and with a column for each type is read", async () => {
    await kit.loaded("dump.csv", "# made 2026-05-01\n# \"first_seen_utc\",\"ioc_value\",\"ioc_type\"\n\"2026-05-01 10:00:00\", \"198.51.100.7:8080\", \"ip:port\"\n");
    await kit.loaded("wide.csv", `md5,sha256,dst_ip\n${"a".repeat(32)},${"b".repeat(64)},198.51.100.9\n`);
    expect(await values("source=dump.csv")).toEqual(["ip 198.51.100.7"]);
    expect(await values("source=wide.csv")).toEqual(["ip 198.51.100.9", `md5 ${"a".repeat(32)}`, `sha256 ${"b".repeat(64)}`]);
  });
});

describe("the hub's own CSV", () => {
  it("brings another hub every value with its type and settings, also one that a spreadsheet would take for a formula", async () => {
    await kit.hub.importMisp(await readReport("machete"), { source: "ESET" });
    await kit.loaded("formula.csv", "value,type,tags\n-lookalike.exe,file_name,\"=cmd|calc\"\n");
    const csv = (await kit.call("GET", "/api/hub/export?format=csv")).body;
    const shape = ({ type, indicator, threat_type: threat, confidence, severity, tlp, detail, actor, campaign, source }: Record<string, unknown>): string => JSON.stringify([type, indicator, threat, confidence, severity, tlp, detail, actor, campaign, source]);
    const before = (await kit.find("")).map(shape).sort();
    const other = await startLoadKit({ now: () => now });
    try {
      expect(await other.loaded("export.csv", csv)).toMatchObject({ state: "done", skipped: 0, added: before.length });
      expect((await other.find("")).map(shape).sort()).toEqual(before);
    } finally {
      await other.stop();
    }
  });
});

describe("the same file again", () => {
  it("adds nothing and says so; what its source now says otherwise replaces what it said", async () => {
    const csv = "value,confidence\na.example.net,10\nb.example.net,20\na.example.net,10\n";
    expect(await kit.loaded("x.csv", csv)).toMatchObject({ added: 2, known: 1 });
    expect(await kit.loaded("x.csv", csv)).toMatchObject({ added: 0, changed: 0, known: 3, summary: "Nothing new: 3 known already, 0 left out" });
    expect(await kit.loaded("x.csv", csv.replace("20", "30"))).toMatchObject({ added: 0, changed: 1, known: 2 });
    expect((await kit.find("source=x.csv")).map((row) => row.confidence).sort()).toEqual([10, 30]);
  });
});

describe("a STIX report that comes in a later file than its indicators", () => {
  it("is linked to the records that are there, and loading either file again changes nothing", async () => {
    const one = indicator(1, "[domain-name:value = 'evil-updates-cdn.com']");
    const report = { type: "report", spec_version: "2.1", id: stixId("report", 1), created: "2026-05-01T00:00:00Z", modified: "2026-05-01T00:00:00Z", name: "The later report", published: "2026-05-01T00:00:00Z", object_refs: [one.id] };
    const files = [JSON.stringify([one]), JSON.stringify({ type: "bundle", id: stixId("bundle", 1), objects: [report] })] as const;
    await kit.loaded("first.json", files[0], { source: "CERT" });
    await kit.loaded("second.json", files[1], { source: "CERT" });
    const detail = async () => JSON.parse((await kit.call("GET", "/api/hub/indicators/by-value?value=evil-updates-cdn.com")).body) as { reports: { title: string }[]; history: unknown[] };
    expect(await detail()).toMatchObject({ reports: [{ title: "The later report" }], history: [{ campaign: "The later report" }] });
    expect(await kit.loaded("first.json", files[0], { source: "CERT" })).toMatchObject({ added: 0, changed: 0, known: 1 });
    await kit.loaded("second.json", files[1], { source: "CERT" });
    expect(await detail()).toMatchObject({ reports: [{ title: "The later report" }], history: [{ campaign: "The later report" }] });
  });
});

describe("a record with an end", () => {
  it("is history from then on: in no search, no look-up and no STAXX answer, found by status and in its history", async () => {
    await kit.loaded("a.txt", "evil.machete-report.net", { expires: "90d" });
    expect(await kit.find("value=evil.machete-report.net")).toMatchObject([{ expires: "2026-08-30T00:00:00.000Z" }]);
    const token = await kit.token();
    now += 90 * 24 * 60 * 60 * 1_000;
    expect(await kit.find("value=evil.machete-report.net")).toEqual([]);
    expect(await kit.find("evil")).toEqual([]);
    expect(JSON.parse((await kit.query(await kit.token().catch(() => token), { query: "value='evil.machete-report.net'", type: "json" })).body)).toEqual([]);
    expect(JSON.parse((await kit.call("POST", "/api/hub/search/bulk", { text: "evil.machete-report.net" })).body)).toMatchObject({ known: [], unknown: [{ value: "evil.machete-report.net" }] });
    expect(await kit.find("status=expired")).toMatchObject([{ indicator: "evil.machete-report.net" }]);
    expect(await kit.find("expires<2027-01-01")).toHaveLength(1);
    expect(await kit.find("status=active")).toEqual([]);
    expect(JSON.parse((await kit.call("GET", "/api/hub/indicators/by-value?value=evil.machete-report.net")).body)).toMatchObject({ record: { status: "expired" }, history: [{ status: "expired" }] });
    expect(JSON.parse((await kit.call("GET", "/api/hub/status")).body)).toMatchObject({ indicators: { active: 0, expired: 1 } });
  });

  it("lives on when it is loaded again, and a column of the file gives each its own", async () => {
    await kit.loaded("a.csv", "value,expires\na.example.net,2027-01-01\nb.example.net,\n", { expires: "10d" });
    expect((await kit.find("source=a.csv")).map((row) => row.expires).sort()).toEqual(["2026-06-11T00:00:00.000Z", "2027-01-01T00:00:00.000Z"]);
    now += 20 * 24 * 60 * 60 * 1_000;
    expect(await kit.loaded("a.csv", "value,expires\nb.example.net,\n", { expires: "10d" })).toMatchObject({ added: 0, known: 1 });
    expect(await values("source=a.csv")).toEqual(["domain a.example.net", "domain b.example.net"]);
  });
});

describe("JSON", () => {
  it("of MISP gives what the importer of reports gives, with its report", async () => {
    const load = await kit.loaded("machete.json", JSON.stringify(await readReport("machete")), { source: "ESET", licence: "BSD-2-Clause" });
    expect(load).toMatchObject({ format: "misp", state: "done", added: 396, rows: 396 });
    expect(load.types).toEqual({ md5: 104, sha1: 104, sha256: 104, malware: 7, file_name: 56, domain: 3, url: 12, ip: 6 });
    expect(await kit.loaded("machete.json", JSON.stringify(await readReport("machete")), { source: "ESET" })).toMatchObject({ added: 0, changed: 0, known: 396 });
  });

  it("of STIX gives records with their report, and a later version or withdrawal replaces or ends them", async () => {
    const report = { type: "report", id: stixId("report", 1), name: "Report", published: "2026-01-01T00:00:00Z", object_refs: [stixId("indicator", 1)] };
    const bundle = (...objects: unknown[]): string => JSON.stringify({ type: "bundle", id: stixId("bundle", 1), objects });
    const settings = { source: "partner" };
    expect(await kit.loaded("b.json", bundle(report, indicator(1, "[domain-name:value = 'a.example.net' OR domain-name:value = 'b.example.net']")), settings)).toMatchObject({ format: "stix", added: 2, rows: 2 });
    expect(await kit.find("value=a.example.net")).toMatchObject([{ campaign: "Report" }]);
    expect(await kit.loaded("b.json", bundle(report, indicator(1, "[domain-name:value = 'a.example.net']", { confidence: 90, modified: "2026-04-01T00:00:00Z" })), settings)).toMatchObject({ added: 0, changed: 1 });
    expect(await kit.find("value=a.example.net")).toMatchObject([{ confidence: 90 }]);
    expect(await kit.loaded("b.json", bundle(indicator(1, "[domain-name:value = 'a.example.net']", { revoked: true, modified: "2026-05-01T00:00:00Z" })), settings)).toMatchObject({ ended: 2 });
    expect(await kit.find("source=partner")).toEqual([]);
  });
});

it("a text gives what the extractor finds, each value once", async () => {
  const load = await kit.loaded("mail.txt", "# list of example.com\nSee hxxps://evil[.]example[.]net/a and 198.51.100.7.\nAgain 198.51.100.7, nothing else.\n\n");
  expect(load).toMatchObject({ format: "text", rows: 2, added: 2, known: 1, types: { url: 1, ip: 2 } });
});

it("a preview shows what would be stored, what not, and stores nothing", async () => {
  const preview = await kit.preview("x.csv", "value,confidence\na.example.net,10\nbad value,1\n", { severity: "high", expires: "2027-01-01" });
  expect(preview).toMatchObject({ values: 1, whole: true, types: { domain: 1 }, rows: [{ value: "a.example.net", severity: "high", confidence: 10, expires: Date.parse("2027-01-01") }], left_out: [{ line: 3, value: "bad value" }] });
  expect(await kit.find("confidence>=0")).toEqual([]);
});

describe("who may load", () => {
  it("an analyst sees the list and may not load", async () => {
    const { password = "" } = await kit.hub.accounts.ensureAccount("analyst", "analyst");
    const authorization = `Bearer ${(JSON.parse((await kit.login("analyst", password)).body) as { token_id: string }).token_id}`;
    expect((await kit.send("GET", "/api/hub/loads", { authorization })).status).toBe(200);
    expect((await kit.send("POST", "/api/hub/loads?name=a.txt&start=true", { authorization, "content-type": "text/plain" }, "a.example.net")).status).toBe(403);
    expect((await kit.send("GET", "/api/hub/loads", {})).status).toBe(401);
  });
});

describe("settings", () => {
  it.each([
    [{ tlp: "purple" }, "tlp is one of"],
    [{ confidence: "101" }, "confidence is a whole number"],
    [{ severity: "bad" }, "severity is one of"],
    [{ threat_type: "bad" }, "threat_type is one of"],
    [{ expires: "2020-01-01" }, "must be in the future"],
    [{ expires: "soon" }, "expires is a time"],
    [{ format: "xml" }, "format is one of"],
    [{ map: "value" }, "map is written as"],
  ])("%j is refused with what it takes, and nothing is left behind", async (settings, reason) => {
    const answer = await kit.load("a.txt", "a.example.net", settings);
    expect([answer.status, answer.body]).toEqual([400, expect.stringContaining(reason)]);
    expect(JSON.parse((await kit.call("GET", "/api/hub/loads")).body)).toEqual({ entities: [] });
  });
});

it("a load is stopped and goes on where it stopped, with nothing twice", async () => {
  const count = 30_000;
  const text = Array.from({ length: count }, (_, index) => `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`).join("\n");
  const { id } = JSON.parse((await kit.load("many.txt", text)).body) as LoadView;
  const stopped = JSON.parse((await kit.call("POST", `/api/hub/loads/${id}/stop`)).body) as LoadView;
  expect(stopped.state).toBe("stopped");
  expect(stopped.added).toBeLessThan(count);
  expect((await kit.call("POST", `/api/hub/loads/${id}/stop`)).status).toBe(409);
  expect((await kit.call("POST", `/api/hub/loads/${id}/resume`)).status).toBe(200);
  expect(await kit.ended(id)).toMatchObject({ state: "done", added: count, known: 0, rows: count, share: 1 });
});

it("a hub that ends in the middle of a load goes on with it at its next start", async () => {
  const count = 20_000;
  const text = Array.from({ length: count }, (_, index) => `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`).join("\n");
  const { id } = JSON.parse((await kit.load("many.txt", text)).body) as LoadView;
  await kit.hub.stop();
  const second = await startLoadKit({ dataDir: kit.folder, now: () => now });
  const load = await second.ended(id);
  await second.stop();
  expect(load).toMatchObject({ state: "done", added: count, known: 0, rows: count });
});
