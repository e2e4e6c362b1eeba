import type { Database } from "@soarkit/runtime";
import type { Generated } from "kysely";

/** Somebody who may log in to the hub. */
export interface AccountsTable {
  id: Generated<number>;
  name: string;
  role: "admin" | "analyst";
  password_hash: string;
  created: number;
  /** A locked account cannot log in, and its tokens answer nothing. */
  locked: Generated<0 | 1>;
}

/** Login tokens, stored as SHA-256. Times are milliseconds since the epoch. */
export interface TokensTable {
  token_hash: string;
  account_id: number;
  created: number;
  last_used: number;
  /** `client` travels as a bearer or in STAXX's bodies, `browser` in the cookie of the console; neither passes as the other. */
  kind: Generated<"client" | "browser">;
}

/** A threat report: one MISP event. */
export interface ReportsTable {
  id: Generated<number>;
  uuid: string;
  title: string;
  /** Day of the report, milliseconds since the epoch. */
  date: number;
  feed_name: string;
  source: string;
  licence: string;
  tlp: string;
  actor: string;
  comment: string;
  /** JSON array of the pages the report refers to. */
  links: string;
  imported_by: string;
  first_imported: number;
  last_imported: number;
  /** Who submitted or loaded it; 0 for the person at this machine. */
  account_id: Generated<number>;
  /** Full text; empty for a report that came as a list of values. */
  body: Generated<string>;
  external_url: Generated<string>;
  /** Rises by one at each update. */
  version: Generated<number>;
  /** 1 when it came through the TruSTAR face or was written in the console, 0 when it was loaded. */
  submitted: Generated<0 | 1>;
  /** Place in the order in which objects are shared, microseconds since the epoch; null until it has one, and again after a change. */
  shared_at: number | null;
  /** Id of its STIX object, from the time it has a place. */
  stix_id: Generated<string>;
}

/** One import job through the STAXX face. */
export interface ImportsTable {
  id: Generated<number>;
  /** Fourteen digits, rising. */
  job_id: string;
  account_id: number;
  account_name: string;
  import_key: string | null;
  state: "stored" | "pending" | "rejected";
  auto_approve: 0 | 1;
  threat_type: string;
  severity: string;
  confidence: number;
  tlp: string;
  tags: string;
  created: number;
  decided: number | null;
  decided_by: string | null;
  /** Where the values come from, in the words of the person who imported them. */
  note: Generated<string>;
}

/** What became of each value of an import. */
export interface ImportValuesTable {
  id: Generated<number>;
  import_id: number;
  value: string;
  type: string;
  itype: string;
  dropped: 0 | 1;
  /** Why it was dropped or rejected, or what the approver said. */
  reason: string;
  /** Empty until somebody decided about this value. */
  decision: Generated<"" | "stored" | "rejected">;
  /** JSON of the settings that the approver corrected; empty for none. */
  changes: Generated<string>;
  decided_by: Generated<string>;
  /** Milliseconds since the epoch; 0 until decided. */
  decided: Generated<number>;
}

/** A record about a value; the same value may have many. */
export interface IndicatorsTable {
  id: Generated<number>;
  external_id: string;
  value: string;
  type: string;
  itype: string;
  threat_type: string;
  confidence: number;
  severity: string;
  /** 0 (low) to 3 (very-high). */
  severity_rank: number;
  tlp: string;
  classification: string;
  detail: string;
  actor: string;
  campaign: string;
  feed_name: string;
  source: string;
  feed_site_netloc: string;
  date_first: number;
  date_last: number;
  status: "active" | "pending" | "rejected";
  /** End of the record, milliseconds since the epoch: from then on it is history and no longer active. Null for never. */
  expires: number | null;
  /** Id of the object that the record was read from, e.g. `indicator--…` of STIX; empty for none. */
  origin: Generated<string>;
  /** Place in the order in which objects are shared, microseconds since the epoch; null until it has one, and again after a change. */
  shared_at: number | null;
  /** Id of its STIX object, from the time it has a place. */
  stix_id: Generated<string>;
  import_id: number | null;
  report_id: number | null;
  /** Who imported, loaded or submitted it; 0 for the person at this machine. */
  account_id: Generated<number>;
  /** The enclave of a record without a report; those of a report are in the report's enclaves. */
  enclave_id: Generated<number>;
  /** How often its submitter saw the value. */
  sightings: Generated<number>;
}

/** What an account may do in an enclave: nothing, read, read and submit, or everything. */
export type EnclaveLevel = "none" | "view" | "submission" | "full";

/** A circle of people who share reports. */
export interface EnclavesTable {
  id: Generated<number>;
  guid: string;
  name: string;
  type: "INTERNAL" | "OPEN" | "CLOSED" | "RESEARCH" | "COMMUNITY" | "OTHER";
  /** For accounts without a level of their own. */
  default_level: EnclaveLevel;
  created: number;
}

/** What an account may do in an enclave where that is not the enclave's default. */
export interface EnclavePermissionsTable {
  enclave_id: number;
  account_id: number;
  level: EnclaveLevel;
}

