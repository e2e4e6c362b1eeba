import type { Scope } from "../enclaves/scope.js";
import { SoarkitError } from "@soarkit/protocol";
import { narrowerTlp, parseTlp, toStaxxTlp } from "@soarkit/indicators";
import { readIntelText } from "../imports/intel-text.js";
import { statusOf, type FoundRow, type IndicatorRow, type IndicatorStore } from "../indicators/store.js";
import { wellKnownWarnings } from "../imports/remarks.js";
import { parseQuery } from "../query/parse-query.js";
import { isQuick } from "../query/quick.js";
import type { ReadThreads } from "../query/threads.js";
import type { WarningLists } from "../warninglists/warning-lists.js";
import { countLimit, type SearchRequest, type SearchStore, type ValueFacts } from "./store.js";

/** A row of a result. */
export interface FoundIndicator {
  readonly id: number;
  readonly value: string;
  readonly type: string;
  readonly itype: string;
  readonly threat_type: string;
  readonly severity: string;
  readonly confidence: number;
  /** The narrowest of its records when rows are values. */
  readonly tlp: string;
  /** Name of the source when rows are records. */
  readonly source: string;
  readonly actor: string;
  readonly campaign: string;
  /** Different sources of the value. */
  readonly sources: number;
  /** Records of the value. */
  readonly records: number;
  /** Milliseconds since the epoch. */
  readonly first_seen: number;
  readonly last_seen: number;
  /** End of the record, milliseconds since the epoch; null for never. */
  readonly expires: number | null;
  readonly status: string;
  /** What is well known about the value, e.g. `well-known: the public DNS resolver of Google (list …)`. */
  readonly well_known: readonly string[];
}

/** An answer to a search; a query with a mistake is an answer too, with the place of the mistake. */
export interface SearchAnswer {
  readonly total: number;
  /** True when there are more than `total`. */
  readonly more: boolean;
  readonly took_ms: number;
  readonly rows: readonly FoundIndicator[];
  readonly error?: { readonly position: number; readonly reason: string };
}

/** What the hub says to each value of a pasted text. */
export interface BulkAnswer {
  readonly known: readonly FoundIndicator[];
  readonly unknown: readonly { readonly value: string; readonly type: string }[];
  /** Values the hub has no record of and need not have: they stand on a warning list. */
  readonly well_known: readonly { readonly value: string; readonly type: string; readonly remarks: readonly string[] }[];
  /** What is no value the hub keeps, and why. */
  readonly not_indicators: readonly { readonly value: string; readonly reason: string }[];
}

/** Most values of one bulk search. */
const mostBulkValues = 5_000;

/** Searches as the console shows them. */
export class Search {
  constructor(
    private readonly store: SearchStore,
    private readonly indicators: IndicatorStore,
    private readonly lists: WarningLists,
    private readonly threads: ReadThreads,
  ) {}

  /** What an index answers is answered at once; any other search runs in a thread. @param gone - ends it. @throws SoarkitError `HUB_QUERIES_BUSY`, `HUB_QUERY_ENDED`. */
  async find(text: string, request: Omit<SearchRequest, "query">, gone: AbortSignal): Promise<SearchAnswer> {
    const began = performance.now();
    try {
      const query = text.trim() === "" ? undefined : parseQuery(text);
      const { rows, total } = await (isQuick(query) ? this.store.page({ ...request, query }) : this.threads.run("search", { ...request, query }, gone));
      return { total: Math.min(total, countLimit), more: total > countLimit, rows: await this.found(rows, request.grouped, request.sees), took_ms: took(began) };
    } catch (error) {
      if (!(error instanceof SoarkitError) || error.code !== "HUB_QUERY_INVALID") throw error;
      return { total: 0, more: false, rows: [], took_ms: took(began), error: { position: Number(error.details.position ?? 1), reason: String(error.details.reason ?? error.message) } };
    }
  }

  /** Looks every value of a text up. */
  async bulk(text: string, sees: Scope): Promise<BulkAnswer> {
    const { values, dropped } = readIntelText(text);
    const asked = values.slice(0, mostBulkValues);
    const records = (await this.indicators.ofValues(asked.map(({ value }) => value), sees)).filter(({ status }) => status === "active");
    const newest = new Map<string, IndicatorRow>();
    for (const row of records) if ((newest.get(row.value)?.date_last ?? -1) < row.date_last) newest.set(row.value, row);
    const strangers = asked.filter(({ value }) => !newest.has(value)).map(({ value, type }) => ({ value, type, remarks: wellKnownWarnings({ value, type }, this.lists) }));
    return {
      known: await this.found(asked.map(({ value }) => newest.get(value)).filter((row) => row !== undefined), true, sees), // prettier-ignore
      unknown: strangers.filter(({ remarks }) => remarks.length === 0).map(({ value, type }) => ({ value, type })),
      well_known: strangers.filter(({ remarks }) => remarks.length > 0),
      not_indicators: [...dropped.map(({ value, reason }) => ({ value, reason })), ...values.slice(mostBulkValues).map(({ value }) => ({ value, reason: `not looked up: one search has at most ${mostBulkValues.toLocaleString("en")} values` }))],
    };
  }

  private async found(rows: readonly FoundRow[], grouped: boolean, sees: Scope): Promise<FoundIndicator[]> {
    const facts = await this.store.facts(rows, sees);
    return rows.map((row) => ({ ...foundIndicator(row, facts.get(`${row.type} ${row.value}`), grouped, this.indicators.now()), well_known: wellKnownWarnings(row, this.lists) }));
  }
}

/** A record as a row. */
export function foundIndicator(row: FoundRow, facts: ValueFacts | undefined, grouped: boolean, now: number): Omit<FoundIndicator, "well_known"> {
  const { id, value, type, itype, threat_type, severity, confidence, source, actor, campaign, expires } = row;
  const tlp = grouped ? narrowest([row.tlp, ...(facts?.tlps ?? [])]) : row.tlp;
  return { id, value, type, itype, threat_type, severity, confidence, tlp, source, actor, campaign, sources: facts?.sources ?? 1, records: facts?.records ?? 1, first_seen: row.date_first, last_seen: row.date_last, expires, status: statusOf(row, now) };
}

/** The label that shares least. */
export function narrowest(labels: readonly string[]): string {
  const known = labels.map(parseTlp).filter((label) => label !== undefined);
  return known.length === 0 ? "" : toStaxxTlp(known.reduce(narrowerTlp));
}

function took(began: number): number {
  return Math.round((performance.now() - began) * 10) / 10;
}
