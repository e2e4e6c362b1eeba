import { describe, expect, it } from "vitest";
import { tlpMarkings } from "./markings.js";
import { readStixObjects, type StixReading, type StixReadOptions } from "./read-stix.js";
import { indicator, relationship, stixId } from "./stix.test-kit.js";

const now = Date.parse("2026-06-01T00:00:00Z");

function read(objects: readonly unknown[], options: Partial<StixReadOptions> = {}): StixReading {
  return readStixObjects(objects, { source: "test", now, ...options });
}

function only(objects: readonly unknown[], options: Partial<StixReadOptions> = {}): StixReading["values"][number]["row"] {
  const { values } = read(objects, options);
  expect(values).toHaveLength(1);
  return (values[0] as StixReading["values"][number]).row;
}

const host = "[domain-name:value = 'a.example.com']";

describe("an indicator", () => {
  it("keeps its times, its end, its confidence and where it comes from", () => {
    const row = only([indicator(1, host, { valid_until: "2027-01-01T00:00:00Z", confidence: 85, created_by_ref: stixId("identity", 1), labels: ["x"] }), { type: "identity", id: stixId("identity", 1), name: "CERT Example" }]);
    expect(row).toMatchObject({ type: "domain", value: "a.example.com", itype: "mal_domain", threat_type: "malware", confidence: 85, severity: "medium", tlp: "TLP:AMBER", feed_name: "CERT Example", source: "test", origin: stixId("indicator", 1), detail: "x" }); // prettier-ignore
    expect([row.date_first, row.date_last, row.expires]).toEqual(["2026-01-01", "2026-02-01", "2027-01-01"].map((day) => Date.parse(day)));
  });

  it("has the same id however often it is read, and another for another source", () => {
    expect(only([indicator(1, host)]).external_id).toBe(only([indicator(1, host)], { now: now + 5 }).external_id);
    expect(only([indicator(1, host)]).external_id).not.toBe(only([indicator(1, host)], { source: "other" }).external_id);
  });

  it.each(Object.entries(tlpMarkings))("keeps the label of %s and never widens it", (marking, label) => {
    const { tlp } = only([indicator(1, host, { object_marking_refs: [marking] })], { tlp: "CLEAR" });
    expect(tlp).toBe({ CLEAR: "TLP:WHITE", GREEN: "TLP:GREEN", AMBER: "TLP:AMBER", "AMBER+STRICT": "TLP:RED", RED: "TLP:RED" }[label]);
  });

  it("takes the narrowest of several labels, those of single properties included", () => {
    const [white, red] = ["marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9", "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed"];
    expect(only([indicator(1, host, { object_marking_refs: [white], granular_markings: [{ marking_ref: red, selectors: ["description"] }] })]).tlp).toBe("TLP:RED");
  });

  it.each([
    [{ indicator_types: ["benign"] }, "suppress", "low"],
    [{ indicator_types: ["anomalous-activity"] }, "anomalous", "low"],
    [{ indicator_types: ["compromised"] }, "compromised", "medium"],
    [{ indicator_types: ["malicious-activity"], labels: ["phishing"] }, "phish", "medium"],
    [{ indicator_types: ["malicious-activity"], kill_chain_phases: [{ kill_chain_name: "mitre-attack", phase_name: "command-and-control" }] }, "c2", "medium"],
    [{ indicator_types: ["unknown"] }, "suspicious", "low"],
    [{ labels: ["severity:very-high"] }, "malware", "very-high"],
  ])("%j gives %s of severity %s", (more, threatType, severity) => {
    expect(only([indicator(1, host, more)])).toMatchObject({ threat_type: threatType, severity });
  });

  it("names the actor and the campaign it is related to, also through its malware", () => {
    const [malware, set, campaign] = [
      { type: "malware", id: stixId("malware", 1), name: "Zebra", malware_types: ["bot"] },
      { type: "intrusion-set", id: stixId("intrusion-set", 1), name: "Set One" },
      { type: "campaign", id: stixId("campaign", 1), name: "Op" },
    ] as const;
    const relations = [relationship(1, stixId("indicator", 1), "indicates", malware.id), relationship(2, set.id, "uses", malware.id), relationship(3, stixId("indicator", 1), "indicates", campaign.id)];
    expect(only([indicator(1, host), malware, set, campaign, ...relations])).toMatchObject({ actor: "Set One", campaign: "Op", threat_type: "bot", severity: "high", detail: "Zebra" });
  });

  it("ends when it is revoked, and an older version of it says nothing more", () => {
    const reading = read([indicator(1, host), indicator(1, host, { modified: "2026-03-01T00:00:00.000Z", revoked: true })]);
    expect(reading.values).toEqual([]);
    expect(reading.revoked).toEqual([{ id: stixId("indicator", 1), at: Date.parse("2026-03-01T00:00:00Z") }]);
  });

  it("in another language or with a mistake is listed with the reason", () => {
    const { values, skipped } = read([indicator(1, "rule x {}", { pattern_type: "yara", name: "x" }), indicator(2, "[domain-name:value = "), indicator(3, "[domain-name:value = '..']")]);
    expect(values).toEqual([]);
    expect(skipped.map(({ reason }) => reason)).toEqual([expect.stringContaining("yara"), expect.stringContaining("character 22"), expect.stringContaining("not a host name")]);
  });
});

