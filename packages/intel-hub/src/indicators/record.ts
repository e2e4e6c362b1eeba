import { SoarkitError } from "@soarkit/protocol";
import type { Scope } from "../enclaves/scope.js";
import { placeWarnings, wellKnownWarnings, type RemarkParts } from "../imports/remarks.js";
import { foundIndicator, narrowest, type FoundIndicator } from "../search/search.js";
import { statusOf, type RecordRow, type ReportRow } from "./store.js";

/** One record of a value's history. */
export interface HistoryEntry {
  readonly id: number;
  readonly external_id: string;
  readonly itype: string;
  readonly threat_type: string;
  readonly severity: string;
  readonly confidence: number;
  readonly tlp: string;
  readonly detail: string;
  readonly actor: string;
  readonly campaign: string;
  readonly feed_name: string;
  readonly source: string;
  readonly first_seen: number;
  readonly last_seen: number;
  readonly status: string;
  /** End of the record, milliseconds since the epoch; null for never. */
  readonly expires: number | null;
  /** When the hub got it, milliseconds since the epoch. */
  readonly recorded: number | null;
  readonly import?: { readonly job_id: string; readonly user: string; readonly note: string; readonly decided: number | null; readonly decided_by: string | null };
  readonly report_id?: number;
}

/** Somebody who reported a value. */
export interface SourceEntry {
  readonly source: string;
  readonly feed_name: string;
  readonly records: number;
  readonly first_seen: number;
  readonly last_seen: number;
  readonly confidence_low: number;
  readonly confidence_high: number;
}

/** A report that names the value. */
export interface ReportEntry {
  readonly id: number;
  readonly uuid: string;
  readonly title: string;
  readonly date: number;
  readonly feed_name: string;
  readonly source: string;
  readonly licence: string;
  readonly tlp: string;
  readonly actor: string;
  readonly comment: string;
  readonly links: readonly string[];
  readonly loaded: number;
  readonly indicators: number;
}

/** Everything the hub knows about a value. */
export interface IndicatorDetail {
  readonly record: FoundIndicator;
  readonly history: readonly HistoryEntry[];
  /** True when there are more records than `history` holds. */
  readonly more: boolean;
  readonly sources: readonly SourceEntry[];
  readonly reports: readonly ReportEntry[];
  /** Why the value should not be acted on, for example a private address. */
  readonly warnings: readonly string[];
}

/** The value that a record is about. @throws SoarkitError `HUB_INDICATOR_UNKNOWN`. */
export async function indicatorDetail({ indicators: store, lists }: RemarkParts, wanted: { readonly id: number } | { readonly value: string }, sees: Scope): Promise<IndicatorDetail> {
  const record = "id" in wanted ? await store.byId(wanted.id, sees) : await store.newestOf(wanted.value, sees);
  if (record === undefined) throw new SoarkitError("HUB_INDICATOR_UNKNOWN", { id: "id" in wanted ? wanted.id : wanted.value.slice(0, 200) });
  const now = store.now();
  const known = wellKnownWarnings(record, lists);
  const { rows, more } = await store.history(record, sees);
  const reports = await store.reportsOf(record, sees);
  const active = rows.filter((row) => statusOf(row, now) === "active");
  const newest = active[0] ?? record;
  const facts = { records: rows.length, sources: new Set(rows.map(({ source }) => source)).size, tlps: (active.length === 0 ? rows : active).map(({ tlp }) => tlp) };
  return {
    record: { ...foundIndicator(newest, facts, true, now), well_known: known, tlp: narrowest(facts.tlps), first_seen: Math.min(...rows.map(({ date_first: first }) => first)) },
    history: rows.map((row) => historyEntry(row, now)),
    more,
    sources: sourcesOf(active.length === 0 ? rows : active),
    reports: reports.map(reportEntry),
    warnings: [...known, ...placeWarnings(record), ...(newest.threat_type === "suppress" ? [known.length > 0 ? "It is kept with its report and is no hit" : "The report refers to this page; it is no threat and is not reported as a hit"] : [])],
  };
}

function historyEntry(row: RecordRow, now: number): HistoryEntry {
  const { id, external_id, itype, threat_type, severity, confidence, tlp, detail, actor, campaign, feed_name, source, expires } = row;
  return {
    id, external_id, itype, threat_type, severity, confidence, tlp, detail, actor, campaign, feed_name, source, expires,
    status: statusOf(row, now),
    first_seen: row.date_first,
    last_seen: row.date_last,
    recorded: row.import_created ?? row.report_loaded,
    ...(row.job_id === null ? {} : { import: { job_id: row.job_id, user: row.import_user ?? "", note: row.import_note ?? "", decided: row.decided, decided_by: row.decided_by } }),
    ...(row.report_id === null ? {} : { report_id: row.report_id }),
  }; // prettier-ignore
}

function sourcesOf(rows: readonly RecordRow[]): SourceEntry[] {
  const sources = new Map<string, SourceEntry>();
  for (const row of rows) {
    const key = `${row.source}\n${row.feed_name}`;
    const known = sources.get(key);
    sources.set(key, {
      source: row.source,
      feed_name: row.feed_name,
      records: (known?.records ?? 0) + 1,
      first_seen: Math.min(known?.first_seen ?? row.date_first, row.date_first),
      last_seen: Math.max(known?.last_seen ?? row.date_last, row.date_last),
      confidence_low: Math.min(known?.confidence_low ?? row.confidence, row.confidence),
      confidence_high: Math.max(known?.confidence_high ?? row.confidence, row.confidence),
    });
  }
  return [...sources.values()].sort((a, b) => b.last_seen - a.last_seen);
}

function reportEntry({ id, uuid, title, date, feed_name, source, licence, tlp, actor, comment, links, first_imported, indicators }: ReportRow): ReportEntry {
  return { id, uuid, title, date, feed_name, source, licence, tlp, actor, comment, links: JSON.parse(links) as string[], loaded: first_imported, indicators };
}
