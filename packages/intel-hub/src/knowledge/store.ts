import { classify, refang, trustarIndicatorTypes } from "@soarkit/indicators";
import { sql, type ExpressionBuilder, type SqlBool } from "kysely";
import type { Scope } from "../enclaves/scope.js";
import { activeNow } from "../query/store.js";
import type { HubDatabase, HubTables } from "../schema.js";
import { notWhitelisted, visibleRecord, visibleReport } from "../visibility/store.js";
import type { Evidence, PriorityRule } from "./priority.js";

type Builder = ExpressionBuilder<HubTables, "indicators">;

/** A value and its type; what the TruSTAR face calls an indicator. */
export interface KnownValue {
  readonly type: string;
  readonly value: string;
  /** Milliseconds since the epoch. */
  readonly first: number;
  readonly last: number;
}

/** A value with everything that the caller's records say about it. */
export interface ValueEvidence extends KnownValue, Evidence {
  readonly sightings: number;
}

/** A record of a value, as much of it as metadata and summaries tell. */
export interface ValueRecord {
  readonly type: string;
  readonly value: string;
  readonly enclave_guid: string;
  readonly report_uuid: string | null;
  readonly source: string;
  readonly feed_name: string;
  readonly detail: string;
  readonly actor: string;
  readonly campaign: string;
  readonly threat_type: string;
  readonly confidence: number;
  readonly severity_rank: number;
  readonly date_first: number;
  readonly date_last: number;
  readonly from_import: 0 | 1;
}

const valuesAtOnce = 1_000;
const mostRecords = 20_000;

/** What the hub knows about values, as one caller may see it: evidence, records, reports that hold them. Nothing is asked once per row. */
export class KnowledgeStore {
  constructor(
    private readonly database: HubDatabase,
    private readonly rule: PriorityRule,
    private readonly now: () => number,
  ) {}

  /** Evidence about values in any of their spellings, by type and value. Whitelisted and unknown ones are absent. */
  async evidence(scope: Scope, values: readonly string[]): Promise<ValueEvidence[]> {
    const spelled = [...new Set(values.flatMap(spellingsOf))];
    const found: ValueEvidence[] = [];
    for (let from = 0; from < spelled.length; from += valuesAtOnce) {
      const some = spelled.slice(from, from + valuesAtOnce);
      const rows = await this.database.db
        .selectFrom("indicators")
        .leftJoin("report_enclaves", (join) => {
          const joined = join.onRef("report_enclaves.report_id", "=", "indicators.report_id");
          return scope.enclaves === undefined || scope.enclaves.length === 0 ? joined : joined.on("report_enclaves.enclave_id", "in", [...scope.enclaves]);
        })
        .select((eb) => [
          "indicators.type",
          "indicators.value",
          eb.fn.min<number>("indicators.date_first").as("first"),
          eb.fn.max<number>("indicators.date_last").as("last"),
          eb.fn.count<number>("indicators.report_id").distinct().as("reports"),
          sql<number>`count(distinct coalesce(report_enclaves.enclave_id, indicators.enclave_id))`.as("enclaves"),
          eb.fn.sum<number>("indicators.sightings").as("sightings"),
          this.score().as("score"),
        ])
        .where("indicators.value", "in", some)
        .where("indicators.type", "in", [...trustarIndicatorTypes])
        .where((eb) => eb.and([activeNow(eb as unknown as Builder, this.now()), visibleRecord(eb as unknown as Builder, scope), notWhitelisted()]))
        .groupBy(["indicators.type", "indicators.value"])
        .execute();
      found.push(...rows);
    }
    return found;
  }

  private score() {
    return sql<number>`max(case when indicators.threat_type = 'suppress' then 0
      else (case when indicators.severity_rank >= 2 then 3 else indicators.severity_rank + 1 end)
        - (case when indicators.confidence < ${this.rule.confidentFrom} and indicators.severity_rank > 0 then 1 else 0 end) end)`;
  }

