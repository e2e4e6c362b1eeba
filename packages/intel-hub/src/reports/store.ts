import type { Insertable, Selectable, Transaction } from "kysely";
import { sql, type SqlBool } from "kysely";
import type { Scope } from "../enclaves/scope.js";
import { spellingsOf } from "../knowledge/store.js";
import type { HubDatabase, HubTables, ReportsTable, ReportVersionsTable } from "../schema.js";
import { visibleReport } from "../visibility/store.js";

/** A report of the store. */
export type StoredReport = Selectable<ReportsTable>;
/** A report without its text. */
export type ReportHead = Pick<StoredReport, (typeof headColumns)[number]>;

const headColumns = ["id", "uuid", "title", "tlp", "date", "first_imported", "last_imported", "imported_by", "feed_name", "version", "external_url"] as const;

/** An enclave in which a report lies. */
export interface ReportPlace {
  readonly report_id: number;
  readonly enclave_id: number;
  readonly guid: string;
  readonly name: string;
  readonly external_id: string | null;
}

/** Which reports. Every part narrows. */
export interface ReportFilter {
  /** In title, text or external id, or an indicator of the report. */
  readonly term?: string;
  /** Changed not before and not after, milliseconds since the epoch. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly tags?: readonly string[];
  readonly excludedTags?: readonly string[];
  readonly ids?: readonly number[];
}

const idsAtOnce = 1_000;
const versionsKept = 20;
/** A word is looked for in so many of the newest reports. */
const searchWindow = 5_000;

/** Reports with their texts, places, tags and earlier versions. */
export class ReportLibraryStore {
  constructor(private readonly database: HubDatabase) {}

  /** A visible report by its id or by a submitter's id; of several with one external id the last changed. */
  find(scope: Scope, wanted: { readonly uuid: string } | { readonly externalId: string }): Promise<StoredReport | undefined> {
    const rows = this.database.db.selectFrom("reports").selectAll("reports").where((eb) => visibleReport(eb, scope)); // prettier-ignore
    if ("uuid" in wanted) return rows.where("uuid", "=", wanted.uuid).executeTakeFirst();
    return rows
      .where("id", "in", (eb) => {
        const places = eb.selectFrom("report_enclaves").select("report_id").where("external_id", "=", wanted.externalId);
        return scope.enclaves === undefined ? places : places.where("enclave_id", "in", [...scope.enclaves, -1]);
      })
      .orderBy("last_imported", "desc")
      .executeTakeFirst();
  }

  /** Visible reports, last changed first. */
  list(scope: Scope, filter: ReportFilter, offset: number, limit: number): Promise<StoredReport[]> {
    return this.matching(scope, filter).selectAll("reports").orderBy("last_imported", "desc").orderBy("id", "desc").offset(offset).limit(limit).execute();
  }

  /** The same without their texts. */
  heads(scope: Scope, filter: ReportFilter, offset: number, limit: number): Promise<ReportHead[]> {
    return this.matching(scope, filter).select(headColumns).orderBy("last_imported", "desc").orderBy("id", "desc").offset(offset).limit(limit).execute();
  }

  async count(scope: Scope, filter: ReportFilter, limit: number): Promise<number> {
    const { total } = await this.database.db.selectFrom(this.matching(scope, filter).select("reports.id").limit(limit).as("some")).select((eb) => eb.fn.countAll<number>().as("total")).executeTakeFirstOrThrow(); // prettier-ignore
    return total;
  }

