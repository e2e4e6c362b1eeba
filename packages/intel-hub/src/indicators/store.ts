import type { ExpressionBuilder, Insertable, Selectable, SelectQueryBuilder, SqlBool, Transaction } from "kysely";
import { sql } from "kysely";
import { isIndicatorType, itypeOfAny, severities, type Severity, type ThreatType } from "@soarkit/indicators";
import { activeNow, inScope, isOneOf, spellings, toSql } from "../query/store.js";
import type { Condition, Query } from "../query/syntax.js";
import { staxxJson } from "./staxx-json-store.js";
import { staxxEnclave } from "../enclave-migration.js";
import type { Scope } from "../enclaves/scope.js";
import type { HubDatabase, HubTables, IndicatorsTable, ReportsTable } from "../schema.js";
import { visibleRecord, visibleReport } from "../visibility/store.js";

/** A record of the store. */
export type IndicatorRow = Selectable<IndicatorsTable>;
/** A record to be stored. */
export type NewIndicator = Insertable<IndicatorsTable>;

/** Newest records through which a bare word is looked for in the middle of texts; exact values and beginnings are found in all. */
export const keywordWindow = 20_000;
/** Values asked for at once, and most records taken of them. */
const valuesAtOnce = 1_000;
const recordsAtOnce = 5_000;

/** Most records, or reports, of one value that are shown. */
const mostHistory = 500;

/** A record with the import or report it came with. */
export type RecordRow = IndicatorRow & {
  readonly job_id: string | null;
  readonly import_user: string | null;
  readonly import_created: number | null;
  readonly decided: number | null;
  readonly decided_by: string | null;
  readonly import_note: string | null;
  readonly report_loaded: number | null;
};
/** A report and how many records it has. */
export type ReportRow = Selectable<ReportsTable> & { readonly indicators: number };

/** A decision about one value of an import. */
export interface ValueDecision {
  readonly importId: number;
  readonly value: string;
  readonly accept: boolean;
  readonly changes: { readonly threat_type?: ThreatType | undefined; readonly severity?: Severity | undefined; readonly confidence?: number | undefined; readonly tlp?: string | undefined; readonly tags?: string | undefined };
}

/** A record of which nothing is known: the columns of a new one, in order; those that it must name itself are null here. */
const blank = {
  id: null, external_id: null, value: null, type: null, itype: null, threat_type: null, confidence: null, severity: null, severity_rank: null, tlp: null, classification: null, detail: null, actor: null, campaign: null, feed_name: null,
  source: null, feed_site_netloc: null, date_first: null, date_last: null, status: null, expires: null, origin: "", shared_at: null, stix_id: "", import_id: null, report_id: null, account_id: 0, enclave_id: staxxEnclave, sightings: 0,
} satisfies Record<keyof IndicatorsTable, string | number | null>; // prettier-ignore
const columns = Object.keys(blank) as (keyof IndicatorsTable)[];

/** What a search finds of a record. */
const foundColumns = [
  "id", "external_id", "value", "type", "itype", "threat_type", "confidence", "severity", "severity_rank", "tlp", "classification", "detail", "actor", "campaign", "feed_name", "source", "feed_site_netloc", "date_first", "date_last", "status", "expires",
] as const satisfies readonly (keyof IndicatorRow)[]; // prettier-ignore

/** A record as a search finds it. */
export type FoundRow = Pick<IndicatorRow, (typeof foundColumns)[number]>;

type Rows = SelectQueryBuilder<HubTables, "indicators", FoundRow>;

/** Indicators in the store. */
export class IndicatorStore {
  constructor(
    private readonly database: Pick<HubDatabase, "db">,
    /** The clock that tells which records are at their end, milliseconds since the epoch. */
    readonly now: () => number,
  ) {}

  /** Active records (expired ones where the query asks for them) that match, newest first, at most `limit`. @throws SoarkitError `HUB_QUERY_INVALID`. */
  async search(query: Query | undefined, limit: number, sees: Scope): Promise<FoundRow[]> {
    if (query === undefined) return newestFirst(this.active(sees), limit).execute();
    if (query.kind === "keyword") return this.keyword(query.text, limit, sees);
    return newestFirst(this.matching(query.condition, sees).select(foundColumns), limit).execute();
  }

  /** Records that match a condition, in the same order, each as the JSON object that STAXX answers. @throws SoarkitError `HUB_QUERY_INVALID`. */
  async searchAsJson(condition: Condition, limit: number, sees: Scope): Promise<string[]> {
    const rows = await newestFirst(this.matching(condition, sees).select(staxxJson.as("json")), limit).execute();
    return rows.map(({ json }) => json);
  }

  private matching(condition: Condition, sees: Scope) {
    const now = this.now();
    return this.database.db.selectFrom("indicators").where((eb) => eb.and([inScope(condition, eb, now), toSql(condition, eb, now), visibleRecord(eb, sees)]));
  }