describe("observables", () => {
  it("are suspicious, unless an indicator names the value", () => {
    const file = { type: "file", id: stixId("file", 1), name: "a.exe", hashes: { MD5: "a".repeat(32), "SHA-256": "b".repeat(64) } };
    const { values } = read([indicator(1, host), { type: "domain-name", id: stixId("domain-name", 1), value: "a.example.com" }, { type: "ipv4-addr", id: stixId("ipv4-addr", 1), value: "198.51.100.7" }, file]);
    expect(values.map(({ row }) => `${row.type} ${row.value} ${row.threat_type} ${row.severity} ${row.confidence}`)).toEqual([
      "domain a.example.com malware medium 50",
      "ip 198.51.100.7 suspicious low 25",
      "file_name a.exe suspicious low 25",
      `md5 ${"a".repeat(32)} suspicious low 25`,
      `sha256 ${"b".repeat(64)} suspicious low 25`,
    ]);
  });

  it("inside observed-data of version 2.0 are read with its dates", () => {
    const outer = { type: "observed-data", id: stixId("observed-data", 1), first_observed: "2026-01-05T00:00:00Z", last_observed: "2026-01-06T00:00:00Z", objects: { "0": { type: "url", value: "http://a.example.com/x" } } };
    expect(only([outer])).toMatchObject({ type: "url", origin: outer.id, date_first: Date.parse("2026-01-05"), date_last: Date.parse("2026-01-06") });
  });
});

describe("a report", () => {
  const report = { type: "report", id: stixId("report", 1), name: "Report One", published: "2026-01-02T00:00:00Z", description: "Text", object_refs: [stixId("indicator", 1), stixId("threat-actor", 1)], external_references: [{ source_name: "blog", url: "https://blog.example.com/1" }] };

  it("keeps its title, text, links and actor, and its values belong to it", () => {
    const reading = read([report, indicator(1, host), indicator(2, "[url:value = 'http://b.example.com/']"), { type: "threat-actor", id: stixId("threat-actor", 1), name: "Actor" }]);
    expect(reading.reports).toEqual([{ uuid: report.id, title: "Report One", date: Date.parse("2026-01-02"), tlp: "TLP:AMBER", actor: "Actor", comment: "Text", links: ["https://blog.example.com/1"], creator: "", refs: report.object_refs }]);
    expect(reading.values.map(({ row, report: of }) => [row.value, of, row.campaign, row.actor])).toEqual([["a.example.com", report.id, "Report One", "Actor"], ["http://b.example.com/", undefined, "", ""]]); // prettier-ignore
  });

  it("shares a value with another report: a record for each", () => {
    expect(read([report, { ...report, id: stixId("report", 2) }, indicator(1, host)]).values.map(({ report: of }) => of)).toEqual([report.id, stixId("report", 2)]);
  });
});

it("reads whatever the objects hold without failing, and lists what is no object", () => {
  const odd = [null, 7, "x", [], {}, { type: 7 }, { type: "indicator" }, { type: "indicator", id: 7, pattern: {} }, { type: "report", object_refs: "x" }, { type: "relationship" }, { type: "__proto__", id: "__proto__" }, { type: "file", hashes: { MD5: 7, __proto__: "x" } }];
  const { values, skipped, objects } = read([...odd, indicator(1, host, { labels: [7, null], valid_until: "soon", confidence: "high", external_references: [null, 7], kill_chain_phases: [null], granular_markings: [null] })]);
  expect(objects).toBe(13);
  expect(values.map(({ row }) => row.value)).toEqual(["a.example.com"]);
  expect(skipped.length).toBeGreaterThan(5);
});
