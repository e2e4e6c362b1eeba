import { describe, expect, it } from "vitest";
import { attributesOf, eventFiles, fileText, measure, reading, type EventAttribute, type Measured } from "./real-reports.test-kit.js";

const documentation = fileText("docs/reference/extraction.md");

// What each kind of attribute in the twelve events must become: by MISP type, and by relation where it stands in an object.
const expected: Readonly<Record<string, (attribute: EventAttribute) => string[]>> = {
  domain: ({ value }) => [`domain ${value.toLowerCase()}`],
  hostname: ({ value }) => [`domain ${value.toLowerCase()}`],
  "ip-dst": ({ value }) => [`ip ${value}`],
  // Three of Machete's and of others are filed as URL but are only a host.
  url: ({ value }) => [value.includes("://") ? `url ${value}` : `domain ${value}`],
  uri: ({ value }) => [`uri_path ${value}`],
  link: ({ value }) => [`link ${value}`],
  md5: ({ value }) => [`md5 ${value.toLowerCase()}`],
  sha1: ({ value }) => [`sha1 ${value.toLowerCase()}`],
  sha256: ({ value }) => [`sha256 ${value.toLowerCase()}`],
  "md5 md5": ({ value }) => [`md5 ${value.toLowerCase()}`],
  "sha1 sha1": ({ value }) => [`sha1 ${value.toLowerCase()}`],
  "sha256 sha256": ({ value }) => [`sha256 ${value.toLowerCase()}`],
  filename: ({ value }) => [`${/[\\/]/.test(value) ? "file_path" : "file_name"} ${value}`],
  "filename filename": ({ value }) => [`file_name ${value}`],
  "filename|sha1": ({ value }) => [`file_name ${value.split("|")[0] ?? ""}`, `sha1 ${(value.split("|")[1] ?? "").toLowerCase()}`],
  regkey: ({ value }) => [`registry_key ${value}`],
  vulnerability: ({ value }) => [`cve ${value}`],
  text: ({ value, category }) => [category === "Antivirus detection" ? `malware ${value}` : "?"],
  "text signature": ({ value }) => [`malware ${value}`],
  "text software": () => ["- describes its object (software)"],
  "text name": () => ["- describes its object (name)"],
  "text type": () => ["- describes its object (type)"],
  comment: () => ["- a comment is kept with the report"],
};

function outcome(attribute: EventAttribute): string[] {
  const read = reading(attribute);
  return read.ok ? read.values.map(({ type, value }) => `${type} ${value}`) : [`- ${read.reason}`];
}

describe("the twelve events", () => {
  it.each(eventFiles())("%s: every attribute lands under the right type and value, or is left out with the right reason", (_name, path) => {
    const attributes = attributesOf(path);
    expect(attributes.length).toBeGreaterThan(8);
    for (const attribute of attributes) {
      const kind = `${attribute.type} ${attribute.relation}`.trim();
      expect(outcome(attribute), `${kind} ${attribute.value}`).toEqual(expected[kind]?.(attribute).map((words) => words.trim()));
    }
  });

  it("have the counts of the documentation", () => {
    expect(eventFiles()).toHaveLength(12);
    expect(documentation).toContain(eventTable());
  });
});

describe("the four reports", () => {
  const reports = ["backdoordiplomacy", "machete", "powerpool", "xdspy"];

  it.each(reports)("%s: extraction finds all that its text and its event have in common, and each difference is explained", (report) => {
    const { found, missed, invented } = measure(report);
    expect(found.length).toBeGreaterThan(15);
    expect([...missed, ...invented].filter(({ why }) => why.startsWith("NOT EXPLAINED"))).toEqual([]);
  });

  it("have the numbers of the documentation", () => {
    expect(documentation).toContain(reportTable(reports.map((report) => [report, measure(report)])));
  });
});

function eventTable(): string {
  const rows = eventFiles().map(([name, path]) => {
    const attributes = attributesOf(path);
    const counts = new Map<string, number>();
    for (const type of attributes.flatMap(outcome).map((words) => words.slice(0, words.indexOf(" ")))) counts.set(type, (counts.get(type) ?? 0) + 1);
    const skipped = counts.get("-") ?? 0;
    counts.delete("-");
    const kept = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([type, count]) => `${type} ${count}`).join(", "); // prettier-ignore
    return `| ${name} | ${attributes.length} | ${kept} | ${skipped} |`;
  });
  return ["| event | attributes | values by type | left out |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

function reportTable(measured: readonly [string, Measured][]): string {
  const rows = measured.map(([name, { found, missed, invented }]) => `| ${name} | ${found.length} | ${missed.length}${reasons(missed)} | ${invented.length}${reasons(invented)} |`);
  return ["| report | found | missed | more than the event lists |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

function reasons(differences: Measured["missed"]): string {
  const counts = new Map<string, number>();
  for (const { why, value } of differences) {
    const words = `${why} (${value.slice(0, value.indexOf(" "))})`;
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  return counts.size === 0 ? "" : `: ${[...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([why, count]) => `${count} ${why}`).join("; ")}`; // prettier-ignore
}
