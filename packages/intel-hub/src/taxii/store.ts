import type { Expression, ExpressionBuilder, SqlBool, Transaction } from "kysely";
import type { Tlp } from "@soarkit/indicators";
import { labelsUpTo, mayLeave } from "../export/store.js";
import { activeNow } from "../query/store.js";
import type { Scope } from "../enclaves/scope.js";
import type { HubDatabase, HubTables } from "../schema.js";
import { reportIdOf, stixIdOf, type OutgoingRecord, type OutgoingReport } from "../stix/write-stix.js";
import type { Position } from "./positions.js";
import { visibleReport } from "../visibility/store.js";

/** What of the shared objects is asked for. */
export interface SharedFilter {
  /** Only of this source; undefined for all. */
  readonly source: string | undefined;
  readonly after: Position;
  /** STIX types; undefined for all. */
  readonly types: readonly string[] | undefined;
  readonly ids: readonly string[] | undefined;
  readonly maxTlp: Tlp;
  readonly seen: Scope;
  readonly limit: number;
}

/** A shared record or report with its place. */
export type Shared = { readonly position: Position } & ({ readonly record: OutgoingRecord } | { readonly report: OutgoingReport; readonly refs: readonly string[] });

type SharedReport = OutgoingReport & { readonly id: number; readonly shared_at: number | null };

/** Objects that get their place in one transaction. */
const placedAtOnce = 500;
/** Our types that are no `indicator` in STIX, by the STIX type. */
const otherTypes: Readonly<Record<string, string>> = { vulnerability: "cve", malware: "malware", url: "link" };

/** Records that others had before they were withdrawn; a record gets a place after its end for no other reason. */
function withdrawn(eb: ExpressionBuilder<HubTables, "indicators">): Expression<SqlBool> {
  return eb.and([eb("status", "=", "active"), eb("type", "!=", "link"), eb("shared_at", ">=", eb("expires", "*", 1_000))]);
}

/** Objects in the order in which they were shared. */
export class TaxiiStore {
  constructor(
    private readonly database: HubDatabase,
    private readonly now: () => number,
  ) {}

  /**
   * Gives up to `most` records and reports that have none yet their place, records first, so that a report stands behind what it is about.
   * @returns whether more wait.
   */
  async place(most: number): Promise<boolean> {
    for (let done = 0; done < most; done += placedAtOnce) {
      const placed = await this.database.transaction(async (trx) => (await this.placeRecords(trx)) || (await this.placeReports(trx)));
      if (placed === 0) return false;
    }
    return true;
  }

  private async placeRecords(trx: Transaction<HubTables>): Promise<number> {
    const rows = await trx
      .selectFrom("indicators")
      .select((eb) => ["id", "type", "value", "external_id", eb.selectFrom("reports").whereRef("reports.id", "=", "indicators.report_id").select("reports.uuid").as("report_uuid")]) // prettier-ignore
      .where("status", "=", "active")
      .where("shared_at", "is", null)
      .where((eb) => eb.or([activeNow(eb, this.now()), eb("stix_id", "!=", "")]))
      .orderBy("id")
      .limit(placedAtOnce)
      .execute();
    const first = rows.length === 0 ? 0 : await this.nextPosition(trx);
    for (const [index, row] of rows.entries()) {
      await trx.updateTable("indicators").set({ shared_at: first + index, stix_id: stixIdOf(row) }).where("id", "=", row.id).execute();
    }
    return rows.length;
  }

  private async placeReports(trx: Transaction<HubTables>): Promise<number> {
    const rows = await trx.selectFrom("reports").select(["id", "uuid"]).where("shared_at", "is", null).orderBy("id").limit(placedAtOnce).execute();
    const first = rows.length === 0 ? 0 : await this.nextPosition(trx);
    for (const [index, { id, uuid }] of rows.entries()) await trx.updateTable("reports").set({ shared_at: first + index, stix_id: reportIdOf(uuid) }).where("id", "=", id).execute();
    return rows.length;
  }

  private async nextPosition(trx: Transaction<HubTables>): Promise<Position> {
    const [record, report] = [await trx.selectFrom("indicators").select((eb) => eb.fn.max<number | null>("shared_at").as("last")).executeTakeFirstOrThrow(), await trx.selectFrom("reports").select((eb) => eb.fn.max<number | null>("shared_at").as("last")).executeTakeFirstOrThrow()]; // prettier-ignore
    return Math.max((record.last ?? 0) + 1, (report.last ?? 0) + 1, this.now() * 1_000);
  }

