import { parseTlp, toStaxxTlp, type StaxxTlp } from "@soarkit/indicators";
import type { IndicatorRow } from "../indicators/store.js";
import { nameUuid, recordKey, uuidOf } from "./ids.js";
import { recordExtension } from "./own-records.js";
import { patternOf } from "./patterns.js";

/** A STIX 2.1 object. */
export interface StixObject {
  readonly type: string;
  readonly spec_version: "2.1";
  readonly id: string;
  readonly [property: string]: unknown;
}

/** A record that leaves the hub, with the uuid of its report. */
export type OutgoingRecord = IndicatorRow & { readonly report_uuid: string | null };

/** A report that leaves the hub. */
export interface OutgoingReport {
  readonly uuid: string;
  readonly title: string;
  readonly date: number;
  readonly feed_name: string;
  readonly source: string;
  readonly tlp: string;
  readonly actor: string;
  readonly comment: string;
  /** JSON array of pages. */
  readonly links: string;
  readonly first_imported: number;
  readonly last_imported: number;
}

/** When the identity and the extension of the hub were made; they never change. */
const born = "2026-01-01T00:00:00.000Z";
const identityId = `identity--${nameUuid("soarkit intel hub")}`;

/** The marking definitions of TLP 1 with the ids that STIX 2.1 §7.2.1.4 gives them: the hub keeps labels of version 1, and every product knows these. */
const markings: Readonly<Record<StaxxTlp, { readonly id: string; readonly level: string }>> = {
  "TLP:WHITE": { id: "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9", level: "white" },
  "TLP:GREEN": { id: "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da", level: "green" },
  "TLP:AMBER": { id: "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82", level: "amber" },
  "TLP:RED": { id: "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed", level: "red" },
};

/** STIX types of the records that are no indicators, by our type. */
const otherTypes: Readonly<Record<string, string>> = { link: "url", cve: "vulnerability", malware: "malware" };

/** Threat types by the words of STIX (indicator-type-ov); all others are `malicious-activity`. */
const indicatorTypes: Readonly<Record<string, string>> = {
  anomalous: "anomalous-activity", suspicious: "anomalous-activity", dyn_dns: "anomalous-activity", parked: "anomalous-activity",
  anonymization: "anonymization", tor: "anonymization", i2p: "anonymization",
  suppress: "benign", compromised: "compromised", informational: "unknown", sinkhole: "unknown", vps: "unknown",
}; // prettier-ignore

/** What the objects of every bundle refer to: the hub's identity, its extension, the four TLP markings. */
export function commonObjects(): StixObject[] {
  return [
    { type: "identity", spec_version: "2.1", id: identityId, created: born, modified: born, name: "Soarkit intel hub", identity_class: "system" },
    {
      type: "extension-definition",
      spec_version: "2.1",
      id: recordExtension,
      created_by_ref: identityId,
      created: born,
      modified: born,
      name: "Soarkit record",
      description: "Value, type, itype, threat type, severity, source and context of a record, as the hub keeps them",
      schema: "value, value_type, itype, threat_type, severity, classification, detail, actor, campaign, feed_name, source: texts; confidence: 0 to 100; first_seen, last_seen, expires: times",
      version: "1.0.0",
      extension_types: ["property-extension"],
    },
    ...Object.entries(markings).map(([name, { id, level }]) => ({ type: "marking-definition", spec_version: "2.1" as const, id, created: "2017-01-20T00:00:00.000Z", definition_type: "tlp", name, definition: { tlp: level } })),
  ];
}

/**
 * A record as a STIX object: an indicator with its pattern; a CVE number is a `vulnerability`, a family name a `malware`, and a page that
 * a report only refers to is a `url`, so that nobody takes it for a thing to block. The same record gives the same object every time.
 */
export function stixOfRecord(record: OutgoingRecord): StixObject {
  const id = stixIdOf(record);
  const extensions = { [recordExtension]: extensionOf(record) };
  const marked = { object_marking_refs: [markingOf(record.tlp)], extensions };
  if (record.type === "link") return { type: "url", spec_version: "2.1", id, value: record.value, ...marked };
  const created = time(Math.min(record.date_first, record.date_last));
  const common = { created_by_ref: identityId, created, modified: time(record.date_last), ...(record.detail === "" ? {} : { description: record.detail }), confidence: record.confidence, ...marked };
  if (record.type === "cve") return { type: "vulnerability", spec_version: "2.1", id, name: record.value, external_references: [{ source_name: "cve", external_id: record.value }], ...common };
  if (record.type === "malware") return { type: "malware", spec_version: "2.1", id, name: record.value, is_family: true, ...common };
  return {
    type: "indicator",
    spec_version: "2.1",
    id,
    name: record.value,
    indicator_types: [indicatorTypes[record.threat_type] ?? "malicious-activity"],
    pattern: patternOf(record.type, record.value),
    pattern_type: "stix",
    valid_from: created,
    // STIX wants an end after the beginning; a record that ended at once is none that leaves.
    ...(record.expires === null || record.expires <= Date.parse(created) ? {} : { valid_until: time(record.expires) }),
    ...common,
  };
}

/** A record that ended after others had it: the version of its object that takes it back. A page is an observable, which has no versions. */
export function stixOfEnd(record: OutgoingRecord, ended: number): StixObject {
  const object = stixOfRecord(record);
  return record.type === "link" ? object : { ...object, modified: time(Math.max(ended, record.date_last)), revoked: true };
}

/** The id of a record's object: the same in every export and on every hub that has the record in the same report. */
export function stixIdOf(record: Parameters<typeof recordKey>[0]): string {
  return `${otherTypes[record.type] ?? "indicator"}--${nameUuid(recordKey(record))}`;
}

/** The id of a report's object. */
export function reportIdOf(uuid: string): string {
  return `report--${uuidOf(uuid)}`;
}

/** A report with the objects it is about. A report without any cannot be written in STIX: `refs` has at least one. */
export function stixOfReport(report: OutgoingReport, refs: readonly string[]): StixObject {
  const links = JSON.parse(report.links) as string[];
  return {
    type: "report",
    spec_version: "2.1",
    id: reportIdOf(report.uuid),
    created_by_ref: identityId,
    created: time(Math.min(report.first_imported, report.last_imported)),
    modified: time(report.last_imported),
    name: report.title === "" ? report.uuid : report.title,
    ...(report.comment === "" ? {} : { description: report.comment }),
    report_types: ["threat-report"],
    published: time(report.date),
    object_refs: refs,
    ...(links.length === 0 ? {} : { external_references: links.map((url) => ({ source_name: report.source === "" ? "report" : report.source, url })) }),
    object_marking_refs: [markingOf(report.tlp)],
    extensions: { [recordExtension]: { extension_type: "property-extension", feed_name: report.feed_name, source: report.source, actor: report.actor } },
  };
}

function extensionOf(record: OutgoingRecord): Record<string, string | number> {
  const { value, type, itype, threat_type, confidence, severity, classification, detail, actor, campaign, feed_name, source, date_first, date_last, expires } = record;
  const texts = { value, value_type: type, itype, threat_type, severity, classification, detail, actor, campaign, feed_name, source };
  return { extension_type: "property-extension", ...Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== "")), confidence, first_seen: time(date_first), last_seen: time(date_last), ...(expires === null ? {} : { expires: time(expires) }) };
}

/** A label that cannot be read is treated as the narrowest. */
function markingOf(tlp: string): string {
  return markings[toStaxxTlp(parseTlp(tlp) ?? "RED")].id;
}

function time(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
