import { isHashType } from "@soarkit/indicators";
import { staxxTime } from "../query/read-time.js";
import type { FoundRow } from "./store.js";

/** The fifteen members of a record in STAXX's answer, in the order of its CSV columns (staxx-api §1.3). */
export interface StaxxRecord {
  readonly indicator: string;
  readonly type: string;
  readonly itype: string;
  readonly confidence: number;
  readonly severity: string;
  readonly tlp: string;
  readonly classification: string;
  readonly detail: string;
  readonly actor: string;
  readonly campaign: string;
  readonly feed_name: string;
  readonly source: string;
  readonly feed_site_netloc: string;
  readonly id: string;
  readonly date_last: string;
}

/** A record as STAXX answers it: hashes under `md5`, times in UTC on the 12-hour clock. */
export function staxxRecord(row: FoundRow): StaxxRecord {
  return {
    indicator: row.value,
    type: isHashType(row.type) ? "md5" : row.type,
    itype: row.itype,
    confidence: row.confidence,
    severity: row.severity,
    tlp: row.tlp,
    classification: row.classification,
    detail: row.detail,
    actor: row.actor,
    campaign: row.campaign,
    feed_name: row.feed_name,
    source: row.source,
    feed_site_netloc: row.feed_site_netloc,
    id: row.external_id,
    date_last: staxxTime(row.date_last),
  };
}

const columns = [
  "indicator", "type", "itype", "confidence", "severity", "tlp", "classification", "detail", "actor", "campaign", "feed_name", "source", "feed_site_netloc", "id", "date_last",
] as const satisfies readonly (keyof StaxxRecord)[]; // prettier-ignore

/** Records as CSV (RFC 4180) with a header row. */
export function toCsv(records: readonly StaxxRecord[]): string {
  const lines = [columns.join(","), ...records.map((record) => columns.map((column) => cell(String(record[column]))).join(","))];
  return `${lines.join("\r\n")}\r\n`;
}

function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A record as the hub's own interface answers it: our type, ISO times in UTC. */
export interface HubRecord extends StaxxRecord {
  readonly threat_type: string;
  readonly date_first: string;
  /** End of the record; null for never. */
  readonly expires: string | null;
}

/** A record for the hub's own interface. */
export function hubRecord(row: FoundRow): HubRecord {
  return { ...staxxRecord(row), type: row.type, threat_type: row.threat_type, date_first: new Date(row.date_first).toISOString(), date_last: new Date(row.date_last).toISOString(), expires: row.expires === null ? null : new Date(row.expires).toISOString() };
}
