import type { ExpressionBuilder, Insertable, Selectable, SelectQueryBuilder, SqlBool, Transaction } from "kysely";
import { sql } from "kysely";
import { spellings, toSql } from "../query/store.js";
import type { Query } from "../query/syntax.js";
import type { HubDatabase, HubTables, IndicatorsTable } from "../schema.js";

/** A record of the store. */
export type IndicatorRow = Selectable<IndicatorsTable>;
/** A record to be stored. */
export type NewIndicator = Insertable<IndicatorsTable>;

/** Newest records through which a bare word is looked for in the middle of texts; exact values and beginnings are found in all. */
export const keywordWindow = 20_000;
/** Rows per INSERT, far below SQLite's limit of parameters. */
const rowsAtOnce = 200;

type Rows = SelectQueryBuilder<HubTables, "indicators", IndicatorRow>;

/** Indicators in the store. */
export class IndicatorStore {
  constructor(
    private readonly database: HubDatabase,
    private readonly now: () => number,
  ) {}

  /** Active records that match, newest first, at most `limit`. @throws SoarkitError `HUB_QUERY_INVALID`. */
  async search(query: Query | undefined, limit: number): Promise<IndicatorRow[]> {
    if (query === undefined) return newestFirst(this.active(), limit).execute();
    if (query.kind === "keyword") return this.keyword(query.text, limit);
    const now = this.now();
    return newestFirst(this.active().where((eb) => toSql(query.condition, eb, now)), limit).execute(); // prettier-ignore
  }

  private active(): Rows {
    return this.database.db.selectFrom("indicators").selectAll("indicators").where("status", "=", "active");
  }

  private async keyword(text: string, limit: number): Promise<IndicatorRow[]> {
    const exact = await newestFirst(this.active().where("value", "in", spellings(text)), limit).execute();
    if (exact.length >= limit) return exact;
    // In the index's order: sorting by date would first collect every value that begins so.
    const beginning = await this.active().where("value", ">=", text).where("value", "<", `${text}\u{10ffff}`).orderBy("value").limit(limit).execute();
    const oldest = await this.database.db.selectFrom("indicators").select("id").orderBy("date_last", "desc").orderBy("id", "desc").offset(keywordWindow).limit(1).executeTakeFirst();
    const pattern = `%${text.replaceAll(/[\\%_]/g, "\\$&")}%`;
    const recent = oldest === undefined ? this.active() : this.active().where("date_last", ">=", this.dateOf(oldest.id));
    const within = await newestFirst(recent.where((eb) => anyText(eb, pattern)), limit).execute(); // prettier-ignore
    const all = new Map([...exact, ...beginning, ...within].map((row) => [row.id, row]));
    return [...all.values()].sort((a, b) => b.date_last - a.date_last || b.id - a.id).slice(0, limit);
  }

  private dateOf(id: number) {
    return this.database.db.selectFrom("indicators as edge").select("edge.date_last").where("edge.id", "=", id);
  }

  /** Stores records. A value that its report has already is left alone. @returns the types of the records that were added. */
  async add(trx: Transaction<HubTables>, rows: readonly NewIndicator[]): Promise<string[]> {
    const added: string[] = [];
    for (let from = 0; from < rows.length; from += rowsAtOnce) {
      const result = await trx
        .insertInto("indicators")
        .values(rows.slice(from, from + rowsAtOnce))
        .onConflict((conflict) => conflict.columns(["report_id", "type", "value"]).doNothing())
        .returning("type")
        .execute();
      added.push(...result.map(({ type }) => type));
    }
    return added;
  }

  /** Makes the records of an import active (seen last now) or rejected. */
  async decide(trx: Transaction<HubTables>, importId: number, status: "active" | "rejected"): Promise<void> {
    await trx
      .updateTable("indicators")
      .set({ status, ...(status === "active" ? { date_last: this.now() } : {}) })
      .where("import_id", "=", importId)
      .execute();
  }

  /** Number of records by status. */
  async countByStatus(): Promise<Record<string, number>> {
    const rows = await this.database.db.selectFrom("indicators").select((eb) => ["status", eb.fn.countAll<number>().as("total")]).groupBy("status").execute(); // prettier-ignore
    return Object.fromEntries(rows.map(({ status, total }) => [status, total]));
  }
}

function newestFirst(rows: Rows, limit: number): Rows {
  return rows.orderBy("date_last", "desc").orderBy("id", "desc").limit(limit);
}

function anyText(eb: ExpressionBuilder<HubTables, "indicators">, pattern: string) {
  return eb.or((["value", "detail", "actor", "campaign", "feed_name"] as const).map((column) => sql<SqlBool>`${eb.ref(column)} like ${pattern} escape '\\'`));
}
