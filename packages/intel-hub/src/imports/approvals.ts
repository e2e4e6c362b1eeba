import { SoarkitError } from "@soarkit/protocol";
import { isSeverity, isThreatType, parseTlp, tlpRank, toStaxxTlp, type Severity, type StaxxTlp, type ThreatType } from "@soarkit/indicators";
import type { ConsoleEvent } from "@soarkit/runtime";
import type { Transaction } from "kysely";
import type { Caller } from "../accounts/accounts.js";
import type { Scope } from "../enclaves/scope.js";
import type { IndicatorStore } from "../indicators/store.js";
import type { HubDatabase, HubTables } from "../schema.js";
import type { WarningLists } from "../warninglists/warning-lists.js";
import { remarksOn, type Remarks } from "./remarks.js";
import { groupByImport, stateOf, valueState, type ImportedValue, type ImportState } from "./rows.js";
import type { ImportRow, ImportStore, ImportValueRow } from "./store.js";

/** An import as the queue lists it. */
export interface QueuedImport {
  readonly job_id: string;
  readonly state: ImportRow["state"];
  readonly user: string;
  readonly created: number;
  readonly threat_type: string;
  readonly severity: string;
  readonly confidence: number;
  readonly tlp: string;
  readonly tags: string;
  readonly note: string;
  readonly decided: number | null;
  readonly decided_by: string | null;
  /** Values by what became of them. */
  readonly counts: Readonly<Record<ImportedValue["state"], number>>;
  /** The first values. */
  readonly examples: readonly string[];
}

/** A value of an import with what an approver should know. */
export interface QueuedValue extends ImportedValue, Remarks {
  readonly changes?: ValueChanges;
  readonly decided?: number;
  readonly decided_by?: string;
}

/** An import with its values. */
export type ImportDetail = QueuedImport & { readonly values: readonly QueuedValue[] };

/** What an approver corrects about a value. */
export interface ValueChanges {
  readonly threat_type?: ThreatType | undefined;
  readonly severity?: Severity | undefined;
  readonly confidence?: number | undefined;
  readonly tlp?: StaxxTlp | undefined;
  readonly tags?: string | undefined;
}

/** A decision about one value. */
export interface Decision {
  readonly value: string;
  readonly accept: boolean;
  readonly changes?: ValueChanges | undefined;
  /** Needed to reject, and to let a value travel further than its importer said. */
  readonly reason?: string | undefined;
}

/** The old form of the waiting list, for commands. */
export interface PendingImport extends ImportState {
  readonly user: string;
  readonly created: number;
  readonly threat_type: string;
  readonly severity: string;
  readonly confidence: number;
  readonly tlp: string;
  readonly tags: string;
}

/** Most imports of one list. */
const longestList = 500;
const exampleCount = 3;

/** The queue of imports that wait for somebody's word. Nothing counts before; who decided what is kept. */
export class Approvals {
  constructor(
    private readonly database: HubDatabase,
    private readonly store: ImportStore,
    private readonly indicators: IndicatorStore,
    private readonly options: { readonly now: () => number; readonly publish: (event: ConsoleEvent) => void; readonly lists: WarningLists; readonly scopeOf: (caller: Caller) => Promise<Scope> },
  ) {}

  /** Imports in a state: waiting ones oldest first, decided ones newest first. People see their own, administrators all. */
  async list(state: ImportRow["state"], caller: Caller, limit = longestList): Promise<QueuedImport[]> {
    const jobs = await this.store.list(state, caller.role === "admin" ? undefined : caller.id, Math.min(limit, longestList));
    const values = groupByImport(await this.store.values(jobs.map(({ id }) => id)));
    return jobs.map((job) => queued(job, values.get(job.id) ?? []));
  }

  /** One import. @throws SoarkitError `HUB_IMPORT_UNKNOWN`. */
  async detail(jobId: string, caller: Caller): Promise<ImportDetail> {
    const job = await this.store.find({ jobId }, caller.role === "admin" ? undefined : caller.id);
    if (job === undefined) throw new SoarkitError("HUB_IMPORT_UNKNOWN", { id: jobId });
    const rows = await this.store.values([job.id]);
    const remarks = await remarksOn(rows.map((row) => settingsOf(job, row)), { indicators: this.indicators, lists: this.options.lists }, await this.options.scopeOf(caller), job.id); // prettier-ignore
    return { ...queued(job, rows), values: rows.map((row, index) => queuedValue(job, row, remarks[index] ?? { warnings: [] })) };
  }

