import type { Scope } from "../enclaves/scope.js";
import { readReportText } from "../reports/extract.js";
import { bodyOf, type SeenReport } from "../reports/library.js";
import type { ReportHead, ReportPlace } from "../reports/store.js";
import type { ConsoleParts } from "./parts.js";

/** Most indicators of a report (trustar-api §1.10). */
const mostIndicators = 2_000;
const mostCorrelated = 100;
const mostReports = 50;
/** Characters of the text that a page shows. */
const longestText = 256 * 1_024;

/** The text of a report with its indicators marked, and what has values in common with it. */
export async function reportPage({ library, values }: Pick<ConsoleParts, "library" | "values">, report: SeenReport, sees: Scope) {
  const whole = bodyOf(report);
  const body = whole.slice(0, longestText);
  const page = (size: number): { number: number; size: number; offset: number } => ({ number: 0, size, offset: 0 });
  const { items } = await values.ofReport(sees, report.id, page(mostIndicators), false, ({ type, value }, whitelisted) => ({ type, value, whitelisted }));
  const own = new Map(items.map((item) => [`${item.type} ${item.value}`, item]));
  const spelled = items.map(({ value }) => value);
  const [ranked, related, holding, { found }] = await Promise.all([
    values.rank(sees, spelled),
    values.related(sees, spelled, page(items.length + mostCorrelated)),
    values.reportsHolding(sees, spelled, mostReports + 1),
    readReportText(body),
  ]);
  const priorities = new Map(ranked.map(({ type, value, priority }) => [`${type} ${value}`, priority as string]));
  const others = holding.filter(({ id }) => id !== report.id).slice(0, mostReports);
  const correlated = await library.heads(sees, { ids: others.map(({ id }) => id) }, 0, mostReports); // prettier-ignore
  const marks = found.flatMap(({ type, value, offset, original }) => {
    const item = own.get(`${type} ${value}`);
    return item === undefined ? [] : [{ start: offset, end: offset + original.length, ...item }];
  });
  return {
    body,
    cut: whole.length > body.length,
    marks: marks.sort((a, b) => a.start - b.start),
    indicators: items.map((item) => ({ ...item, priority: priorities.get(`${item.type} ${item.value}`) ?? "NOT_FOUND" })),
    correlated: {
      indicators: related.items.filter(({ type, value }) => !own.has(`${type} ${value}`)).slice(0, mostCorrelated).map(({ type, value }) => ({ type, value })),
      reports: correlated.map(headOf),
    },
  }; // prettier-ignore
}

/** A report in a list. */
export function headOf(report: ReportHead & { readonly places: readonly ReportPlace[]; readonly tags: readonly string[] }) {
  const { uuid, title, tlp, date, first_imported: created, last_imported: updated, imported_by: submitter, feed_name: feed, version, external_url: url, places, tags } = report;
  return {
    guid: uuid, title, tlp, date, created, updated, submitter, feed, version, tags,
    external_url: url,
    external_id: places.find(({ external_id: id }) => id !== null)?.external_id ?? null,
    enclaves: places.map(({ guid, name }) => ({ guid, name })),
  }; // prettier-ignore
}
