import type { Caller } from "../accounts/accounts.js";
import type { IndicatorStore, NewIndicator } from "../indicators/store.js";
import { submittedRow } from "../reports/report-rows.js";
import type { HubDatabase } from "../schema.js";

/** A value that comes without a report. */
export interface SubmittedIndicator {
  readonly type: string;
  readonly value: string;
  /** Milliseconds since the epoch. */
  readonly firstSeen: number | undefined;
  readonly lastSeen: number | undefined;
  readonly sightings: number;
  readonly notes: string;
  readonly source: string;
}

const valuesAtOnce = 1_000;

/** Values without a report in the store: one record for a value, an account and an enclave. */
export class SubmittedIndicatorStore {
  constructor(
    private readonly database: HubDatabase,
    private readonly indicators: IndicatorStore,
  ) {}

  /** Adds values, or notes that they were seen again. Each type and value comes once. */
  async save(values: readonly SubmittedIndicator[], { enclaveId, caller, now }: { readonly enclaveId: number; readonly caller: Caller; readonly now: number }): Promise<void> {
    await this.database.transaction(async (trx) => {
      for (let from = 0; from < values.length; from += valuesAtOnce) {
        const some = values.slice(from, from + valuesAtOnce);
        const before = await trx
          .selectFrom("indicators")
          .selectAll()
          .where("value", "in", some.map(({ value }) => value)) // prettier-ignore
          .where("report_id", "is", null)
          .where("import_id", "is", null)
          .where("enclave_id", "=", enclaveId)
          .where("account_id", "=", caller.id)
          .where("feed_name", "=", "submission")
          .execute();
        const known = new Map(before.map((row) => [`${row.type} ${row.value}`, row]));
        const rows = some.map((value): NewIndicator => {
          const fresh = submittedRow(value as Parameters<typeof submittedRow>[0], { accountId: caller.id, accountName: caller.name, campaign: "", now, reportId: null, enclaveId });
          const old = known.get(`${value.type} ${value.value}`);
          const { firstSeen = now, lastSeen = now, sightings, notes, source } = value;
          return {
            ...fresh,
            ...(old === undefined ? {} : { id: old.id, external_id: old.external_id }),
            date_first: Math.min(firstSeen, lastSeen, old?.date_first ?? firstSeen),
            date_last: Math.max(lastSeen, old?.date_last ?? lastSeen),
            sightings: sightings + (old?.sightings ?? 0),
            detail: notes === "" ? (old?.detail ?? "") : notes,
            source: source === "" ? (old?.source ?? caller.name) : source,
          };
        });
        if (before.length > 0) await trx.deleteFrom("indicators").where("id", "in", before.map(({ id }) => id)).execute(); // prettier-ignore
        await this.indicators.add(trx, rows);
      }
    });
  }
}
