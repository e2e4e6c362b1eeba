import { once } from "node:events";
import { request } from "node:https";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readReport, startTestHub, type TestHub } from "../hub.test-kit.js";
import { readStixObjects } from "../stix/read-stix.js";
import { csvHeader } from "../indicators/record-csv.js";

const reports = ["backdoordiplomacy", "machete", "powerpool", "xdspy", "cloudmensis", "gelsemium", "oceanlotus", "ramsay", "signsight", "telebots", "turla", "winnti"];

let kit: TestHub;
let token: string;
let powerpool: string;
beforeAll(async () => {
  kit = await startTestHub();
  token = await kit.token();
  for (const name of reports) {
    const { events } = await kit.hub.importMisp(await readReport(name), { source: "ESET malware-ioc" });
    if (name === "powerpool") powerpool = events[0]?.uuid ?? "";
  }
});
afterAll(() => kit.stop());

const exported = (query: Record<string, string>, bearer = token, hub = kit) => hub.send("GET", `/api/hub/export?${new URLSearchParams(query).toString()}`, { authorization: `Bearer ${bearer}` });

interface Row {
  readonly type: string;
  readonly indicator: string;
  readonly threat_type: string;
  readonly confidence: number;
  readonly severity: string;
  readonly tlp: string;
  readonly detail: string;
}
const rowsOf = async (hub: TestHub): Promise<Row[]> => {
  const answer = await hub.send("GET", "/api/hub/indicators?size=10000", { authorization: `Bearer ${await hub.token()}` });
  return JSON.parse(answer.body) as Row[];
};
const said = (rows: readonly Row[]): string[] => rows.map(({ type, indicator, threat_type: threat, confidence, severity, tlp }) => [type, indicator, threat, confidence, severity, tlp].join(" ")).sort(); // prettier-ignore

