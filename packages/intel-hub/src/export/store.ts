import { tlpLabels, tlpRank, toStaxxTlp, type Tlp } from "@soarkit/indicators";
import { sql, type Expression, type ExpressionBuilder, type Kysely, type SqlBool } from "kysely";
import { ownersSeen, type Scope } from "../enclaves/scope.js";
import type { EventFacts } from "../misp/write-misp.js";
import { parseQuery } from "../query/parse-query.js";
import { activeNow, inScope, spellings, toSql } from "../query/store.js";
import type { HubTables } from "../schema.js";
import { notWhitelisted, visibleRecord } from "../visibility/store.js";
import type { OutgoingRecord, OutgoingReport } from "../stix/write-stix.js";

/** What is to leave the hub. */
export interface ExportScope {
  /** STAXX's query language; empty for everything. */
  readonly query: string;
  /** Only this report's records; empty for all. */
  readonly report: string;
  /** The narrowest label that may leave. A record above it leaves to its own importer only. */
  readonly maxTlp: Tlp;
  /** What whoever asks may see. */
  readonly seen: Scope;
  /** The time of the request, milliseconds since the epoch. */
  readonly now: number;
}

/** How many records an export has. */
export interface ExportTotals {
  readonly records: number;
  /** Records that match and stay because of their TLP label. */
  readonly leftOut: number;
}

type Builder = ExpressionBuilder<HubTables, "indicators">;

/** Records per turn of a stream. */
const rowsAtOnce = 500;

/** A record that the caller sees may leave when its label is wide enough, or to the account that brought it; RED goes to that account only. */
export function mayLeave(eb: Builder, { maxTlp, seen }: Pick<ExportScope, "maxTlp" | "seen">): Expression<SqlBool> {
  const own = eb("indicators.account_id", "in", [...ownersSeen(seen)]);
  const wide = labelsUpTo(maxTlp).filter((label) => label !== "TLP:RED");
  return eb.and([eb.or([eb("indicators.tlp", "in", wide), own]), visibleRecord(eb, seen), notWhitelisted()]);
}

/** The labels of the store that are not narrower than `max`. */
export function labelsUpTo(max: Tlp): string[] {
  return [...new Set(tlpLabels.filter((label) => tlpRank(label) <= tlpRank(max)).map(toStaxxTlp))].filter((label) => label !== "TLP:RED" || max === "RED");
}

/** Records on their way out, report by report: the same order in every export. For a connection that reads only. */
export class ExportStore {
  /** @param lookups a second connection, since the first is busy while it streams. */
  constructor(
    private readonly db: Kysely<HubTables>,
    private readonly lookups: Kysely<HubTables>,
  ) {}

  async totals(scope: ExportScope): Promise<ExportTotals> {
    const { all, leaving } = await this.matching(scope)
      .select((eb) => [eb.fn.countAll<number>().as("all"), eb.fn.coalesce(eb.fn.sum<number>(eb.case().when(mayLeave(eb, scope)).then(1).else(0).end()), sql<number>`0`).as("leaving")])
      .executeTakeFirstOrThrow();
    return { records: leaving, leftOut: all - leaving };
  }

  /** Records that leave; those without a report first, then each report's. */
  async *records(scope: ExportScope): AsyncGenerator<OutgoingRecord> {
    const rows = this.matching(scope)
      .selectAll("indicators")
      .select((eb) => eb.selectFrom("reports").whereRef("reports.id", "=", "indicators.report_id").select("reports.uuid").as("report_uuid")) // prettier-ignore
      .where((eb) => mayLeave(eb, scope))
      .orderBy("indicators.report_id")
      .orderBy("indicators.type")
      .orderBy("indicators.value")
      .orderBy("indicators.id");
    yield* rows.stream(rowsAtOnce);
  }

  report(id: number): Promise<OutgoingReport> {
    return this.lookups.selectFrom("reports").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  }

  /** What an event says as a whole about the active records of a report; `null` for those without one. */
  async eventFacts(reportId: number | null): Promise<EventFacts> {
    const row = await this.lookups
      .selectFrom("indicators")
      .select((eb) => [eb.fn.max<number | null>("severity_rank").as("rank"), eb.fn.max<number | null>("date_last").as("latest")])
      .where("report_id", reportId === null ? "is" : "=", reportId)
      .where("status", "=", "active")
      .where("threat_type", "!=", "suppress")
      .executeTakeFirst();
    return { rank: row?.rank ?? 1, latest: row?.latest ?? 0 };
  }

  private matching(scope: ExportScope) {
    const { query, report, now, seen } = scope;
    let rows = this.db.selectFrom("indicators").where((eb) => eb.and([queryCondition(query, eb, now), visibleRecord(eb, seen), notWhitelisted()]));
    if (report !== "") rows = rows.where("indicators.report_id", "=", (eb) => eb.selectFrom("reports as its").select("its.id").where("its.uuid", "=", report));
    return rows;
  }
}

function queryCondition(text: string, eb: Builder, now: number): Expression<SqlBool> {
  if (text.trim() === "") return activeNow(eb, now);
  const query = parseQuery(text);
  if (query.kind === "condition") return eb.and([inScope(query.condition, eb, now), toSql(query.condition, eb, now)]);
  const pattern = `%${query.text.replaceAll(/[\\%_]/g, "\\$&")}%`;
  const within = (["value", "detail", "actor", "campaign", "feed_name"] as const).map((column) => sql<SqlBool>`${eb.ref(`indicators.${column}`)} like ${pattern} escape '\\'`);
  return eb.and([activeNow(eb, now), eb.or([eb("indicators.value", "in", spellings(query.text)), ...within])]);
}
