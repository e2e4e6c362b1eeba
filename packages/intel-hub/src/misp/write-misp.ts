import { parseTlp } from "@soarkit/indicators";
import { nameUuid, recordKey, uuidOf } from "../stix/ids.js";
import type { OutgoingRecord, OutgoingReport } from "../stix/write-stix.js";

/** Type and category of a MISP attribute by our type; the pairs are those of MISP's own table (describeTypes). */
const kinds: Readonly<Record<string, readonly [type: string, category: string]>> = {
  ip: ["ip-dst", "Network activity"], cidr: ["ip-dst", "Network activity"], domain: ["domain", "Network activity"], url: ["url", "Network activity"], uri_path: ["uri", "Network activity"],
  link: ["link", "External analysis"], email: ["email", "Network activity"], email_subject: ["email-subject", "Payload delivery"],
  md5: ["md5", "Payload delivery"], sha1: ["sha1", "Payload delivery"], sha224: ["sha224", "Payload delivery"], sha256: ["sha256", "Payload delivery"], sha384: ["sha384", "Payload delivery"],
  sha512: ["sha512", "Payload delivery"], ssdeep: ["ssdeep", "Payload delivery"], tlsh: ["tlsh", "Payload delivery"], imphash: ["imphash", "Payload delivery"],
  file_name: ["filename", "Payload delivery"], file_path: ["filename", "Payload delivery"], mac: ["mac-address", "Network activity"], mutex: ["mutex", "Artifacts dropped"],
  registry_key: ["regkey", "Persistence mechanism"], service_name: ["windows-service-name", "Artifacts dropped"], user_agent: ["user-agent", "Network activity"], asn: ["AS", "Network activity"],
  cve: ["vulnerability", "External analysis"], malware: ["malware-type", "Payload delivery"], crypto_wallet: ["btc", "Financial fraud"],
}; // prettier-ignore

/** MISP's threat level by the rank of our severity. */
const threatLevels = ["3", "2", "1", "1"];

/** Words for the records that came without a report. */
const loose: Pick<OutgoingReport, "uuid" | "title" | "feed_name" | "tlp" | "actor" | "comment"> = { uuid: nameUuid("records without a report"), title: "Indicators without a report", feed_name: "Soarkit intel hub", tlp: "", actor: "", comment: "" };

/** What the records of an event say together. */
export interface EventFacts {
  /** Rank of the highest severity. */
  readonly rank: number;
  /** Latest date, the event's day when there is no report; milliseconds since the epoch. */
  readonly latest: number;
}

/** The event of a report, or of the records without one (`undefined`), with its attributes still to come. */
export function mispEventOf(report: OutgoingReport | undefined, { rank, latest }: EventFacts): Record<string, unknown> & { readonly Attribute: unknown[] } {
  const { uuid, title, feed_name: feed, tlp, actor, comment } = report ?? loose;
  const seconds = String(Math.floor((report?.last_imported ?? latest) / 1_000));
  const actors = actor === "" ? [] : actor.split(", ").map((name) => `misp-galaxy:threat-actor="${name}"`);
  return {
    uuid: uuidOf(uuid),
    info: title === "" ? uuid : title,
    date: new Date(report?.date ?? latest).toISOString().slice(0, 10),
    timestamp: seconds,
    publish_timestamp: seconds,
    published: true,
    analysis: "2",
    threat_level_id: threatLevels[rank] ?? "4",
    distribution: "0",
    Orgc: { name: feed, uuid: nameUuid(`organisation\n${feed}`) },
    Tag: [...(tlp === "" ? [] : [tlpTag(tlp)]), ...actors].map((name) => ({ name })),
    Attribute: comment === "" ? [] : [{ uuid: nameUuid(`comment\n${uuid}`), type: "comment", category: "Other", value: comment, to_ids: false, timestamp: seconds, distribution: "5" }],
  };
}

/**
 * A record as an attribute. Threat type, confidence and end travel as tags of our own, so that the hub reads back what it wrote; MISP
 * keeps them as free tags. MISP has no field for an end: `last_seen` is when the value was observed. `to_ids` is never set for pages a report refers to, nor below a confidence of 51.
 */
export function mispAttributeOf(record: OutgoingRecord, report: OutgoingReport | undefined): Record<string, unknown> {
  const [type, category] = kindOf(record);
  const reference = record.type === "link" || record.threat_type === "suppress";
  const tags = [
    `soarkit:threat-type="${record.threat_type}"`,
    `soarkit:confidence="${record.confidence}"`,
    ...(record.expires === null ? [] : [`soarkit:expires="${new Date(record.expires).toISOString()}"`]),
    ...(record.tlp === (report?.tlp ?? "") ? [] : [tlpTag(record.tlp)]),
  ];
  return {
    uuid: nameUuid(recordKey(record)),
    type,
    category,
    value: record.value,
    to_ids: !reference && record.confidence > 50,
    comment: record.detail,
    timestamp: String(Math.floor(record.date_last / 1_000)),
    first_seen: new Date(Math.min(record.date_first, record.date_last)).toISOString(),
    last_seen: new Date(record.date_last).toISOString(),
    distribution: "5",
    Tag: tags.map((name) => ({ name })),
  };
}

function kindOf({ type, value, threat_type: threatType }: OutgoingRecord): readonly [string, string] {
  if (type === "certificate") return [`x509-fingerprint-${{ 32: "md5", 40: "sha1" }[value.length] ?? "sha256"}`, "Network activity"];
  if (type === "fingerprint") return [value.length === 62 ? "jarm-fingerprint" : "ja3-fingerprint-md5", "Network activity"];
  // A page that a report refers to is told by its category.
  if (type === "url" && threatType === "suppress") return ["url", "External analysis"];
  return kinds[type] ?? ["other", "Other"];
}

/** TLP 2.0's word for what version 1 calls WHITE. */
function tlpTag(tlp: string): string {
  return `tlp:${(parseTlp(tlp) ?? "RED").toLowerCase()}`;
}