  /** Shared objects behind a place, in their order, at most `limit`. */
  async page(filter: SharedFilter): Promise<Shared[]> {
    const [records, reports] = await Promise.all([this.records(filter), this.reports(filter)]);
    return [...records, ...reports].sort((a, b) => a.position - b.position).slice(0, filter.limit);
  }

  private async records(filter: SharedFilter): Promise<Shared[]> {
    const { source, after, types, ids, limit } = filter;
    if (types?.every((type) => type !== "indicator" && !Object.hasOwn(otherTypes, type)) === true) return [];
    let rows = this.database.db
      .selectFrom("indicators")
      .selectAll("indicators")
      .select((eb) => eb.selectFrom("reports").whereRef("reports.id", "=", "indicators.report_id").select("reports.uuid").as("report_uuid")) // prettier-ignore
      .where("shared_at", ">", after)
      .where((eb) => eb.and([eb.or([activeNow(eb, this.now()), withdrawn(eb)]), mayLeave(eb, filter)]));
    if (source !== undefined) rows = rows.where("source", "=", source);
    if (ids !== undefined) rows = rows.where("stix_id", "in", [...ids]);
    if (types !== undefined) rows = rows.where((eb) => eb.or([eb("type", "in", types.map((type) => otherTypes[type] ?? "")), ...(types.includes("indicator") ? [eb("type", "not in", Object.values(otherTypes))] : [])])); // prettier-ignore
    const found = await rows.orderBy("shared_at").limit(limit).execute();
    return found.map((record) => ({ position: record.shared_at ?? 0, record }));
  }

  private async reports(filter: SharedFilter): Promise<Shared[]> {
    const { source, after, types, ids, limit, maxTlp, seen } = filter;
    if (types?.includes("report") === false) return [];
    let rows = this.database.db.selectFrom("reports").selectAll().where("shared_at", ">", after).where("tlp", "in", labelsUpTo(maxTlp))
      .where((eb) => eb.and([visibleReport(eb, seen), eb.exists(this.itsRecords(filter).select("indicators.id").where("indicators.report_id", "=", eb.ref("reports.id")))]));
    if (source !== undefined) rows = rows.where("source", "=", source);
    if (ids !== undefined) rows = rows.where("stix_id", "in", [...ids]);
    const found = await rows.orderBy("shared_at").limit(limit).execute();
    const refs = await this.refsOf(found, filter);
    return found.map((report) => ({ position: report.shared_at ?? 0, report, refs: refs.get(report.id) ?? [] }));
  }

  private async refsOf(reports: readonly SharedReport[], filter: SharedFilter): Promise<Map<number, string[]>> {
    const refs = new Map<number, string[]>();
    if (reports.length === 0) return refs;
    const rows = await this.itsRecords(filter)
      .select(["report_id", "stix_id"])
      .where("report_id", "in", reports.map(({ id }) => id)) // prettier-ignore
      .orderBy("report_id")
      .orderBy("type")
      .orderBy("value")
      .execute();
    for (const { report_id: id, stix_id: ref } of rows) {
      const known = id === null ? undefined : refs.get(id);
      if (known !== undefined) known.push(ref);
      else if (id !== null) refs.set(id, [ref]);
    }
    return refs;
  }

  /** Shared records that a report may name. */
  private itsRecords(filter: SharedFilter) {
    return this.database.db
      .selectFrom("indicators")
      .where("indicators.shared_at", "is not", null)
      .where((eb) => eb.and([activeNow(eb, this.now()), mayLeave(eb, filter)]));
  }

  /** Sources that reports came from, by name: each is a collection. */
  async sources(): Promise<string[]> {
    const rows = await this.database.db.selectFrom("reports").select("source").distinct().where("source", "!=", "").orderBy("source").limit(500).execute();
    return rows.map(({ source }) => source);
  }

  /** Keeps what became of a push. Those older than `oldest` (milliseconds since the epoch) go. */
  async keepStatus(trx: Transaction<HubTables>, status: HubTables["taxii_pushes"], oldest: number): Promise<void> {
    await trx.deleteFrom("taxii_pushes").where("created", "<", oldest).execute();
    await trx.insertInto("taxii_pushes").values(status).execute();
  }

  async status(id: string, account: number): Promise<string | undefined> {
    const row = await this.database.db.selectFrom("taxii_pushes").select("status").where("id", "=", id).where("account_id", "=", account).executeTakeFirst();
    return row?.status;
  }
}