  private matching(scope: Scope, { term = "", from, to, tags = [], excludedTags = [], ids }: ReportFilter) {
    let rows = this.database.db.selectFrom("reports").where((eb) => visibleReport(eb, scope));
    if (from !== undefined) rows = rows.where("last_imported", ">=", from);
    if (to !== undefined) rows = rows.where("last_imported", "<=", to);
    if (ids !== undefined) rows = rows.where("id", "in", [...ids, -1]);
    for (const name of tags) rows = rows.where("id", "in", (eb) => eb.selectFrom("report_tags").select("report_id").where("name", "=", name));
    if (excludedTags.length > 0) rows = rows.where("id", "not in", (eb) => eb.selectFrom("report_tags").select("report_id").where("name", "in", [...excludedTags]));
    if (term === "") return rows;
    const pattern = `%${term.toLowerCase().replaceAll(/[\\%_]/g, "\\$&")}%`;
    return rows.where((eb) =>
      eb.or([
        sql<SqlBool>`(lower(reports.title) like ${pattern} escape '\\')`,
        sql<SqlBool>`(reports.id in (select id from reports order by last_imported desc, id desc limit ${searchWindow}) and lower(reports.body) like ${pattern} escape '\\')`,
        eb("id", "in", eb.selectFrom("indicators").select("report_id").where("value", "in", spellingsOf(term)).where("report_id", "is not", null)),
        eb("id", "in", eb.selectFrom("report_enclaves").select("report_id").where("external_id", "=", term)),
      ]),
    );
  }

  /** Where reports lie, as far as the caller may see it. */
  async places(scope: Scope, reportIds: readonly number[]): Promise<ReportPlace[]> {
    const found: ReportPlace[] = [];
    for (let from = 0; from < reportIds.length; from += idsAtOnce) {
      const rows = this.database.db
        .selectFrom("report_enclaves")
        .innerJoin("enclaves", "enclaves.id", "report_enclaves.enclave_id")
        .select(["report_enclaves.report_id", "report_enclaves.enclave_id", "enclaves.guid", "enclaves.name", "report_enclaves.external_id"])
        .where("report_enclaves.report_id", "in", reportIds.slice(from, from + idsAtOnce))
        .orderBy("enclaves.id");
      found.push(...(await (scope.enclaves === undefined ? rows : rows.where("enclaves.id", "in", [...scope.enclaves, -1])).execute()));
    }
    return found;
  }

  /** Where a report lies, whoever may see it. */
  allPlaces(trx: Transaction<HubTables>, reportId: number): Promise<{ enclave_id: number; external_id: string | null }[]> {
    return trx.selectFrom("report_enclaves").select(["enclave_id", "external_id"]).where("report_id", "=", reportId).execute();
  }

  /** Whether another report of these enclaves has this external id. */
  async externalTaken(trx: Transaction<HubTables>, externalId: string, enclaveIds: readonly number[], except: number): Promise<boolean> {
    const found = await trx.selectFrom("report_enclaves").select("report_id").where("external_id", "=", externalId).where("enclave_id", "in", [...enclaveIds]).where("report_id", "!=", except).executeTakeFirst(); // prettier-ignore
    return found !== undefined;
  }

  async add(trx: Transaction<HubTables>, report: Insertable<ReportsTable>): Promise<number> {
    return (await trx.insertInto("reports").values(report).returning("id").executeTakeFirstOrThrow()).id;
  }

  get(trx: Transaction<HubTables>, id: number): Promise<StoredReport | undefined> {
    return trx.selectFrom("reports").selectAll().where("id", "=", id).executeTakeFirst();
  }

  async change(trx: Transaction<HubTables>, id: number, change: Partial<Insertable<ReportsTable>>): Promise<void> {
    await trx.updateTable("reports").set({ ...change, shared_at: null }).where("id", "=", id).execute();
  }

  /** Keeps the text of a report before it changes; the oldest versions go. */
  async keepVersion(trx: Transaction<HubTables>, version: ReportVersionsTable): Promise<void> {
    await trx.insertInto("report_versions").values(version).execute();
    await trx.deleteFrom("report_versions").where("report_id", "=", version.report_id).where("version", "<=", version.version - versionsKept).execute();
  }

  /** Earlier texts, the newest first. */
  versions(reportId: number): Promise<ReportVersionsTable[]> {
    return this.database.db.selectFrom("report_versions").selectAll().where("report_id", "=", reportId).orderBy("version", "desc").execute();
  }

