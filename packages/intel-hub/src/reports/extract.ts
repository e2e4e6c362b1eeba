import { setImmediate as nextTurn } from "node:timers/promises";
import { extractReportIndicators, type ReportIndicators } from "@soarkit/indicators";

/** Most characters that are read without letting other work go on. */
const piece = 8_192;
/** How far back a piece may end to end between lines or words. */
const slack = 4_096;

/** {@link extractReportIndicators} for texts of any length: other requests are answered between its pieces, which end between lines or words. */
export async function readReportText(text: string): Promise<ReportIndicators> {
  if (text.length <= piece) return extractReportIndicators(text);
  const found: ReportIndicators["found"][number][] = [];
  const dropped: ReportIndicators["dropped"][number][] = [];
  for (let from = 0; from < text.length; ) {
    const to = endOfPiece(text, from);
    const part = extractReportIndicators(text.slice(from, to));
    const start = from;
    found.push(...part.found.map((indicator) => ({ ...indicator, offset: indicator.offset + start })));
    dropped.push(...part.dropped.map((indicator) => ({ ...indicator, offset: indicator.offset + start })));
    from = to;
    await nextTurn();
  }
  return { found, dropped };
}

function endOfPiece(text: string, from: number): number {
  const furthest = from + piece;
  if (furthest >= text.length) return text.length;
  const last = text.slice(furthest - slack, furthest);
  const line = last.lastIndexOf("\n");
  const word = line >= 0 ? line : Math.max(last.lastIndexOf(" "), last.lastIndexOf("\t"), last.lastIndexOf(","), last.lastIndexOf(";"));
  return word >= 0 ? furthest - slack + word + 1 : furthest;
}
