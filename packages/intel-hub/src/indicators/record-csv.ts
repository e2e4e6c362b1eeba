import type { OutgoingRecord } from "../stix/write-stix.js";

/** Columns of the hub's own CSV, by the names of the store; times are ISO 8601 in UTC. */
export const recordColumns = [
  "value", "type", "itype", "threat_type", "confidence", "severity", "tlp", "detail", "actor", "campaign", "feed_name", "source", "date_first", "date_last", "expires", "report_uuid", "id",
] as const; // prettier-ignore

/** The header row. */
export const csvHeader = `${recordColumns.join(",")}\r\n`;

/** A record as a row (RFC 4180). */
export function csvRow(record: OutgoingRecord): string {
  const cells: Readonly<Record<(typeof recordColumns)[number], string>> = {
    ...record,
    confidence: String(record.confidence),
    date_first: new Date(record.date_first).toISOString(),
    date_last: new Date(record.date_last).toISOString(),
    expires: record.expires === null ? "" : new Date(record.expires).toISOString(),
    report_uuid: record.report_uuid ?? "",
    id: record.external_id,
  };
  return `${recordColumns.map((column) => quoted(guardCell(cells[column]))).join(",")}\r\n`;
}

/** A cell that a spreadsheet would take for a formula gets an apostrophe in front, and so does one that begins with an apostrophe, so that {@link unguardCell} gives back exactly what was there. */
export function guardCell(text: string): string {
  return /^['=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
}

/** What {@link guardCell} was given. */
export function unguardCell(text: string): string {
  return /^'['=+\-@\t\r\n]/.test(text) ? text.slice(1) : text;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
