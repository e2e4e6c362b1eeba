import { SoarkitError } from "@soarkit/protocol";
import { placeWarnings, wellKnownWarnings } from "../imports/remarks.js";
import type { NewIndicator } from "../indicators/store.js";
import { asHarmless } from "../warninglists/harmless.js";
import type { WarningLists } from "../warninglists/warning-lists.js";
import type { LeftOutRow } from "./batch.js";
import { fileColumns, type FileColumn } from "./csv-columns.js";
import { readLayout } from "./csv-header.js";
import type { ReadingTask } from "./read-file.js";
import { readInThread } from "./reader.js";

/** What a file would bring, by its beginning. */
export interface LoadPreview {
  /** The first values, as they would be stored. */
  readonly rows: readonly PreviewRow[];
  readonly types: Readonly<Record<string, number>>;
  readonly reports: readonly string[];
  /** The first that are left out. */
  readonly left_out: readonly LeftOutRow[];
  readonly left_out_total: number;
  readonly values: number;
  /** Values that are well known or mean nothing outside one network, of those looked at. */
  readonly remarked: number;
  /** False when only the beginning of the file was looked at. */
  readonly whole: boolean;
  /** Columns of a CSV file. */
  readonly columns: readonly FileColumn[];
  /** Why a CSV file cannot be read as it stands, such as that nobody says which column holds the values. */
  readonly problem?: string;
}

/** A value as it would be stored, with what should be known about it. */
export type PreviewRow = Pick<NewIndicator, "value" | "type" | "itype" | "threat_type" | "severity" | "confidence" | "tlp" | "expires" | "source" | "feed_name" | "detail" | "actor" | "campaign"> & { readonly warnings: readonly string[] };

const mostRows = 20;
const mostLeftOut = 20;
/** Values after which the look ends. */
const mostValues = 5_000;

/** Reads the beginning of a file without storing anything. @throws SoarkitError what the file is refused for. */
export async function previewOf(task: ReadingTask, lists: WarningLists): Promise<LoadPreview> {
  const columns = task.settings.format === "csv" ? await fileColumns(task.file, task.settings.map) : [];
  try {
    // Told without starting a thread.
    if (columns.length > 0) await readLayout(task.file, task.settings.map);
    return { ...(await beginningOf(task, lists)), columns };
  } catch (error) {
    // With its columns at hand a person can say what they hold.
    if (columns.length === 0 || !(error instanceof SoarkitError) || error.code !== "HUB_FILE_UNREADABLE") throw error;
    return { rows: [], types: {}, reports: [], left_out: [], left_out_total: 0, values: 0, remarked: 0, whole: false, columns, problem: String(error.details.reason ?? error.message) };
  }
}

async function beginningOf(task: ReadingTask, lists: WarningLists): Promise<Omit<LoadPreview, "columns">> {
  await lists.ready();
  const rows: PreviewRow[] = [];
  const types: Record<string, number> = {};
  const reports: string[] = [];
  const leftOut: LeftOutRow[] = [];
  let values = 0;
  let remarked = 0;
  let leftOutTotal = 0;
  let whole = true;
  for await (const batch of readInThread(task)) {
    for (const { row } of batch.records) {
      types[row.type] = (types[row.type] ?? 0) + 1;
      const warnings = [...wellKnownWarnings(row, lists), ...placeWarnings(row)];
      if (warnings.length > 0) remarked += 1;
      if (rows.length < mostRows) rows.push({ ...shown(asHarmless(row, lists)), warnings });
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
  return { rows, types, reports: reports.slice(0, mostRows), left_out: leftOut, left_out_total: leftOutTotal, values, remarked, whole };
}

function shown({ value, type, itype, threat_type, severity, confidence, tlp, expires, source, feed_name, detail, actor, campaign }: NewIndicator): Omit<PreviewRow, "warnings"> {
  return { value, type, itype, threat_type, severity, confidence, tlp, expires: expires ?? null, source, feed_name, detail, actor, campaign };
}