describe("what leaves the hub", () => {
  it("comes back as it was by way of MISP: every value, type and judgement of twelve real reports", async () => {
    const misp = await exported({ format: "misp" });
    const other = await startTestHub();
    try {
      const report = await other.hub.importMisp(JSON.parse(misp.body), { source: "ESET malware-ioc" });
      expect(report.skipped.filter(({ type }) => type !== "comment")).toEqual([]);
      expect(said(await rowsOf(other))).toEqual(said(await rowsOf(kit)));
      const again = await exported({ format: "misp" }, await other.token(), other);
      const uuids = (text: string): string[] => text.match(/"uuid":"[^"]+"/g) ?? [];
      expect(uuids(again.body)).toEqual(uuids(misp.body));
    } finally {
      await other.stop();
    }
  });

  it("is the same text the second time, and each record stands on a line of its own", async () => {
    for (const format of ["stix", "misp", "csv"]) {
      const [first, second] = [await exported({ format }), await exported({ format })];
      expect(first.body).toBe(second.body);
      const total = Number(first.headers["x-total-count"]);
      expect(total).toBeGreaterThan(900);
      expect(first.body.split("\n").length).toBeGreaterThan(total);
    }
  });

  it("comes back as it was by way of STIX", async () => {
    const { objects } = JSON.parse((await exported({ format: "stix" })).body) as { objects: unknown[] };
    const reading = readStixObjects(objects, { source: "ESET malware-ioc", now: Date.now() });
    expect(reading.skipped).toEqual([]);
    expect(reading.reports).toHaveLength(12);
    const back = reading.values.map(({ row }) => ({ ...row, indicator: row.value, date_first: new Date(row.date_first).toISOString(), date_last: new Date(row.date_last).toISOString() }));
    const whole = (rows: readonly object[]): string[] => (rows as readonly Record<string, unknown>[]).map((row) => JSON.stringify(["type", "indicator", "itype", "threat_type", "confidence", "severity", "tlp", "detail", "actor", "campaign", "feed_name", "date_first", "date_last"].map((name) => row[name]))).sort();
    expect(whole(back)).toEqual(whole(await rowsOf(kit)));
    for (const { row } of reading.values) expect(row.origin).toContain("--");
  });

  it("is a STIX bundle in which every reference leads somewhere", async () => {
    const { body, headers } = await exported({ format: "stix" });
    expect(headers["content-type"]).toBe("application/stix+json;version=2.1");
    const { objects } = JSON.parse(body) as { objects: { id: string; type: string; object_refs?: string[]; created_by_ref?: string; object_marking_refs?: string[] }[] };
    const ids = new Set(objects.map(({ id }) => id));
    expect(ids.size).toBe(objects.length);
    for (const { object_refs: refs = [], created_by_ref: by, object_marking_refs: marks = [] } of objects) for (const ref of [...refs, ...marks, ...(by === undefined ? [] : [by])]) expect(ids).toContain(ref);
    expect(objects.filter(({ type }) => type === "report")).toHaveLength(12);
  });

  it("is what a query finds, or one report, and a query with a mistake is refused with its place", async () => {
    const only = await exported({ format: "csv", query: "type=domain AND campaign contains 'Machete'" });
    expect(only.body.split("\r\n").slice(1, -1).every((line) => line.includes(",domain,"))).toBe(true);
    const one = await exported({ format: "misp", report: powerpool });
    expect((JSON.parse(one.body) as { response: { Event: { info: string } }[] }).response.map(({ Event }) => Event.info)).toEqual(["PowerPool blogpost"]);
    expect(await exported({ format: "csv", query: "confidence > many" })).toMatchObject({ status: 400, body: expect.stringContaining("position 14") });
    expect(await exported({ format: "csv", max_tlp: "purple" })).toMatchObject({ status: 400, body: expect.stringContaining("max_tlp is one of") });
  });

  it.each([["stix", 6], ["misp", 0], ["csv", 1]])("may be nothing at all: %s", async (format, lines) => {
    const { body, status } = await exported({ format, query: "value=nowhere.example-bad.com" });
    expect(status).toBe(200);
    if (format === "csv") expect(body).toBe(csvHeader);
    else expect((JSON.parse(body) as { objects?: unknown[]; response?: unknown[] })[format === "stix" ? "objects" : "response"]).toHaveLength(lines);
  });

  it("stops being written when nobody reads on", async () => {
    for (let round = 0; round < 5; round += 1) {
      const outgoing = request({ host: "127.0.0.1", port: kit.port, path: "/api/hub/export?format=stix", headers: { authorization: `Bearer ${token}` }, ca: kit.ca, agent: false }).end();
      await once(outgoing, "response");
      outgoing.destroy();
      await once(outgoing, "close");
    }
    // More were begun than may run at once: those that nobody read have ended.
    await expect.poll(async () => (await exported({ format: "csv" })).status).toBe(200);
  });

  it("holds nothing above the TLP asked for, counts what stays, and leaves RED to its importer", async () => {
    const { password = "" } = await kit.hub.accounts.ensureAccount("maria", "analyst");
    const file = async (bearer: string, value: string, tlp: string): Promise<void> => {
      const answer = await kit.importIntel({ token: bearer, intel_str: value, threat_type: "malware", severity: "high", confidence: 80, tlp, auto_approve: "yes" });
      expect(answer.status).toBe(200);
    };
    const maria = (JSON.parse((await kit.login("maria", password)).body) as { token_id: string }).token_id;
    await file(token, "45.33.2.79", "TLP:RED");
    await file(token, "45.33.2.80", "TLP:AMBER");
    await file(token, "45.33.2.81", "TLP:WHITE");
    const mine = "feed_name=import";
    const values = (body: string): string[] => body.split("\r\n").slice(1, -1).map((line) => line.split(",")[0] ?? "");
    const hers = await exported({ format: "csv", query: mine }, maria);
    expect([values(hers.body), hers.headers["x-left-out"]]).toEqual([["45.33.2.80", "45.33.2.81"], "0"]);
    expect(values((await exported({ format: "csv", query: mine })).body)).toContain("45.33.2.79");
    expect(values((await exported({ format: "csv", query: mine, max_tlp: "clear" }, maria)).body)).toEqual(["45.33.2.81"]);
    expect(values((await exported({ format: "csv", query: mine, max_tlp: "red" }, maria)).body)).not.toContain("45.33.2.79");
    expect((await exported({ format: "csv" }, "wrong")).status).toBe(403);
  });
});
