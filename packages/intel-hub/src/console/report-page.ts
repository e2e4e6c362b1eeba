import type { Scope } from "../enclaves/scope.js";
import { readReportText } from "../reports/extract.js";
import { bodyOf, type SeenReport } from "../reports/library.js";
import { correlationOf } from "./correlation.js";
import type { ConsoleParts } from "./parts.js";

/** Most indicators of a report (trustar-api §1.10). */
const mostIndicators = 2_000;
/** Characters of the text that a page shows. */
const longestText = 256 * 1_024;

/** The text of a report with its indicators marked, and what has values in common with it. */
export async function reportPage(parts: Pick<ConsoleParts, "library" | "values">, report: SeenReport, sees: Scope) {
  const { values } = parts;
  const whole = bodyOf(report);
  const body = whole.slice(0, longestText);
  const { items } = await values.ofReport(sees, report.id, { number: 0, size: mostIndicators, offset: 0 }, false, ({ type, value }, whitelisted) => ({ type, value, whitelisted }));
  const own = new Map(items.map((item) => [`${item.type} ${item.value}`, item]));
  const spelled = items.map(({ value }) => value);
  const [ranked, { found }, correlated] = await Promise.all([values.rank(sees, spelled), readReportText(body), correlationOf(parts, sees, items, report.id)]);
  const priorities = new Map(ranked.map(({ type, value, priority }) => [`${type} ${value}`, priority as string]));
  const marks = found.flatMap(({ type, value, offset, original }) => {
    const item = own.get(`${type} ${value}`);
    return item === undefined ? [] : [{ start: offset, end: offset + original.length, ...item }];
  });
  return {
    body,
    cut: whole.length > body.length,
    marks: marks.sort((a, b) => a.start - b.start),
    indicators: items.map((item) => ({ ...item, priority: priorities.get(`${item.type} ${item.value}`) ?? "NOT_FOUND" })),
    correlated,
  };
}