/** Keys of the TruSTAR face; secrets are stored as SHA-256. */
export interface ApiKeysTable {
  key: string;
  secret_hash: string;
  account_id: number;
  label: string;
  created: number;
  last_used: number | null;
}

/** In which enclaves a report lies, and under which id of its submitter. */
export interface ReportEnclavesTable {
  report_id: number;
  enclave_id: number;
  external_id: string | null;
}

/** Tags of reports. */
export interface ReportTagsTable {
  report_id: number;
  name: string;
}

/** Texts of a report before its updates. */
export interface ReportVersionsTable {
  report_id: number;
  version: number;
  title: string;
  body: string;
  written: number;
  written_by: string;
}

/** Tags of values, seen by those who may read the enclave. */
export interface IndicatorTagsTable {
  value: string;
  enclave_id: number;
  name: string;
  tagged_by: string;
  created: number;
}

/** Values that are never shown as indicators, also in what came before. */
export interface WhitelistTable {
  value: string;
  type: string;
  added_by: string;
  created: number;
}

/** A file that is loaded, kept in the folder `loads` until it is done. */
export interface LoadsTable {
  id: Generated<number>;
  /** Name of the file, without folder. */
  name: string;
  state: "uploaded" | "queued" | "running" | "stopped" | "interrupted" | "cancelled" | "done" | "failed";
  /** JSON of the settings it was started with; empty until started. */
  settings: string;
  format: string;
  /** 0 for the person at this machine. */
  account_id: number;
  account_name: string;
  /** Bytes of the file. */
  size: number;
  /** Times are milliseconds since the epoch, 0 for not yet. */
  created: number;
  started: number;
  finished: number;
  /** Where it goes on, and of how much: bytes of CSV and text files, records of JSON documents. */
  position: number;
  line: number;
  total: number;
  /** Lines, rows or objects read. */
  rows: number;
  added: number;
  changed: number;
  known: number;
  ended: number;
  skipped: number;
  /** JSON object of the records by type. */
  types: string;
  /** Starts of the hub that found it running, since it last stored something. */
  restarts: number;
  /** Code and text of what ended it. */
  error: string;
}

/** What a load left out, the first thousand. */
export interface LoadSkippedTable {
  id: Generated<number>;
  load_id: number;
  line: number;
  type: string;
  value: string;
  reason: string;
}

/** What became of a push over TAXII. */
export interface TaxiiPushesTable {
  id: string;
  account_id: number;
  created: number;
  /** The status resource, JSON. */
  status: string;
}

/** What people set for a warning list. */
export interface WarningListsTable {
  /** Folder or file name; `own:…` for our own lists. */
  id: string;
  effect: "off" | "mark" | "hold";
  changed: number;
  changed_by: string;
}

/** A collection of another TAXII 2.1 server that is polled. Times are milliseconds since the epoch. */
export interface FeedsTable {
  id: Generated<number>;
  /** Becomes the source of its records. */
  name: string;
  /** The API root. */
  url: string;
  collection: string;
  collection_title: string;
  user: string;
  /** Name of the password in the secret store; empty for none. */
  secret_name: string;
  ca_file: string;
  verify: 0 | 1;
  /** Whether `http:` to another machine is allowed. */
  allow_http: 0 | 1;
  proxy: string;
  /** Time between polls, milliseconds. */
  interval: number;
  tlp: string;
  confidence: number | null;
  expires_days: number | null;
  state: "active" | "paused";
  /** Everything that the server added up to this time is stored; as the server wrote it. Empty before the first poll. */
  watermark: string;
  next_poll: number;
  /** Failures since the last success. */
  failures: number;
  last_poll: number | null;
  last_success: number | null;
  last_error: string;
  /** JSON of what the last successful poll brought; empty before. */
  last_counts: string;
  total_added: number;
  created: number;
  created_by: string;
}

/** An object that a report of a feed is about, whether it came already or not. */
export interface FeedReferencesTable {
  feed_id: number;
  report_id: number;
  /** The object's id. */
  origin: string;
}

/** Every table of `hub.db`. */
export interface HubTables {
  accounts: AccountsTable;
  tokens: TokensTable;
  reports: ReportsTable;
  imports: ImportsTable;
  import_values: ImportValuesTable;
  indicators: IndicatorsTable;
  warning_lists: WarningListsTable;
  enclaves: EnclavesTable;
  enclave_permissions: EnclavePermissionsTable;
  api_keys: ApiKeysTable;
  report_enclaves: ReportEnclavesTable;
  report_tags: ReportTagsTable;
  report_versions: ReportVersionsTable;
  indicator_tags: IndicatorTagsTable;
  whitelist: WhitelistTable;
  loads: LoadsTable;
  load_skipped: LoadSkippedTable;
  taxii_pushes: TaxiiPushesTable;
  feeds: FeedsTable;
  feed_references: FeedReferencesTable;
}

/** The hub's store. */
export type HubDatabase = Database<HubTables>;