  /** Imports that wait, oldest first, with their values. */
  async pending(): Promise<PendingImport[]> {
    const jobs = await this.store.list("pending", undefined, longestList);
    const values = groupByImport(await this.store.values(jobs.map(({ id }) => id)));
    return jobs.map((job) => ({ user: job.account_name, created: job.created, threat_type: job.threat_type, severity: job.severity, confidence: job.confidence, tlp: job.tlp, tags: job.tags, ...stateOf(job, values.get(job.id) ?? []) }));
  }

  /** Number of imports that wait. */
  countPending(): Promise<number> {
    return this.store.countPending();
  }

  /** Approves or rejects all that waits in an import. @throws SoarkitError `HUB_IMPORT_UNKNOWN`, `HUB_IMPORT_DECIDED`. */
  async decideAll(jobId: string, state: "stored" | "rejected", by: Caller, reason = ""): Promise<ImportState> {
    return this.write(jobId, by, (rows) => rows.map((row) => ({ row, accept: state === "stored", changes: {}, reason })));
  }

  /**
   * Decides about single values; the others go on waiting. When none waits any more the import is approved if any value
   * was, else rejected. All or nothing. @throws SoarkitError `HUB_IMPORT_UNKNOWN`, `HUB_IMPORT_DECIDED`, `HUB_IMPORT_INVALID`.
   */
  async decide(jobId: string, decisions: readonly Decision[], by: Caller): Promise<ImportState> {
    return this.write(jobId, by, (rows, job) =>
      decisions.map((decision) => {
        const row = rows.find(({ value }) => value === decision.value);
        if (row === undefined) return refuse(`the value ${decision.value.slice(0, 200)} does not wait in this import`);
        return { row, ...checked(decision, settingsOf(job, row).tlp) };
      }),
    );
  }

  private async write(jobId: string, by: Caller, plan: (waiting: readonly ImportValueRow[], job: ImportRow) => readonly PlannedDecision[]): Promise<ImportState> {
    const result = await this.database.transaction(async (trx) => {
      const job = await this.store.byJobId(trx, jobId);
      if (job === undefined) throw new SoarkitError("HUB_IMPORT_UNKNOWN", { id: jobId });
      if (job.state !== "pending") throw new SoarkitError("HUB_IMPORT_DECIDED", { id: jobId, state: job.state });
      const rows = await this.store.valuesIn(trx, job.id);
      const now = this.options.now();
      for (const planned of plan(rows.filter((row) => valueState(job, row) === "pending"), job)) await this.writeOne(trx, job, planned, by, now); // prettier-ignore
      return this.finish(trx, job, by, now);
    });
    this.options.publish({ topic: "approvals", kind: "import.decided", id: jobId, by: by.name });
    this.options.publish({ topic: "indicators", kind: "indicator.changed", by: by.name });
    return stateOf(result.job, result.rows);
  }

  private async writeOne(trx: Transaction<HubTables>, job: ImportRow, { row, accept, changes, reason }: PlannedDecision, by: Caller, now: number): Promise<void> {
    const corrected = accept && Object.keys(changes).length > 0;
    const itype = await this.indicators.decideValue(trx, { importId: job.id, value: row.value, accept, changes });
    await this.store.decideValue(trx, row.id, { decision: accept ? "stored" : "rejected", reason, changes: corrected ? JSON.stringify(changes) : "", decided_by: by.name, decided: now, itype: itype ?? row.itype });
  }

  /** Closes the job when nothing waits in it any more. */
  private async finish(trx: Transaction<HubTables>, job: ImportRow, by: Caller, now: number): Promise<{ job: ImportRow; rows: ImportValueRow[] }> {
    const rows = await this.store.valuesIn(trx, job.id);
    const states = rows.map((row) => valueState(job, row));
    if (states.includes("pending")) return { job, rows };
    const decided = { state: states.includes("stored") ? ("stored" as const) : ("rejected" as const), decided: now, decided_by: by.name };
    await this.store.decide(trx, job.id, decided);
    return { job: { ...job, ...decided }, rows };
  }
}

