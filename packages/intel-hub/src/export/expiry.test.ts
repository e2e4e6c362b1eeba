import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startLoadKit, type LoadKit } from "../loads/loads.test-kit.js";

const day = 24 * 60 * 60 * 1_000;
const soon = new Date(Date.now() + 30 * day).toISOString();
const later = new Date(Date.now() + 400 * day + 7).toISOString();
/** Before the records were seen last, and long over. */
const over = "2019-03-01T12:30:00.250Z";

const ends: Readonly<Record<string, string | null>> = {
  "198.51.100.7": soon,
  "ends.example-bad.com": later,
  "https://ends.example-bad.com/over": over,
  "CVE-2018-8440": soon,
  "lasting.example-bad.com": null,
};
const types: readonly string[] = ["ip", "domain", "url", "cve", "domain"];
const file = `value,type,confidence,first_seen,last_seen,expires\n${Object.entries(ends).map(([value, end], at) => `${value},${types[at] ?? ""},80,2019-01-01,2019-06-01,${end ?? ""}`).join("\n")}\n`; // prettier-ignore

let kit: LoadKit;
beforeAll(async () => {
  kit = await startLoadKit();
  expect(await kit.loaded("ends.csv", file)).toMatchObject({ state: "done", added: 5, skipped: 0 });
});
afterAll(() => kit.stop());

const find = (hub: LoadKit): Promise<Record<string, unknown>[]> => hub.find("status=active OR status=expired");
/** Every record's end by value, those that ended included. */
const endsIn = async (hub: LoadKit): Promise<Record<string, unknown>> => Object.fromEntries((await find(hub)).map(({ indicator, expires }): [string, unknown] => [String(indicator), expires]));
/** Everything that is judged of every record. */
const judged = async (hub: LoadKit): Promise<unknown[]> => (await find(hub)).map((record) => ["indicator", "type", "itype", "threat_type", "confidence", "severity", "tlp", "expires", "date_first", "date_last"].map((name) => record[name])).sort();
const exported = async (format: string): Promise<string> => {
  const answer = await kit.call("GET", `/api/hub/export?${new URLSearchParams({ format, query: "status=active OR status=expired" }).toString()}`);
  expect([answer.status, answer.headers["x-total-count"]]).toEqual([200, "5"]);
  return answer.body;
};

describe("the end of a record", () => {
  it("is what the file said", async () => {
    expect(await endsIn(kit)).toEqual(ends);
  });

  it.each([["stix", "a.json"], ["misp", "a.json"], ["csv", "a.csv"]])("leaves and comes back by way of %s, with all that is judged of the record", async (format, name) => {
    const text = await exported(format);
    const other = await startLoadKit();
    try {
      expect(await other.loaded(name, text)).toMatchObject({ state: "done", added: 5, skipped: 0, format });
      expect(await judged(other)).toEqual(await judged(kit));
    } finally {
      await other.stop();
    }
  });

  it("is `valid_until` to other readers of STIX, where the indicator was valid at all", async () => {
    const { objects } = JSON.parse(await exported("stix")) as { objects: { name: string; type: string; valid_until?: string }[] };
    const seen = objects.filter(({ type }) => type === "indicator").map(({ name, valid_until: until }) => [name, until]);
    expect(Object.fromEntries(seen)).toEqual({ "198.51.100.7": soon, "ends.example-bad.com": later, "https://ends.example-bad.com/over": over, "lasting.example-bad.com": undefined });
  });

  it("comes before the load's own in MISP, which holds for attributes that say none or nothing that is a time", async () => {
    const attribute = (value: string, ...tags: string[]): object => ({ type: "domain", category: "Network activity", value, Tag: tags.map((name) => ({ name })) });
    const event = { uuid: "5d9b0000-0000-4000-8000-000000000001", info: "Ends", date: "2026-01-01", Attribute: [attribute("own.example-bad.com", `soarkit:expires="${soon}"`), attribute("none.example-bad.com"), attribute("odd.example-bad.com", 'soarkit:expires="some day"', 'soarkit:confidence="many"', 'soarkit:threat-type="odd"')] };
    const { rows } = await kit.preview("event.json", JSON.stringify({ Event: event }), { format: "misp", expires: "2099-01-01" });
    expect(rows.map(({ value, expires, confidence, threat_type: threat }) => [value, expires, confidence, threat])).toEqual([
      ["own.example-bad.com", Date.parse(soon), 50, "malware"],
      ["none.example-bad.com", Date.parse("2099-01-01"), 50, "malware"],
      ["odd.example-bad.com", Date.parse("2099-01-01"), 50, "malware"],
    ]);
  });
});
