import type { Selectable, Transaction } from "kysely";
import type { HubTables, IndicatorsTable } from "../schema.js";
import { lastingId } from "./identity.js";
import type { IndicatorStore, NewIndicator } from "./store.js";

/** A record whose `external_id` is the same whenever its source says the same, see `lastingId`. */
export interface LastingRecord {
  readonly row: NewIndicator;
  /** True when the source itself says when it was last seen: a newer date then makes the record newer. */
  readonly dated: boolean;
}

/** What became of records. */
export interface MergeCounts {
  readonly added: number;
  /** Were there with other settings, which the new ones replace. */
  readonly changed: number;
  /** Were there already, just so. */
  readonly known: number;
}

/** What a source says of a value; compared to tell whether it now says something else. */
const settings = ["itype", "threat_type", "confidence", "severity", "tlp", "detail", "actor", "campaign", "feed_name"] as const;

type Known = Pick<Selectable<IndicatorsTable>, "id" | "external_id" | "date_last" | "expires" | "report_id" | "account_id" | (typeof settings)[number]>;

/**
 * Stores records once each: what is there with the same settings stays, what its source now says otherwise is replaced, the rest is added.
 * A record that is loaded again lives to its new end. What another account brought as TLP:RED stays as it is: whoever brings the same has a record
 * of its own. For at most some hundreds at a time.
 */
export async function mergeRecords(trx: Transaction<HubTables>, indicators: IndicatorStore, records: readonly LastingRecord[]): Promise<MergeCounts> {
  const latest = new Map(records.map((record) => [record.row.external_id, record]));
  if (latest.size === 0) return { added: 0, changed: 0, known: 0 };
  const known = await knownRecords(trx, [...latest.keys()]);
  const own: string[] = [];
  for (const [id, { tlp, account_id: owner }] of known) {
    const record = latest.get(id);
    const account = record?.row.account_id ?? 0;
    if (record === undefined || tlp !== "TLP:RED" || owner === account) continue;
    const ownId = lastingId(id, String(account));
    latest.delete(id);
    latest.set(ownId, { ...record, row: { ...record.row, external_id: ownId } });
    own.push(ownId);
  }
  for (const [id, row] of await knownRecords(trx, own)) known.set(id, row);
  const fresh: NewIndicator[] = [];
  const longer = new Map<number | null, number[]>();
  let changed = 0;
  for (const [id, { row: given, dated }] of latest) {
    const before = known.get(id);
    // The campaign of a record that a later report took in is the report's.
    const row = given.campaign === "" && (before?.report_id ?? null) !== null ? { ...given, campaign: before?.campaign ?? "" } : given;
    if (before === undefined) fresh.push(row);
    else if (settings.some((name) => before[name] !== row[name]) || (dated && row.date_last > before.date_last)) {
      const { external_id: _id, report_id: _report, import_id: _import, date_first: _first, ...now } = row;
      await trx.updateTable("indicators").set({ ...now, shared_at: null, date_last: Math.max(row.date_last, before.date_last) }).where("id", "=", before.id).execute(); // prettier-ignore
      changed += 1;
    } else if ((row.expires ?? null) !== before.expires) longer.set(row.expires ?? null, [...(longer.get(row.expires ?? null) ?? []), before.id]);
  }
  for (const [expires, ids] of longer) await trx.updateTable("indicators").set({ expires, shared_at: null }).where("id", "in", ids).execute();
  const added = await indicators.add(trx, fresh);
  return { added, changed, known: records.length - added - changed };
}

async function knownRecords(trx: Transaction<HubTables>, ids: readonly string[]): Promise<Map<string, Known>> {
  if (ids.length === 0) return new Map();
  const rows = await trx.selectFrom("indicators").select(["id", "external_id", "date_last", "expires", "report_id", "account_id", ...settings]).where("external_id", "in", [...ids]).execute(); // prettier-ignore
  return new Map(rows.map((row) => [row.external_id, row]));
}

/** Ends every record that was read from an object which is withdrawn. @returns how many ended. */
export async function endRecords(trx: Transaction<HubTables>, origin: string, at: number): Promise<number> {
  const ended = await trx
    .updateTable("indicators")
    .set({ expires: at, shared_at: null })
    .where("origin", "=", origin)
    .where("origin", "!=", "")
    .where((eb) => eb.or([eb("expires", "is", null), eb("expires", ">", at)]))
    .executeTakeFirst();
  return Number(ended.numUpdatedRows);
}

/** Ids that one statement names. */
const mostIds = 500;

/** Makes records that were read from these objects part of a report that came later; those that belong to a report already stay there. */
export async function linkRecords(trx: Transaction<HubTables>, origins: readonly string[], report: { readonly id: number; readonly title: string }): Promise<void> {
  for (let from = 0; from < origins.length; from += mostIds) {
    const some = trx.updateTable("indicators").where("origin", "in", origins.slice(from, from + mostIds)).where("origin", "!=", "").where("report_id", "is", null); // prettier-ignore
    // The report's indicators are found by its title.
    await some.set({ campaign: report.title }).where("campaign", "=", "").execute();
    await some.set({ report_id: report.id }).execute();
  }
}
