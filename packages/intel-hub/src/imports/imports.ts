import { SoarkitError } from "@soarkit/protocol";
import type { ConsoleEvent } from "@soarkit/runtime";
import type { Caller } from "../accounts/accounts.js";
import type { IndicatorStore } from "../indicators/store.js";
import type { HubDatabase } from "../schema.js";
import type { WarningLists } from "../warninglists/warning-lists.js";
import { mostValues, readIntelText, type IntelText } from "./intel-text.js";
import { nextJobId } from "./job-id.js";
import { indicatorRows, jobRow, stateOf, valueRows, type Held, type ImportState, type Overrides } from "./rows.js";
import type { ImportSettings } from "./settings.js";
import type { ImportStore } from "./store.js";

/** What an import may carry beside its text and settings. */
export interface ImportExtras {
  /** Settings of single values, by canonical value. */
  readonly overrides?: Overrides;
  /** Where the values come from, in the importer's words. */
  readonly note?: string;
  /** True when a person saw what is well known about the values and approves all the same. */
  readonly reviewed?: boolean;
}

/** Imports of values. Each import makes new records; none are merged. */
export class Imports {
  constructor(
    private readonly database: HubDatabase,
    private readonly store: ImportStore,
    private readonly indicators: IndicatorStore,
    private readonly options: { readonly now: () => number; readonly strict: boolean; readonly publish: (event: ConsoleEvent) => void; readonly lists: WarningLists },
  ) {}

  /**
   * Files the values of a text. The same import key of the same account answers the same job and files nothing more.
   * With approval, values that a warning list holds back wait for somebody's word all the same, the others do not.
   * @returns the job ID. @throws SoarkitError `HUB_IMPORT_INVALID` when the text holds nothing that STAXX can keep.
   */
  async file(text: string, settings: ImportSettings, caller: Caller, extras: ImportExtras = {}): Promise<string> {
    const found = readIntelText(text, settings.insist);
    if (found.values.length > mostValues) throw new SoarkitError("HUB_IMPORT_INVALID", { reason: `one import has at most ${mostValues.toLocaleString("en")} values, this one has ${found.values.length}` });
    if (found.values.length === 0 && this.options.strict) throw new SoarkitError("HUB_IMPORT_INVALID", { reason: found.dropped[0]?.reason ?? "intel_str holds no value" });
    const held = settings.autoApprove && !settings.insist && extras.reviewed !== true ? await this.heldOf(found) : new Map<string, string>();
    const { jobId, added } = await this.fileOnce(found, settings, caller, extras, held);
    if (added) {
      this.options.publish({ topic: "approvals", kind: "import.created", id: jobId, by: caller.name });
      if (settings.autoApprove) this.options.publish({ topic: "indicators", kind: "indicator.added", by: caller.name });
    }
    return jobId;
  }

  private async heldOf({ values }: IntelText): Promise<Held> {
    const { lists } = this.options;
    await lists.ready();
    return new Map(values.flatMap(({ type, value }): [string, string][] => { const reason = lists.holds(type, value); return reason === undefined ? [] : [[value, reason]]; })); // prettier-ignore
  }

  private fileOnce(found: IntelText, settings: ImportSettings, caller: Caller, { overrides = new Map(), note = "" }: ImportExtras, held: Held): Promise<{ jobId: string; added: boolean }> {
    return this.database.transaction(async (trx) => {
      const earlier = settings.importKey === undefined ? undefined : await this.store.findByKey(trx, caller.id, settings.importKey);
      if (earlier !== undefined) return { jobId: earlier.job_id, added: false };
      const now = this.options.now();
      const jobId = nextJobId(now, await this.store.latestJobId(trx));
      const importId = await this.store.add(trx, jobRow(jobId, settings, caller, now, note, held), valueRows(found, settings, overrides, held, { decided: now, decided_by: caller.name }));
      await this.indicators.add(trx, indicatorRows(found, settings, overrides, held, caller, importId, now));
      return { jobId, added: true };
    });
  }

  /** What became of an import. People see their own, administrators all. @throws SoarkitError `HUB_IMPORT_UNKNOWN`. */
  async state(wanted: { jobId?: string; importKey?: string }, caller: Caller): Promise<ImportState> {
    const own = wanted.importKey !== undefined || caller.role !== "admin";
    const job = await this.store.find(wanted, own ? caller.id : undefined);
    if (job === undefined) throw new SoarkitError("HUB_IMPORT_UNKNOWN", { id: wanted.jobId ?? wanted.importKey ?? "" });
    return stateOf(job, await this.store.values([job.id]));
  }
}
