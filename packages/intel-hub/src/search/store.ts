import { sql, type Expression, type SqlBool } from "kysely";
import type { Scope } from "../enclaves/scope.js";
import { visibleRecord } from "../visibility/store.js";
import type { FoundRow, IndicatorStore } from "../indicators/store.js";
import { activeNow, inScope, toSql } from "../query/store.js";
import type { Query } from "../query/syntax.js";
import type { HubDatabase, HubTables } from "../schema.js";
import type { ExpressionBuilder } from "kysely";

/** Orders of a search, the strongest or newest first; values by alphabet. */
export const searchSorts = ["last_seen", "confidence", "severity", "value"] as const;
/** An order of a search. */
export type SearchSort = (typeof searchSorts)[number];

/** Which part of which result. */
export interface SearchRequest {
  readonly query: Query | undefined;
  /** What the caller may see. */
  readonly sees: Scope;
  /** One row a value instead of one a record. */
  readonly grouped: boolean;
  readonly sort: SearchSort;
  readonly start: number;
  readonly size: number;
}

/** A part of a result. */
export interface SearchPage {
  readonly rows: readonly FoundRow[];
  /** Counted to `countLimit` and not further. */
  readonly total: number;
}

/** What all active records of a value say together. */
export interface ValueFacts {
  readonly records: number;
  readonly sources: number;
  readonly tlps: readonly string[];
}

/** Results are counted up to this and not further. */
export const countLimit = 10_000;
/** Most records that a bare word finds; a word that finds more is too short. */
const keywordLimit = 2_000;

type Builder = ExpressionBuilder<HubTables, "indicators">;

/** Searches for the console: pages, totals, one row a value. */
export class SearchStore {
  constructor(
    private readonly database: Pick<HubDatabase, "db">,
    private readonly indicators: IndicatorStore,
    private readonly now: () => number,
  ) {}

  /** @throws SoarkitError `HUB_QUERY_INVALID`. */
  async page(request: SearchRequest): Promise<SearchPage> {
    const { query } = request;
    if (query?.kind === "keyword") return this.keywordPage(query.text, request);
    const now = this.now();
    const condition = query?.condition;
    const matches = (eb: Builder, table: string): Expression<SqlBool>[] => [visibleRecord(eb, request.sees, table), inScope(condition, eb, now), ...(condition === undefined ? [] : [toSql(condition, eb, now)])];
    const rows = this.matching(matches, request.grouped);
    const counted = this.database.db.selectFrom(rows.select("indicators.id").limit(countLimit + 1).as("some")).select((eb) => eb.fn.countAll<number>().as("total")); // prettier-ignore
    const { column, direction } = orders[request.sort];
    const page = rows.selectAll("indicators").orderBy(`indicators.${column}`, direction).orderBy("indicators.id", "desc").offset(request.start).limit(request.size);
    const [{ total }, found] = await Promise.all([counted.executeTakeFirstOrThrow(), page.execute()]);
    return { rows: found, total };
  }

  /** Records that match; of each value only the newest when grouped. */
  private matching(matches: (eb: Builder, table: string) => Expression<SqlBool>[], grouped: boolean) {
    const rows = this.database.db.selectFrom("indicators").where((eb) => eb.and(matches(eb, "indicators")));
    if (!grouped) return rows;
    return rows.where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("indicators as newer")
            .select(sql`1`.as("one"))
            .where(sql<SqlBool>`newer.value = indicators.value and newer.type = indicators.type`)
            .where(sql<SqlBool>`(newer.date_last > indicators.date_last or (newer.date_last = indicators.date_last and newer.id > indicators.id))`)
            // Unqualified columns mean the innermost table: the condition holds for `newer` here.
            .where((inner) => inner.and(matches(inner as unknown as Builder, "newer"))),
        ),
      ),
    );
  }

  private async keywordPage(text: string, { grouped, sort, start, size, sees }: SearchRequest): Promise<SearchPage> {
    const found = await this.indicators.search({ kind: "keyword", text }, keywordLimit, sees);
    const rows = grouped ? newestOfEach(found) : found;
    const { column, direction } = orders[sort];
    const sign = direction === "asc" ? 1 : -1;
    const exactFirst = (row: FoundRow): number => (row.value === text.toLowerCase() || row.value === text ? 0 : row.value.startsWith(text) ? 1 : 2);
    const sorted = rows.toSorted((a, b) => (sort === "last_seen" ? exactFirst(a) - exactFirst(b) : 0) || (a[column] < b[column] ? -sign : a[column] > b[column] ? sign : b.id - a.id));
    return { rows: sorted.slice(start, start + size), total: sorted.length };
  }

  /** Facts of values, by `type value`. */
  async facts(rows: readonly Pick<FoundRow, "value" | "type">[], sees: Scope): Promise<Map<string, ValueFacts>> {
    const values = [...new Set(rows.map(({ value }) => value))];
    if (values.length === 0) return new Map();
    const groups = await this.database.db
      .selectFrom("indicators")
      .select((eb) => ["value", "type", "source", "tlp", eb.fn.countAll<number>().as("records")])
      .where("value", "in", values)
      .where((eb) => visibleRecord(eb, sees))
      .where((eb) => activeNow(eb, this.now()))
      .groupBy(["value", "type", "source", "tlp"])
      .execute();
    const facts = new Map<string, { records: number; sources: Set<string>; tlps: Set<string> }>();
    for (const { value, type, source, tlp, records } of groups) {
      const known = facts.get(`${type} ${value}`) ?? { records: 0, sources: new Set(), tlps: new Set() };
      known.records += records;
      known.sources.add(source);
      known.tlps.add(tlp);
      facts.set(`${type} ${value}`, known);
    }
    return new Map([...facts].map(([key, { records, sources, tlps }]) => [key, { records, sources: sources.size, tlps: [...tlps] }]));
  }
}

const orders = {
  last_seen: { column: "date_last", direction: "desc" },
  confidence: { column: "confidence", direction: "desc" },
  severity: { column: "severity_rank", direction: "desc" },
  value: { column: "value", direction: "asc" },
} as const;

function newestOfEach(rows: readonly FoundRow[]): FoundRow[] {
  const newest = new Map<string, FoundRow>();
  for (const row of rows) {
    const key = `${row.type} ${row.value}`;
    const known = newest.get(key);
    if (known === undefined || row.date_last > known.date_last || (row.date_last === known.date_last && row.id > known.id)) newest.set(key, row);
  }
  return [...newest.values()];
}