  /** Records of values, newest first, at most some thousands. */
  records(scope: Scope, values: readonly string[]): Promise<ValueRecord[]> {
    const spelled = [...new Set(values.flatMap(spellingsOf))].slice(0, valuesAtOnce * 3);
    if (spelled.length === 0) return Promise.resolve([]);
    return this.database.db
      .selectFrom("indicators")
      .leftJoin("report_enclaves", "report_enclaves.report_id", "indicators.report_id")
      .innerJoin("enclaves", (join) => join.on(sql<SqlBool>`enclaves.id = coalesce(report_enclaves.enclave_id, indicators.enclave_id)`))
      .leftJoin("reports", "reports.id", "indicators.report_id")
      .select([
        "indicators.type", "indicators.value", "enclaves.guid as enclave_guid", "reports.uuid as report_uuid", "indicators.source", "indicators.feed_name", "indicators.detail", "indicators.actor", "indicators.campaign",
        "indicators.threat_type", "indicators.confidence", "indicators.severity_rank", "indicators.date_first", "indicators.date_last",
        sql<0 | 1>`case when indicators.import_id is null then 0 else 1 end`.as("from_import"),
      ]) // prettier-ignore
      .where("indicators.value", "in", spelled)
      .where("indicators.type", "in", [...trustarIndicatorTypes])
      .where((eb) => eb.and([activeNow(eb as unknown as Builder, this.now()), visibleRecord(eb as unknown as Builder, scope), notWhitelisted(), ...(scope.enclaves === undefined ? [] : [eb("enclaves.id", "in", [...scope.enclaves, -1])])]))
      .orderBy("indicators.date_last", "desc")
      .orderBy("indicators.id", "desc")
      .limit(mostRecords)
      .execute();
  }

  /** Visible reports, changed since then, that hold one of the values; the newest first. */
  reportsHolding(scope: Scope, values: readonly string[], since: number, offset: number, limit: number): Promise<{ id: number; uuid: string }[]> {
    if (values.length === 0) return Promise.resolve([]);
    return this.database.db
      .selectFrom("reports")
      .select(["id", "uuid"])
      .where("last_imported", ">=", since)
      .where("id", "in", (eb) => holders(eb, scope, values, this.now()))
      .where((eb) => visibleReport(eb, scope))
      .orderBy("last_imported", "desc")
      .orderBy("id", "desc")
      .offset(offset)
      .limit(limit)
      .execute();
  }

  /** Which of these values each of these reports holds, as far as the caller may see it; values as they are stored. */
  async sharedBy(scope: Scope, reportIds: readonly number[], values: readonly string[]): Promise<{ report: number; type: string; value: string }[]> {
    if (reportIds.length === 0) return [];
    const found: { report: number; type: string; value: string }[] = [];
    for (let from = 0; from < values.length; from += valuesAtOnce) {
      const rows = await this.database.db
        .selectFrom("indicators")
        .select([sql<number>`report_id`.as("report"), "type", "value"])
        .distinct()
        .where("value", "in", values.slice(from, from + valuesAtOnce))
        // The sign keeps the look-up with the values: a report may hold a million.
        .where(sql<number>`+report_id`, "in", [...reportIds])
        .where((eb) => eb.and([activeNow(eb, this.now()), visibleRecord(eb, scope), notWhitelisted()]))
        .execute();
      found.push(...rows);
    }
    return found;
  }

  /** Values by the number of reports, changed since then, that hold them; most first. */
  trending(scope: Scope, types: readonly string[], since: number, limit: number): Promise<(KnownValue & { readonly reports: number })[]> {
    return this.database.db
      .selectFrom("indicators")
      .select((eb) => ["type", "value", eb.fn.min<number>("date_first").as("first"), eb.fn.max<number>("date_last").as("last"), eb.fn.count<number>("report_id").distinct().as("reports")])
      .where("report_id", "in", (eb) => eb.selectFrom("reports").select("id").where("last_imported", ">=", since))
      .where("type", "in", [...types])
      .where((eb) => eb.and([activeNow(eb, this.now()), visibleRecord(eb, scope), notWhitelisted()]))
      .groupBy(["type", "value"])
      .orderBy("reports", "desc")
      .orderBy("last", "desc")
      .orderBy("value")
      .limit(limit)
      .execute();
  }

  /** Values of the store that are spelled exactly so, with their types. */
  known(values: readonly string[]): Promise<{ type: string; value: string }[]> {
    if (values.length === 0) return Promise.resolve([]);
    return this.database.db.selectFrom("indicators").select(["type", "value"]).distinct().where("value", "in", [...values]).where("type", "in", [...trustarIndicatorTypes]).where("status", "=", "active").execute();
  }
}

/** Ids of the reports that hold one of the values, as far as the caller may see it. */
export function holders(eb: ExpressionBuilder<HubTables, "reports">, scope: Scope, values: readonly string[], now: number) {
  const spelled = [...new Set(values.flatMap(spellingsOf))];
  return eb
    .selectFrom("indicators")
    .select("indicators.report_id")
    .where("indicators.value", "in", spelled)
    .where("indicators.report_id", "is not", null)
    .where((inner) => inner.and([activeNow(inner as unknown as Builder, now), visibleRecord(inner as unknown as Builder, scope), notWhitelisted()]));
}

/** A value as written, as it is stored, and in both letter cases: names of malware are kept as their source wrote them. */
export function spellingsOf(text: string): string[] {
  const plain = text.trim();
  return [...new Set([plain, classify(plain)?.value ?? refang(plain), plain.toLowerCase(), plain.toUpperCase()])];
}
