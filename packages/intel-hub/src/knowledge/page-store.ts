import { trustarIndicatorTypes } from "@soarkit/indicators";
import { sql, type Expression, type ExpressionBuilder, type SqlBool } from "kysely";
import type { Scope } from "../enclaves/scope.js";
import { keywordWindow } from "../indicators/store.js";
import { activeNow } from "../query/store.js";
import type { HubDatabase, HubTables } from "../schema.js";
import { notWhitelisted, visibleRecord } from "../visibility/store.js";
import { holders, spellingsOf, type KnownValue } from "./store.js";

type Builder = ExpressionBuilder<HubTables, "indicators">;
type Where = Expression<SqlBool>;

/** Which values. Every part narrows. */
export interface ValueFilter {
  /** In any letter case, anywhere in the value; the whole value first. */
  readonly term?: string;
  /** Our types; those that TruSTAR has a name for unless given. */
  readonly types?: readonly string[];
  /** Last seen not before and not after, milliseconds since the epoch. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** Tags of values: all of them, and none of them. */
  readonly tags?: readonly string[];
  readonly excludedTags?: readonly string[];
  /** Values of this report. */
  readonly reportId?: number;
  /** Values that share a report, changed since then, with one of these. */
  readonly sharing?: { readonly values: readonly string[]; readonly since: number };
  /** False shows whitelisted values too. */
  readonly hideWhitelisted?: boolean;
}

/** Part of a list of values. */
export interface ValuePage {
  readonly rows: readonly KnownValue[];
  /** Counted to {@link deepest} and not further. */
  readonly total: number;
}

/** Lists end after so many elements (trustar-api §1.10). */
export const deepest = 10_000;

/** Pages of values, as one caller may see them. */
export class ValuePageStore {
  constructor(
    private readonly database: Pick<HubDatabase, "db">,
    private readonly now: () => number,
  ) {}

  /** Values, last seen first; the value that a term names before all others. */
  async page(scope: Scope, filter: ValueFilter, offset: number, limit: number): Promise<ValuePage> {
    const matching = () => this.database.db.selectFrom("indicators").where((eb) => eb.and(conditions(eb, scope, filter, this.now())));
    const exact = filter.term === undefined || filter.term === "" ? [] : spellingsOf(filter.term);
    const rows = await matching()
      .select((eb) => ["type", "value", eb.fn.min<number>("date_first").as("first"), eb.fn.max<number>("date_last").as("last")])
      .groupBy(["type", "value"])
      .$if(exact.length > 0, (query) => query.orderBy((eb) => eb.case().when("value", "in", exact).then(0).else(1).end()))
      .orderBy("last", "desc")
      .orderBy("value")
      .orderBy("type")
      .offset(offset)
      .limit(limit)
      .execute();
    // The last page tells how many there are.
    if (rows.length > 0 && rows.length < limit) return { rows, total: Math.min(offset + rows.length, deepest) };
    if (rows.length === 0 && offset === 0) return { rows, total: 0 };
    const groups = matching().select("type").groupBy(["type", "value"]).limit(deepest);
    const { total } = await this.database.db.selectFrom(groups.as("some")).select((eb) => eb.fn.countAll<number>().as("total")).executeTakeFirstOrThrow(); // prettier-ignore
    return { rows, total };
  }
}

function conditions(eb: Builder, scope: Scope, filter: ValueFilter, now: number): Where[] {
  const { term, types = trustarIndicatorTypes, from, to, tags = [], excludedTags = [], reportId, sharing, hideWhitelisted = true } = filter;
  return [
    activeNow(eb, now),
    eb("indicators.type", "in", [...types, ""]),
    visibleRecord(eb, scope),
    ...(hideWhitelisted ? [notWhitelisted()] : []),
    ...(from === undefined ? [] : [eb("indicators.date_last", ">=", from)]),
    ...(to === undefined ? [] : [eb("indicators.date_last", "<=", to)]),
    ...(term === undefined ? [] : [termMatches(eb, term)]),
    ...(reportId === undefined ? [] : [eb("indicators.report_id", "=", reportId)]),
    ...(sharing === undefined ? [] : [shares(eb, scope, sharing, now)]),
    ...tags.map((name) => tagged(eb, scope, [name])),
    ...(excludedTags.length === 0 ? [] : [eb.not(tagged(eb, scope, excludedTags))]),
  ];
}

/** Records whose value holds the term: the value itself and those that begin with it among all, others among the newest. Each part is read from an index alone. */
function termMatches(eb: Builder, term: string): Where {
  const newest = sql`select value, id from indicators order by date_last desc, id desc limit ${keywordWindow}`;
  const id = eb.ref("indicators.id");
  if (term === "") return sql<SqlBool>`${id} in (select recent.id from (${newest}) as recent)`;
  const lower = term.toLowerCase();
  const within = `%${term.replaceAll(/[\\%_]/g, "\\$&")}%`;
  return sql<SqlBool>`${id} in (
    select named.id from indicators as named where named.value in (select spelled.value from json_each(${JSON.stringify(spellingsOf(term))}) as spelled)
    union all select begun.id from indicators as begun where begun.value >= ${lower} and begun.value < ${`${lower}\u{10ffff}`}
    union all select recent.id from (${newest}) as recent where recent.value like ${within} escape '\\')`;
}

function shares(eb: Builder, scope: Scope, { values, since }: { readonly values: readonly string[]; readonly since: number }, now: number): Where {
  return eb("indicators.report_id", "in", eb.selectFrom("reports").select("reports.id").where("reports.last_imported", ">=", since).where("reports.id", "in", (inner) => holders(inner as unknown as ExpressionBuilder<HubTables, "reports">, scope, values, now)));
}

function tagged(eb: Builder, { enclaves }: Scope, names: readonly string[]): Where {
  const tags = eb.selectFrom("indicator_tags").select("indicator_tags.value").whereRef("indicator_tags.value", "=", "indicators.value").where("indicator_tags.name", "in", [...names]);
  return eb.exists(enclaves === undefined ? tags : tags.where("indicator_tags.enclave_id", "in", [...enclaves, -1]));
}
