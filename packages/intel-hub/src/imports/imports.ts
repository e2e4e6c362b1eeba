import { SoarkitError } from "@soarkit/protocol";
import { itypeFor, severities } from "@soarkit/indicators";
import { newId } from "@soarkit/runtime";
import type { Caller } from "../accounts/accounts.js";
import type { IndicatorStore } from "../indicators/store.js";
import type { HubDatabase } from "../schema.js";
import { mostValues, readIntelText, type IntelText } from "./intel-text.js";
import { nextJobId } from "./job-id.js";
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

/** An import that waits for somebody's approval. */
export interface PendingImport extends ImportState {
  readonly user: string;
  readonly created: number;
  readonly threat_type: string;
  readonly severity: string;
  readonly confidence: number;
  readonly tlp: string;
  readonly tags: string;
}

/** Most imports of the pending list. */
const longestList = 500;

/** Imports through the STAXX face, and their approval. Each import makes new records; none are merged. */
export class Imports {
  constructor(
    private readonly database: HubDatabase,
    private readonly store: ImportStore,
    private readonly indicators: IndicatorStore,
    private readonly options: { readonly now: () => number; readonly strict: boolean },
  ) {}

  /**
   * Files the values of a text. The same import key of the same account answers the same job and files nothing more.
   * @returns the job ID. @throws SoarkitError `HUB_IMPORT_INVALID` when the text holds nothing that STAXX can keep.
   */
  async file(text: string, settings: ImportSettings, caller: Caller): Promise<string> {
    const found = readIntelText(text);
    if (found.values.length > mostValues) throw new SoarkitError("HUB_IMPORT_INVALID", { reason: `one import has at most ${mostValues.toLocaleString("en")} values, this one has ${found.values.length}` });
    if (found.values.length === 0 && this.options.strict) throw new SoarkitError("HUB_IMPORT_INVALID", { reason: found.dropped[0]?.reason ?? "intel_str holds no value" });
    return this.database.transaction(async (trx) => {
      const earlier = settings.importKey === undefined ? undefined : await this.store.findByKey(trx, caller.id, settings.importKey);
      if (earlier !== undefined) return earlier.job_id;
      const now = this.options.now();
      const jobId = nextJobId(now, await this.store.latestJobId(trx));
      const importId = await this.store.add(trx, jobRow(jobId, settings, caller, now), valueRows(found, settings));
      await this.indicators.add(trx, indicatorRows(found, settings, caller, importId, now));
      return jobId;
    });
  }

  /** What became of an import. People see their own, administrators all. @throws SoarkitError `HUB_IMPORT_UNKNOWN`. */
  async state(wanted: { jobId?: string; importKey?: string }, caller: Caller): Promise<ImportState> {
    const own = wanted.importKey !== undefined || caller.role !== "admin";
    const job = await this.store.find(wanted, own ? caller.id : undefined);
    if (job === undefined) throw new SoarkitError("HUB_IMPORT_UNKNOWN", { id: wanted.jobId ?? wanted.importKey ?? "" });
    return stateOf(job, await this.store.values([job.id]));
  }

  /** Imports that wait for approval, oldest first, with their values. */
  async pending(): Promise<PendingImport[]> {
    const jobs = await this.store.pending(longestList);
    const values = groupById(await this.store.values(jobs.map(({ id }) => id)));
    return jobs.map((job) => ({
      user: job.account_name,
      created: job.created,
      threat_type: job.threat_type,
      severity: job.severity,
      confidence: job.confidence,
      tlp: job.tlp,
      tags: job.tags,
      ...stateOf(job, values.get(job.id) ?? []),
    }));
  }

  /** Number of imports that wait for approval. */
  countPending(): Promise<number> {
    return this.store.countPending();
  }

  /** Approves or rejects a pending import; who did it is kept. @throws SoarkitError `HUB_IMPORT_UNKNOWN`, `HUB_IMPORT_DECIDED`. */
  async decide(jobId: string, state: "stored" | "rejected", by: Caller): Promise<ImportState> {
    const job = await this.database.transaction(async (trx) => {
      const found = await this.store.byJobId(trx, jobId);
      if (found === undefined) throw new SoarkitError("HUB_IMPORT_UNKNOWN", { id: jobId });
      if (found.state !== "pending") throw new SoarkitError("HUB_IMPORT_DECIDED", { id: jobId, state: found.state });
      await this.store.decide(trx, found.id, { state, decided: this.options.now(), decided_by: by.name });
      await this.indicators.decide(trx, found.id, state === "stored" ? "active" : "rejected");
      return { ...found, state };
    });
    return stateOf(job, await this.store.values([job.id]));
  }
}

function jobRow(jobId: string, settings: ImportSettings, caller: Caller, now: number): Parameters<ImportStore["add"]>[1] {
  return {
    job_id: jobId,
    account_id: caller.id,
    account_name: caller.name,
    import_key: settings.importKey ?? null,
    state: settings.autoApprove ? "stored" : "pending",
    auto_approve: settings.autoApprove ? 1 : 0,
    threat_type: settings.threatType,
    severity: settings.severity,
    confidence: settings.confidence,
    tlp: settings.tlp,
    tags: settings.tags,
    created: now,
    decided: null,
    decided_by: null,
  };
}

function valueRows({ values, dropped }: IntelText, settings: ImportSettings): Parameters<ImportStore["add"]>[2] {
  return [
    ...values.map(({ value, staxxType }) => ({ value, type: staxxType, itype: itypeFor(settings.threatType, staxxType, value).itype, dropped: 0 as const, reason: "" })),
    ...dropped.map(({ value, type, reason }) => ({ value, type, itype: "", dropped: 1 as const, reason })),
  ];
}

function indicatorRows({ values }: IntelText, settings: ImportSettings, caller: Caller, importId: number, now: number): Parameters<IndicatorStore["add"]>[1] {
  return values.map(({ type, staxxType, value }) => ({
    external_id: `anomali:indicator-${newId()}`,
    value,
    type,
    itype: itypeFor(settings.threatType, staxxType, value).itype,
    threat_type: settings.threatType,
    confidence: settings.confidence,
    severity: settings.severity,
    severity_rank: severities.indexOf(settings.severity),
    tlp: settings.tlp,
    classification: "public",
    detail: settings.tags,
    actor: "",
    campaign: "",
    feed_name: "import",
    source: caller.name,
    feed_site_netloc: "localhost",
    date_first: now,
    date_last: now,
    status: settings.autoApprove ? "active" : "pending",
    import_id: importId,
    report_id: null,
  }));
}

function stateOf(job: ImportRow, values: readonly ImportValueRow[]): ImportState {
  return {
    job_id: job.job_id,
    state: job.state,
    values: values.map(({ value, type, itype, dropped, reason }) => ({ value, type, itype, state: dropped === 1 ? "dropped" : job.state, ...(reason === "" ? {} : { reason }) })),
  };
}

function groupById(values: readonly ImportValueRow[]): Map<number, ImportValueRow[]> {
  const groups = new Map<number, ImportValueRow[]>();
  for (const value of values) {
    const group = groups.get(value.import_id);
    if (group === undefined) groups.set(value.import_id, [value]);
    else group.push(value);
  }
  return groups;
}