  private active(sees: Scope): Rows {
    return this.database.db.selectFrom("indicators").select(foundColumns).where((eb) => eb.and([activeNow(eb, this.now()), visibleRecord(eb, sees)]));
  }

  private async keyword(text: string, limit: number, sees: Scope): Promise<FoundRow[]> {
    const exact = await newestFirst(this.active(sees).where("value", "in", spellings(text)), limit).execute();
    if (exact.length >= limit) return exact;
    // In the index's order: sorting by date would first collect every value that begins so.
    const beginning = await this.active(sees).where("value", ">=", text).where("value", "<", `${text}\u{10ffff}`).orderBy("value").limit(limit).execute();
    const oldest = await this.database.db.selectFrom("indicators").select("id").orderBy("date_last", "desc").orderBy("id", "desc").offset(keywordWindow).limit(1).executeTakeFirst();
    const pattern = `%${text.replaceAll(/[\\%_]/g, "\\$&")}%`;
    const recent = oldest === undefined ? this.active(sees) : this.active(sees).where("date_last", ">=", this.dateOf(oldest.id));
    const within = await newestFirst(recent.where((eb) => anyText(eb, pattern)), limit).execute(); // prettier-ignore
    const all = new Map([...exact, ...beginning, ...within].map((row) => [row.id, row]));
    return [...all.values()].sort((a, b) => b.date_last - a.date_last || b.id - a.id).slice(0, limit);
  }

  private dateOf(id: number) {
    return this.database.db.selectFrom("indicators as edge").select("edge.date_last").where("edge.id", "=", id);
  }

  /** Stores records. A value that its report has already is left alone. @returns how many were added. */
  async add(trx: Transaction<HubTables>, rows: readonly NewIndicator[]): Promise<number> {
    // One statement, prepared once: building one for many rows costs more than storing them.
    const insert = trx.insertInto("indicators").values(blank as unknown as NewIndicator).onConflict((conflict) => conflict.doNothing()).compile(); // prettier-ignore
    let added = 0n;
    for (const row of rows) {
      const values: Partial<NewIndicator> = row;
      const { numAffectedRows = 0n } = await trx.executeQuery({ ...insert, parameters: columns.map((column) => values[column] ?? blank[column]) });
      added += numAffectedRows;
    }
    return Number(added);
  }

  /**
   * Makes a value of an import active (seen last now) or rejected, with what was corrected about it.
   * @returns its itype, which follows the threat type.
   */
  async decideValue(trx: Transaction<HubTables>, { importId, value, accept, changes }: ValueDecision): Promise<string | undefined> {
    const of = <T extends { where(column: "import_id" | "value", operator: "=", value: number | string): T }>(rows: T): T => rows.where("import_id", "=", importId).where("value", "=", value);
    const row = await of(trx.selectFrom("indicators").selectAll()).executeTakeFirst();
    if (row === undefined) return undefined;
    const corrected = accept ? correctedRow(row, changes) : {};
    await trx
      .updateTable("indicators")
      .set({ ...corrected, status: accept ? "active" : "rejected", shared_at: null, ...(accept ? { date_last: this.now() } : {}) })
      .where("id", "=", row.id)
      .execute();
    return corrected.itype ?? row.itype;
  }

  /** Records of these values that wait, or are active and not expired, at most some thousands. @param exceptImport an import whose records are left out. */
  async ofValues(values: readonly string[], sees: Scope, exceptImport?: number): Promise<IndicatorRow[]> {
    const found: IndicatorRow[] = [];
    for (let from = 0; from < values.length; from += valuesAtOnce) {
      const rows = await this.database.db
        .selectFrom("indicators")
        .selectAll()
        .where((eb) => isOneOf(eb, "value", values.slice(from, from + valuesAtOnce)))
        .where("status", "!=", "rejected")
        .where((eb) => visibleRecord(eb, sees))
        .where((eb) => eb.or([eb("expires", "is", null), eb("expires", ">", this.now())]))
        .where((eb) => eb.or([eb("import_id", "is", null), eb("import_id", "!=", exceptImport ?? -1)]))
        .orderBy("date_last", "desc")
        .limit(recordsAtOnce)
        .execute();
      found.push(...rows);
    }
    return found;
  }

  /** Which of these external ids the store has. */
  async knownIds(trx: Transaction<HubTables>, ids: readonly string[]): Promise<Set<string>> {
    const known = new Set<string>();
    for (let from = 0; from < ids.length; from += valuesAtOnce) {
      const rows = await trx.selectFrom("indicators").select("external_id").where("external_id", "in", ids.slice(from, from + valuesAtOnce)).execute();
      for (const { external_id: id } of rows) known.add(id);
    }
    return known;
  }