interface PlannedDecision {
  readonly row: ImportValueRow;
  readonly accept: boolean;
  readonly changes: ValueChanges;
  readonly reason: string;
}

function checked({ accept, changes = {}, reason = "" }: Decision, tlpBefore: string): Omit<PlannedDecision, "row"> {
  const said = reason.trim();
  if (!accept && said === "") return refuse("a rejection needs a reason, which the importer will read");
  const before = parseTlp(tlpBefore);
  const after = changes.tlp === undefined ? undefined : parseTlp(changes.tlp);
  const widens = before !== undefined && after !== undefined && tlpRank(after) < tlpRank(before);
  if (accept && widens && said === "") return refuse(`${changes.tlp ?? ""} lets the value travel further than ${tlpBefore}; say why`);
  return { accept, changes, reason: said };
}

/** What a value would be stored with: the job's settings and what was corrected. */
function settingsOf(job: ImportRow, row: ImportValueRow): { value: string; type: string; threatType: string; severity: string; confidence: number; tlp: string } {
  const changes = changesOf(row) ?? {};
  return { value: row.value, type: row.type, threatType: changes.threat_type ?? job.threat_type, severity: changes.severity ?? job.severity, confidence: changes.confidence ?? job.confidence, tlp: changes.tlp ?? job.tlp };
}

function changesOf({ changes }: ImportValueRow): ValueChanges | undefined {
  return changes === "" ? undefined : (JSON.parse(changes) as ValueChanges);
}

function queuedValue(job: ImportRow, row: ImportValueRow, remarks: Remarks): QueuedValue {
  const changes = changesOf(row);
  const state = valueState(job, row);
  return {
    value: row.value,
    type: row.type,
    itype: row.itype,
    state,
    ...(row.reason === "" ? {} : { reason: row.reason }),
    ...(changes === undefined ? {} : { changes }),
    ...(row.decided === 0 ? {} : { decided: row.decided, decided_by: row.decided_by }),
    ...(state === "dropped" ? { warnings: [] } : remarks),
  };
}

function queued(job: ImportRow, values: readonly ImportValueRow[]): QueuedImport {
  const counts = { pending: 0, stored: 0, rejected: 0, dropped: 0 };
  for (const row of values) counts[valueState(job, row)] += 1;
  return {
    job_id: job.job_id,
    state: job.state,
    user: job.account_name,
    created: job.created,
    threat_type: job.threat_type,
    severity: job.severity,
    confidence: job.confidence,
    tlp: job.tlp,
    tags: job.tags,
    note: job.note,
    decided: job.decided,
    decided_by: job.decided_by,
    counts,
    examples: values.filter(({ dropped }) => dropped === 0).slice(0, exampleCount).map(({ value }) => value), // prettier-ignore
  };
}

/** Reads an approver's corrections. @throws SoarkitError `HUB_IMPORT_INVALID`. */
export function readChanges(given: { readonly threat_type?: string | undefined; readonly severity?: string | undefined; readonly confidence?: number | undefined; readonly tlp?: string | undefined; readonly tags?: string | undefined }): ValueChanges {
  const { threat_type: threatType, severity, confidence, tlp, tags } = given;
  const label = tlp === undefined ? undefined : parseTlp(tlp);
  if (threatType !== undefined && !isThreatType(threatType)) return refuse(`${threatType} is no threat type`);
  if (severity !== undefined && !isSeverity(severity)) return refuse("severity must be low, medium, high or very-high");
  if (tlp !== undefined && label === undefined) return refuse(`${tlp} is no TLP label`);
  return {
    ...(threatType === undefined ? {} : { threat_type: threatType }),
    ...(severity === undefined ? {} : { severity }),
    ...(confidence === undefined ? {} : { confidence }),
    ...(label === undefined ? {} : { tlp: toStaxxTlp(label) }),
    ...(tags === undefined ? {} : { tags: tags.replaceAll(/\p{Cc}+/gu, " ").trim() }),
  };
}

function refuse(reason: string): never {
  throw new SoarkitError("HUB_IMPORT_INVALID", { reason });
}
