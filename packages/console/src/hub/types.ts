/** A row of a search. */
export interface FoundIndicator {
  id: number;
  value: string;
  type: string;
  itype: string;
  threat_type: string;
  severity: string;
  confidence: number;
  tlp: string;
  source: string;
  actor: string;
  campaign: string;
  /** Different sources of the value. */
  sources: number;
  /** Records of the value. */
  records: number;
  first_seen: number;
  last_seen: number;
  /** End of the record; null for never. */
  expires: number | null;
  status: string;
  /** What is well known about the value. */
  well_known: string[];
}

/** The answer to a search; a mistake in the query comes with its place. */
export interface SearchAnswer {
  total: number;
  more: boolean;
  took_ms: number;
  rows: FoundIndicator[];
  error?: { position: number; reason: string };
}

/** What the hub says to each value of a pasted text. */
export interface BulkAnswer {
  known: FoundIndicator[];
  unknown: { value: string; type: string }[];
  well_known: { value: string; type: string; remarks: string[] }[];
  not_indicators: { value: string; reason: string }[];
}

/** One record of a value. */
export interface HistoryEntry {
  id: number;
  external_id: string;
  itype: string;
  threat_type: string;
  severity: string;
  confidence: number;
  tlp: string;
  detail: string;
  actor: string;
  campaign: string;
  feed_name: string;
  source: string;
  first_seen: number;
  last_seen: number;
  /** End of the record; null for never. */
  expires: number | null;
  status: string;
  recorded: number | null;
  import?: { job_id: string; user: string; note: string; decided: number | null; decided_by: string | null };
  report_id?: number;
}

/** Somebody who reported a value. */
export interface SourceEntry {
  source: string;
  feed_name: string;
  records: number;
  first_seen: number;
  last_seen: number;
  confidence_low: number;
  confidence_high: number;
}

/** A report that names a value. */
export interface ReportEntry {
  id: number;
  uuid: string;
  title: string;
  date: number;
  feed_name: string;
  source: string;
  licence: string;
  tlp: string;
  actor: string;
  comment: string;
  links: string[];
  loaded: number;
  indicators: number;
}

/** Everything the hub knows about a value. */
export interface IndicatorDetail {
  record: FoundIndicator;
  history: HistoryEntry[];
  more: boolean;
  sources: SourceEntry[];
  reports: ReportEntry[];
  warnings: string[];
  /** Who put it on the whitelist, and when; null when it is not on it. */
  whitelisted: { added_by: string; created: number } | null;
}

/** What became of a value of an import. */
export type ValueState = "stored" | "pending" | "dropped" | "rejected";

/** An import as the queue lists it. */
export interface QueuedImport {
  job_id: string;
  state: "stored" | "pending" | "rejected";
  user: string;
  created: number;
  threat_type: string;
  severity: string;
  confidence: number;
  tlp: string;
  tags: string;
  note: string;
  decided: number | null;
  decided_by: string | null;
  counts: Record<ValueState, number>;
  examples: string[];
}

/** What the hub has about a value already. */
export interface KnownValue {
  id: number;
  itype: string;
  severity: string;
  confidence: number;
  tlp: string;
  status: string;
  records: number;
}

/** What an approver may correct. */
export interface ValueChanges {
  threat_type?: string;
  severity?: string;
  confidence?: number;
  tlp?: string;
  tags?: string;
}

/** A value of an import with what an approver should know. */
export interface QueuedValue {
  value: string;
  type: string;
  itype: string;
  state: ValueState;
  reason?: string;
  changes?: ValueChanges;
  decided?: number;
  decided_by?: string;
  warnings: string[];
  known?: KnownValue;
}

/** An import with its values. */
export type ImportDetail = QueuedImport & { values: QueuedValue[] };

/** A value of a draft. */
export interface DraftValue {
  value: string;
  type: string;
  itype: string;
  sendable: boolean;
  judged?: { threat_type: string; severity: string; confidence: number; tlp: string };
  warnings: string[];
  known?: KnownValue;
}

/** What an import would bring. */
export interface Draft {
  format: "MISP event" | "text";
  title?: string;
  attributes?: number;
  values: DraftValue[];
  skipped: { value: string; type: string; reason: string }[];
}

/** What the overview shows. */
export interface Summary {
  pending: { total: number; jobs: QueuedImport[] };
  reports: { total: number; today: number; latest: { id: number; title: string; date: number; feed_name: string; tlp: string; loaded: number; by: string; indicators: number }[] };
  indicators: { active: number; today: { type: string; count: number }[] };
  sources: { source: string; feed_name: string; records: number; latest: number }[];
}

/** An account of the hub. */
export interface AccountEntry {
  id: number;
  name: string;
  role: "admin" | "analyst";
  created: number;
  locked: boolean;
  last_used: number | null;
  imports: number;
}

/** The words that the hub takes. */
export interface Vocabulary {
  threat_types: string[];
  severities: string[];
  tlps: string[];
  types: string[];
  fields: string[];
}

/** A list of well-known values. */
export interface WarningList {
  id: string;
  name: string;
  description: string;
  version: string;
  kind: string;
  entries: number;
  types: string[];
  effect: string;
  errors: string[];
}

/** All warning lists. */
export interface WarningListState {
  folder: string;
  loaded: number | null;
  error?: string;
  lists: WarningList[];
}

/** What the lists say to a value. */
export interface CheckedValue {
  given: string;
  type: string | null;
  value: string;
  marks: { list: string; effect: string; remark: string }[];
  place: string[];
}

/** A report in a list. Times are milliseconds since the epoch. */
export interface ReportHead {
  guid: string;
  title: string;
  tlp: string;
  date: number;
  created: number;
  updated: number;
  submitter: string;
  feed: string;
  version: number;
  tags: string[];
  external_url: string;
  external_id: string | null;
  enclaves: { guid: string; name: string }[];
}

/** Where an indicator stands in the text of a report. */
export interface ReportMark {
  start: number;
  end: number;
  type: string;
  value: string;
  whitelisted: boolean;
}

/** An indicator of a report; its priority is the hub's own. */
export interface ReportIndicator {
  type: string;
  value: string;
  whitelisted: boolean;
  priority: string;
}

/** A report with its text and what has values in common with it. */
export interface ReportPage extends ReportHead {
  body: string;
  /** The text goes on after what is here. */
  cut: boolean;
  marks: ReportMark[];
  indicators: ReportIndicator[];
  correlated: Correlation;
}

/** Reports that have values in common with something, and what else they say. */
export interface Correlation {
  /** Most in common first; at most 20 of the values are named. */
  reports: (ReportHead & { shared: { type: string; value: string }[]; shared_count: number })[];
  /** Each with the ids of those reports that hold it. */
  indicators: { type: string; value: string; reports: string[] }[];
}

/** What an account may do in an enclave. */
export type EnclaveLevel = "none" | "view" | "submission" | "full";

/** An enclave with the accounts that have a level of their own in it. */
export interface EnclaveEntry {
  guid: string;
  name: string;
  type: string;
  default_level: EnclaveLevel;
  created: number;
  reports: number;
  levels: { account_id: number; name: string; level: EnclaveLevel }[];
}