  byId(id: number, sees: Scope): Promise<IndicatorRow | undefined> {
    return this.database.db.selectFrom("indicators").selectAll().where("id", "=", id).where((eb) => visibleRecord(eb, sees)).executeTakeFirst();
  }

  /** The newest record of a value in any of its spellings, active ones first. */
  newestOf(value: string, sees: Scope): Promise<IndicatorRow | undefined> {
    return this.database.db.selectFrom("indicators").selectAll().where("value", "in", spellings(value)).where((eb) => visibleRecord(eb, sees)).orderBy((eb) => eb.case().when(activeNow(eb, this.now())).then(0).else(1).end()).orderBy("status").orderBy("date_last", "desc").orderBy("id", "desc").executeTakeFirst();
  }

  /** Every record of the value, newest first, with its import or report. */
  async history({ value, type }: Pick<IndicatorRow, "value" | "type">, sees: Scope): Promise<{ rows: RecordRow[]; more: boolean }> {
    const rows = await this.database.db
      .selectFrom("indicators")
      .leftJoin("imports", "imports.id", "indicators.import_id")
      .leftJoin("reports", "reports.id", "indicators.report_id")
      .selectAll("indicators")
      .select(["imports.job_id", "imports.account_name as import_user", "imports.created as import_created", "imports.decided", "imports.decided_by", "imports.note as import_note", "reports.first_imported as report_loaded"])
      .where("indicators.value", "=", value)
      .where("indicators.type", "=", type)
      .where((eb) => visibleRecord(eb as unknown as ExpressionBuilder<HubTables, "indicators">, sees))
      .orderBy("indicators.date_last", "desc")
      .orderBy("indicators.id", "desc")
      .limit(mostHistory + 1)
      .execute();
    return { rows: rows.slice(0, mostHistory), more: rows.length > mostHistory };
  }

  /** Reports that name the value, newest first. */
  async reportsOf({ value, type }: Pick<IndicatorRow, "value" | "type">, sees: Scope): Promise<ReportRow[]> {
    const rows = await this.database.db
      .selectFrom("reports")
      .selectAll("reports")
      .select((eb) => eb.selectFrom("indicators as its").whereRef("its.report_id", "=", "reports.id").select((inner) => inner.fn.countAll<number>().as("total")).as("records")) // prettier-ignore
      .where("reports.id", "in", (eb) => eb.selectFrom("indicators").select("report_id").where("value", "=", value).where("type", "=", type).where("report_id", "is not", null))
      .where((eb) => visibleReport(eb, sees))
      .orderBy("reports.date", "desc")
      .limit(mostHistory)
      .execute();
    return rows.map((row) => ({ ...row, indicators: row.records ?? 0 }));
  }

  /** Number of records by status, those at their end under `expired`. */
  async countByStatus(): Promise<Record<string, number>> {
    const rows = await this.database.db
      .selectFrom("indicators")
      .select((eb) => ["status", eb.fn.countAll<number>().as("total"), eb.fn.countAll<number>().filterWhere("expires", "<=", this.now()).as("ended")])
      .groupBy("status")
      .execute();
    const counts = Object.fromEntries(rows.map(({ status, total, ended }) => [status, status === "active" ? total - ended : total]));
    return { ...counts, expired: rows.find(({ status }) => status === "active")?.ended ?? 0 };
  }
}

/** What a record is now: a stored one that is at its end is `expired`. */
export function statusOf({ status, expires }: Pick<IndicatorRow, "status" | "expires">, now: number): IndicatorRow["status"] | "expired" {
  return status === "active" && expires !== null && expires <= now ? "expired" : status;
}

function correctedRow(row: IndicatorRow, { threat_type: threatType, severity, confidence, tlp, tags }: ValueDecision["changes"]): Partial<IndicatorRow> {
  return {
    ...(threatType === undefined ? {} : { threat_type: threatType, ...(isIndicatorType(row.type) ? { itype: itypeOfAny(threatType, row.type, row.value) } : {}) }),
    ...(severity === undefined ? {} : { severity, severity_rank: severities.indexOf(severity) }),
    ...(confidence === undefined ? {} : { confidence }),
    ...(tlp === undefined ? {} : { tlp }),
    ...(tags === undefined ? {} : { detail: tags }),
  };
}

function newestFirst<Row>(rows: SelectQueryBuilder<HubTables, "indicators", Row>, limit: number): SelectQueryBuilder<HubTables, "indicators", Row> {
  return rows.orderBy("date_last", "desc").orderBy("id", "desc").limit(limit);
}

function anyText(eb: ExpressionBuilder<HubTables, "indicators">, pattern: string) {
  return eb.or((["value", "detail", "actor", "campaign", "feed_name"] as const).map((column) => sql<SqlBool>`${eb.ref(column)} like ${pattern} escape '\\'`));
}
