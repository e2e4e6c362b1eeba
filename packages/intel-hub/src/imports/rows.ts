import { itypeOfAny, severities } from "@soarkit/indicators";
import { newId } from "@soarkit/runtime";
import type { Caller } from "../accounts/accounts.js";
import type { NewIndicator } from "../indicators/store.js";
import type { IntelText, IntelValue } from "./intel-text.js";
import type { ImportSettings } from "./settings.js";
import type { ImportRow, ImportStore, ImportValueRow } from "./store.js";

/** What became of one value. */
export interface ImportedValue {
  readonly value: string;
  readonly type: string;
  readonly itype: string;
  readonly state: "stored" | "pending" | "dropped" | "rejected";
  readonly reason?: string;
}

/** An import job as its caller sees it. */
export interface ImportState {
  readonly job_id: string;
  readonly state: "stored" | "pending" | "rejected";
  readonly values: readonly ImportedValue[];
}

/** What is said about a value; the rest of the settings belongs to the job. */
export type ValueSettings = Pick<ImportSettings, "threatType" | "severity" | "confidence" | "tlp" | "tags">;

/** Settings of single values where they differ from the job's, by value. */
export type Overrides = ReadonlyMap<string, Partial<ValueSettings>>;

/** Values that wait although the import came with approval, and why. */
export type Held = ReadonlyMap<string, string>;

/** The job of an import; it waits as long as one of its values does. */
export function jobRow(jobId: string, settings: ImportSettings, caller: Caller, now: number, note: string, held: Held = new Map()): Parameters<ImportStore["add"]>[1] {
  return {
    job_id: jobId,
    account_id: caller.id,
    account_name: caller.name,
    import_key: settings.importKey ?? null,
    state: settings.autoApprove && held.size === 0 ? "stored" : "pending",
    auto_approve: settings.autoApprove ? 1 : 0,
    threat_type: settings.threatType,
    severity: settings.severity,
    confidence: settings.confidence,
    tlp: settings.tlp,
    tags: settings.tags,
    created: now,
    decided: null,
    decided_by: null,
    note,
  };
}

const undecided = { decision: "" as const, decided: 0, decided_by: "" };

/** The values of an import, those that were dropped included. */
export function valueRows({ values, dropped }: IntelText, settings: ImportSettings, overrides: Overrides, held: Held, decided: { readonly decided: number; readonly decided_by: string }): Parameters<ImportStore["add"]>[2] {
  // In an import that waits for some of its values, the others are decided.
  const passed = held.size === 0 ? undecided : { decision: "stored" as const, ...decided };
  return [
    ...values.map((found) => ({ value: found.value, type: found.staxxType, itype: itypeOf(found, settings, overrides), dropped: 0 as const, reason: held.get(found.value) ?? "", ...(held.has(found.value) ? undecided : passed) })),
    ...dropped.map(({ value, type, reason }) => ({ value, type, itype: "", dropped: 1 as const, reason, ...undecided })),
  ];
}

/** The records of an import. */
export function indicatorRows({ values }: IntelText, settings: ImportSettings, overrides: Overrides, held: Held, caller: Caller, importId: number, now: number): NewIndicator[] {
  return values.map((found) => {
    const own = { ...settings, ...overrides.get(found.value) };
    return {
      external_id: `anomali:indicator-${newId()}`,
      value: found.value,
      type: found.type,
      itype: itypeOf(found, settings, overrides),
      threat_type: own.threatType,
      confidence: own.confidence,
      severity: own.severity,
      severity_rank: severities.indexOf(own.severity),
      tlp: own.tlp,
      classification: "public",
      detail: own.tags,
      actor: "",
      campaign: "",
      feed_name: "import",
      source: caller.name,
      feed_site_netloc: "localhost",
      date_first: now,
      date_last: now,
      status: settings.autoApprove && !held.has(found.value) ? "active" : "pending",
      import_id: importId,
      account_id: caller.id,
      report_id: null,
    };
  });
}

function itypeOf({ value, type }: IntelValue, settings: ImportSettings, overrides: Overrides): string {
  return itypeOfAny(overrides.get(value)?.threatType ?? settings.threatType, type, value);
}

/** What became of a value: what was decided about it, else what was decided about its job. */
export function valueState(job: Pick<ImportRow, "state">, { dropped, decision }: ImportValueRow): ImportedValue["state"] {
  return dropped === 1 ? "dropped" : decision === "" ? job.state : decision;
}

/** A job for its caller. */
export function stateOf(job: ImportRow, values: readonly ImportValueRow[]): ImportState {
  return {
    job_id: job.job_id,
    state: job.state,
    values: values.map((row) => ({ value: row.value, type: row.type, itype: row.itype, state: valueState(job, row), ...(row.reason === "" ? {} : { reason: row.reason }) })),
  };
}

/** Values by the id of their import. */
export function groupByImport(values: readonly ImportValueRow[]): Map<number, ImportValueRow[]> {
  const groups = new Map<number, ImportValueRow[]>();
  for (const value of values) {
    const group = groups.get(value.import_id);
    if (group === undefined) groups.set(value.import_id, [value]);
    else group.push(value);
  }
  return groups;
}
