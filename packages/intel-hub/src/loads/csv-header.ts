import { parse } from "csv-parse/sync";
import { classify } from "@soarkit/indicators";
import { SoarkitError } from "@soarkit/protocol";
import { columnOf, type Column, type LoadField } from "./columns.js";
import { separators } from "./formats.js";
import { pieces, type Place } from "./pieces.js";
import type { LoadSettings } from "./settings.js";

/** How a CSV file is laid out. */
export interface CsvLayout {
  readonly separator: string;
  /** What each column holds; undefined for one that is not used. */
  readonly columns: readonly (Column | undefined)[];
  /** The names as they stand in the file; empty for a file without header. */
  readonly header: readonly string[];
  /** Where the data begins. */
  readonly start: Place;
}

/** Lines of comments before the data that are looked through for a header. */
const mostComments = 200;

/** The cells of one record. @throws Error when quotes stand where they may not. */
export function cellsOf(record: string, separator: string): string[] {
  // Most records have no quotes.
  if (!/["\r\n\uFEFF]/.test(record)) return record.split(separator).map((cell) => cell.trim());
  const [cells = []] = parse(record, { delimiter: separator, relax_column_count: true, relax_quotes: true, bom: true, trim: true });
  return cells;
}

/** Reads the layout of a CSV file from its first lines. @throws SoarkitError `HUB_FILE_UNREADABLE`. */
export async function readLayout(file: { readonly path: string; readonly name: string }, map: LoadSettings["map"]): Promise<CsvLayout> {
  const { layout: found, line } = await findLayout(file, map);
  return checked(file, found, line, map);
}

/** The layout by the first lines of a CSV file, whether values can be read by it or not. @throws SoarkitError `HUB_FILE_UNREADABLE` for a file without data. */
export async function findLayout(file: { readonly path: string; readonly name: string }, map: LoadSettings["map"]): Promise<{ layout: CsvLayout; line: number }> {
  let comment: { text: string; line: number } | undefined;
  for await (const { text, line, end, nextLine } of pieces(file.path, { position: 0, line: 1 }, false)) {
    const plain = text.replace(/^\uFEFF/, "");
    if (plain.trim() === "" || plain.startsWith("#")) {
      if (line > mostComments) break;
      if (plain.startsWith("#")) comment = { text: plain.replace(/^#\s*/, ""), line };
      // The place of the data that follows; a comment that turns out to be the header stands before it.
      continue;
    }
    const separator = separatorOf(plain);
    const cells = cellsOf(plain, separator);
    const named = columnsNamed(cells, map);
    if (named.some((column) => column?.field === "value")) return { layout: { separator, header: cells, columns: named, start: { position: end, line: nextLine } }, line };
    const start = { position: 0, line: 1 };
    if (comment !== undefined) {
      const header = cellsOf(comment.text, separator);
      const columns = columnsNamed(header, map);
      if (columns.some((column) => column?.field === "value")) return { layout: { separator, header, columns, start }, line: comment.line };
    }
    // Columns that were named by hand stand in a header.
    return { layout: { separator, header: map === undefined ? [] : cells, columns: withoutHeader(cells), start }, line };
  }
  throw new SoarkitError("HUB_FILE_UNREADABLE", { file: file.name, line: 1, reason: "it holds no line with data" });
}

function checked(file: { readonly name: string }, found: CsvLayout, line: number, map: LoadSettings["map"]): CsvLayout {
  const fail = (reason: string): never => {
    throw new SoarkitError("HUB_FILE_UNREADABLE", { file: file.name, line, reason });
  };
  for (const [field, name] of Object.entries(map ?? {})) if (!found.header.some((cell) => same(cell, name))) fail(`there is no column ${name} for ${field}; the columns are ${found.header.join(", ")}`);
  const taken = new Set<string>();
  for (const [index, column] of found.columns.entries()) {
    const key = `${column?.field ?? ""} ${column?.type ?? ""}`;
    const name = found.header[index] ?? "";
    // Two columns may hold values of different types, or words; the same name twice leaves open which one is meant.
    if (column !== undefined && found.header.filter((cell) => same(cell, name)).length > 1 && taken.has(key)) fail(`the column ${name} stands there twice; rename one`);
    taken.add(key);
  }
  if (!found.columns.some((column) => column?.field === "value")) fail("no column holds values; name it with map, such as value=ioc");
  return found;
}

function columnsNamed(cells: readonly string[], map: LoadSettings["map"]): (Column | undefined)[] {
  const asked = Object.entries(map ?? {}) as [LoadField, string][];
  return cells.map((cell) => {
    const wanted = asked.find(([, name]) => same(cell, name));
    if (wanted !== undefined) return { field: wanted[0] };
    const column = columnOf(cell);
    // What is mapped by hand is not taken from another column as well.
    return column !== undefined && asked.some(([field]) => field === column.field) ? undefined : column;
  });
}

function withoutHeader(cells: readonly string[]): (Column | undefined)[] {
  const index = cells.findIndex((cell) => classify(cell) !== undefined);
  return cells.map((_, at) => (at === index ? { field: "value" } : undefined));
}

function separatorOf(line: string): string {
  const plain = line.replaceAll(/"(?:[^"]|"")*"/g, "");
  const counts = separators.map((separator) => ({ separator, count: plain.split(separator).length }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).separator;
}

function same(cell: string, name: string): boolean {
  return cell.trim().toLowerCase() === name.trim().toLowerCase();
}
