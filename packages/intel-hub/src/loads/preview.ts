import type { LeftOutRow } from "./batch.js";
import type { ReadingTask } from "./read-file.js";
import { readInThread } from "./reader.js";
import type { NewIndicator } from "../indicators/store.js";

/** What a file would bring, by its beginning. */
export interface LoadPreview {
  /** The first values, as they would be stored. */
  readonly rows: readonly Pick<NewIndicator, "value" | "type" | "itype" | "threat_type" | "severity" | "confidence" | "tlp" | "expires" | "source" | "feed_name" | "detail" | "actor" | "campaign">[];
  readonly types: Readonly<Record<string, number>>;
  readonly reports: readonly string[];
  /** The first that are left out. */
  readonly left_out: readonly LeftOutRow[];
  readonly left_out_total: number;
  readonly values: number;
  /** False when only the beginning of the file was looked at. */
  readonly whole: boolean;
}

const mostRows = 20;
const mostLeftOut = 20;
/** Values after which the look ends. */
const mostValues = 5_000;

/** Reads the beginning of a file without storing anything. @throws SoarkitError what the file is refused for. */
export async function previewOf(task: ReadingTask): Promise<LoadPreview> {
  const rows: LoadPreview["rows"][number][] = [];
  const types: Record<string, number> = {};
  const reports: string[] = [];
  const leftOut: LeftOutRow[] = [];
  let values = 0;
  let leftOutTotal = 0;
  let whole = true;
  for await (const batch of readInThread(task)) {
    for (const { row } of batch.records) {
      types[row.type] = (types[row.type] ?? 0) + 1;
      if (rows.length < mostRows) rows.push(shown(row));
    }
    values += batch.records.length;
    reports.push(...batch.reports.map(({ title }) => title));
    leftOutTotal += batch.leftOut.length;
    leftOut.push(...batch.leftOut.slice(0, mostLeftOut - leftOut.length));
    if (values >= mostValues || leftOutTotal >= mostValues) {
      whole = batch.position >= batch.total;
      break;
    }
  }
  return { rows, types, reports: reports.slice(0, mostRows), left_out: leftOut, left_out_total: leftOutTotal, values, whole };
}

function shown({ value, type, itype, threat_type, severity, confidence, tlp, expires, source, feed_name, detail, actor, campaign }: NewIndicator): LoadPreview["rows"][number] {
  return { value, type, itype, threat_type, severity, confidence, tlp, expires: expires ?? null, source, feed_name, detail, actor, campaign };
}
