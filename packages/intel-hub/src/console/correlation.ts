import type { Scope } from "../enclaves/scope.js";
import type { ConsoleParts } from "./parts.js";
import { headOf } from "./report-head.js";

const mostIndicators = 100;
const mostReports = 50;
/** Most shared values that are named for one report; the others are counted. */
const mostNamed = 20;

interface TypedValue {
  readonly type: string;
  readonly value: string;
}

/**
 * Reports of the last 90 days that hold one of these values, those with most in common first, each with what it has in
 * common; and what else these reports say, each value with the reports that say it.
 * @param own the values, as they are stored
 * @param without id of the report that the values are of
 */
export async function correlationOf({ library, values }: Pick<ConsoleParts, "library" | "values">, sees: Scope, own: readonly TypedValue[], without?: number) {
  const spelled = own.map(({ value }) => value);
  const [related, holding] = await Promise.all([
    values.related(sees, spelled, { number: 0, size: own.length + mostIndicators, offset: 0 }),
    values.reportsHolding(sees, spelled, mostReports + 1),
  ]);
  const ids = holding.map(({ id }) => id).filter((id) => id !== without).slice(0, mostReports); // prettier-ignore
  const owned = new Set(own.map(keyOf));
  const others = related.items.filter((item) => !owned.has(keyOf(item))).slice(0, mostIndicators);
  const [heads, said] = await Promise.all([ids.length === 0 ? [] : library.heads(sees, { ids }, 0, mostReports), values.sharedBy(sees, ids, [...spelled, ...others.map(({ value }) => value)])]);
  const guids = new Map(heads.map(({ id, uuid }) => [id, uuid]));
  const reports = heads.map((head) => {
    const shared = said.filter((one) => one.report === head.id && owned.has(keyOf(one))).map(({ type, value }) => ({ type, value }));
    return { ...headOf(head), shared: shared.slice(0, mostNamed), shared_count: shared.length };
  });
  const indicators = others.map(({ type, value }) => {
    const holders = said.filter((one) => one.type === type && one.value === value).flatMap(({ report }) => guids.get(report) ?? []);
    return { type, value, reports: holders };
  });
  return {
    reports: reports.sort((a, b) => b.shared_count - a.shared_count),
    indicators: indicators.sort((a, b) => b.reports.length - a.reports.length),
  };
}

function keyOf({ type, value }: TypedValue): string {
  return `${type} ${value}`;
}
