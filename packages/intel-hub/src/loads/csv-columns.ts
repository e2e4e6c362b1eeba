import type { LoadField } from "./columns.js";
import { cellsOf, findLayout } from "./csv-header.js";
import { pieces } from "./pieces.js";
import type { LoadFile } from "./read-lines.js";
import type { LoadSettings } from "./settings.js";

/** A column of a CSV file, for somebody who says what it holds. */
export interface FileColumn {
  readonly name: string;
  /** What it is read as; undefined for one that is not used. */
  readonly field?: LoadField | undefined;
  /** Its first cells. */
  readonly examples: readonly string[];
}

const mostExamples = 3;
const longestExample = 60;

/**
 * The columns of a CSV file by name; none for a file without header whose values are recognised. Where no column is known, the first line is taken
 * for the header. @throws SoarkitError `HUB_FILE_UNREADABLE` for a file without data.
 */
export async function fileColumns(file: LoadFile, map: LoadSettings["map"]): Promise<FileColumn[]> {
  const { layout } = await findLayout(file, map);
  const rows: string[][] = [];
  for await (const { text, bad } of pieces(file.path, layout.start, true, layout.separator)) {
    if (bad !== undefined || text.trim() === "" || text.startsWith("#")) continue;
    try {
      rows.push(cellsOf(text, layout.separator));
    } catch {
      continue;
    }
    if (rows.length > mostExamples) break;
  }
  const recognised = layout.columns.some((column) => column !== undefined);
  const [first = []] = rows;
  const header = layout.header.length > 0 ? layout.header : recognised ? [] : first;
  const data = header.length === first.length && header.every((name, index) => name === first[index]) ? rows.slice(1) : rows;
  return header.map((name, index) => ({
    name,
    field: layout.columns[index]?.field,
    examples: data.slice(0, mostExamples).flatMap((cells) => ((cells[index] ?? "") === "" ? [] : [(cells[index] ?? "").slice(0, longestExample)])),
  }));
}