  /** Puts a report into these enclaves and no others. */
  async place(trx: Transaction<HubTables>, reportId: number, enclaveIds: readonly number[], externalId: string | null): Promise<void> {
    await trx.deleteFrom("report_enclaves").where("report_id", "=", reportId).execute();
    await trx.insertInto("report_enclaves").values(enclaveIds.map((id) => ({ report_id: reportId, enclave_id: id, external_id: externalId }))).execute(); // prettier-ignore
  }

  /** Takes a report out with everything that it said. */
  async remove(trx: Transaction<HubTables>, id: number): Promise<void> {
    for (const table of ["indicators", "report_enclaves", "report_tags", "report_versions"] as const) await trx.deleteFrom(table).where("report_id", "=", id).execute();
    await trx.deleteFrom("reports").where("id", "=", id).execute();
  }

  /** The values of a report. */
  values(trx: Transaction<HubTables>, reportId: number): Promise<{ id: number; type: string; value: string }[]> {
    return trx.selectFrom("indicators").select(["id", "type", "value"]).where("report_id", "=", reportId).execute();
  }

  async removeValues(trx: Transaction<HubTables>, ids: readonly number[]): Promise<void> {
    for (let from = 0; from < ids.length; from += idsAtOnce) await trx.deleteFrom("indicators").where("id", "in", ids.slice(from, from + idsAtOnce)).execute();
  }

  /** What stays the same in an update was seen again. */
  async touchValues(trx: Transaction<HubTables>, reportId: number, change: { readonly date_last: number; readonly campaign: string }): Promise<void> {
    await trx.updateTable("indicators").set({ ...change, shared_at: null }).where("report_id", "=", reportId).execute();
  }

  /** Indicators of reports, by report. */
  async valueCounts(reportIds: readonly number[]): Promise<Map<number, number>> {
    if (reportIds.length === 0) return new Map();
    const rows = await this.database.db.selectFrom("indicators").select((eb) => ["report_id", eb.fn.countAll<number>().as("total")]).where("report_id", "in", [...reportIds]).groupBy("report_id").execute(); // prettier-ignore
    return new Map(rows.map(({ report_id: id, total }) => [id ?? 0, total]));
  }

  /** Tags of reports, by report. */
  async tags(reportIds: readonly number[]): Promise<Map<number, string[]>> {
    const tags = new Map<number, string[]>();
    if (reportIds.length === 0) return tags;
    const rows = await this.database.db.selectFrom("report_tags").selectAll().where("report_id", "in", [...reportIds]).orderBy("name").execute();
    for (const { report_id: id, name } of rows) tags.set(id, [...(tags.get(id) ?? []), name]);
    return tags;
  }

  /** Adds and removes tags of a report. */
  async alterTags(trx: Transaction<HubTables>, reportId: number, added: readonly string[], removed: readonly string[]): Promise<void> {
    if (removed.length > 0) await trx.deleteFrom("report_tags").where("report_id", "=", reportId).where("name", "in", [...removed]).execute();
    if (added.length > 0) await trx.insertInto("report_tags").values(added.map((name) => ({ report_id: reportId, name }))).onConflict((conflict) => conflict.columns(["report_id", "name"]).doNothing()).execute(); // prettier-ignore
  }

  /** Every tag of visible reports, with an enclave where it is used. */
  tagsInUse(scope: Scope): Promise<{ name: string; guid: string }[]> {
    const rows = this.database.db
      .selectFrom("report_tags")
      .innerJoin("reports", "reports.id", "report_tags.report_id")
      .innerJoin("report_enclaves", "report_enclaves.report_id", "reports.id")
      .innerJoin("enclaves", "enclaves.id", "report_enclaves.enclave_id")
      .select(["report_tags.name", "enclaves.guid"])
      .distinct()
      .where((eb) => visibleReport(eb as never, scope));
    return (scope.enclaves === undefined ? rows : rows.where("enclaves.id", "in", [...scope.enclaves, -1])).orderBy("report_tags.name").limit(idsAtOnce).execute();
  }
}
