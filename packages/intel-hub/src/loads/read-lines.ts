import { stat } from "node:fs/promises";
import { extractIndicators } from "@soarkit/indicators";
import { recordsAtOnce, type LeftOutRow, type LoadBatch, type LoadRecord } from "./batch.js";
import { cellsOf, readLayout, type CsvLayout } from "./csv-header.js";
import { readRow } from "./csv-row.js";
import { pieces, type Piece, type Place } from "./pieces.js";
import type { LoadSettings } from "./settings.js";
import { valueRecord } from "./value-row.js";

/** A file to be read. */
export interface LoadFile {
  readonly path: string;
  /** For people, without folder. */
  readonly name: string;
}

interface PieceReading {
  readonly records: readonly LoadRecord[];
  readonly leftOut: readonly Omit<LeftOutRow, "line">[];
  /** False for a blank line or a comment. */
  readonly counts: boolean;
}

/** Lines or rows after which a part ends even when they gave few values. */
const rowsAtOnce = 2_000;
const excerptLength = 80;

/** Reads a CSV file in parts. @throws SoarkitError `HUB_FILE_UNREADABLE`. */
export async function* readCsv(file: LoadFile, settings: LoadSettings, from: Place, now: number): AsyncGenerator<LoadBatch, void> {
  const layout = await readLayout(file, settings.map);
  const start = from.position > layout.start.position ? from : layout.start;
  yield* inParts(file, pieces(file.path, start, true, layout.separator), (piece) => csvPiece(piece, layout, settings, now));
}

/** Finds the indicators in a text, in parts. Lines that begin with # are comments. */
export async function* readText(file: LoadFile, settings: LoadSettings, from: Place, now: number): AsyncGenerator<LoadBatch, void> {
  yield* inParts(file, pieces(file.path, from, false), ({ text }) => {
    const plain = text.trim();
    if (plain === "" || plain.startsWith("#")) return { records: [], leftOut: [], counts: false };
    const found = extractIndicators(text).filter(({ value }) => !/\p{Cc}/u.test(value));
    return { records: found.map((value) => valueRecord({ type: value.type, value: value.value }, settings, now)), leftOut: [], counts: true };
  });
}

async function* inParts(file: LoadFile, source: AsyncIterable<Piece>, read: (piece: Piece) => PieceReading): AsyncGenerator<LoadBatch, void> {
  const { size } = await stat(file.path);
  let part = emptyPart();
  let last: Piece | undefined;
  const batch = (piece: Piece): LoadBatch => ({ ...part, reports: [], revoked: [], position: piece.end, line: piece.nextLine, total: size });
  for await (const piece of source) {
    last = piece;
    const { records, leftOut, counts } = piece.bad === undefined ? read(piece) : { records: [], leftOut: [{ type: "", value: piece.text, reason: piece.bad }], counts: true };
    for (const record of records) part.records.push(record);
    for (const entry of leftOut) part.leftOut.push({ ...entry, value: excerpt(entry.value), line: piece.line });
    if (counts) part.rows += 1;
    if (part.records.length >= recordsAtOnce || part.rows >= rowsAtOnce) {
      yield batch(piece);
      part = emptyPart();
    }
  }
  if (last !== undefined && (part.rows > 0 || part.records.length > 0)) yield batch(last);
}

function emptyPart(): { records: LoadRecord[]; leftOut: LeftOutRow[]; rows: number } {
  return { records: [], leftOut: [], rows: 0 };
}

function csvPiece({ text }: Piece, layout: CsvLayout, settings: LoadSettings, now: number): PieceReading {
  const plain = text.replace(/^\uFEFF/, "");
  if (plain.trim() === "" || plain.startsWith("#")) return { records: [], leftOut: [], counts: false };
  let cells: string[];
  try {
    cells = cellsOf(plain, layout.separator);
  } catch {
    return { records: [], leftOut: [{ type: "", value: plain, reason: "the quotes of this row do not belong together" }], counts: true };
  }
  if (layout.header.length > 0 && cells.length === layout.header.length && cells.every((cell, index) => cell === layout.header[index])) return { records: [], leftOut: [{ type: "", value: plain, reason: "the row repeats the header" }], counts: true };
  const { values, leftOut } = readRow(cells, layout.columns, now);
  return { records: values.map((facts) => valueRecord(facts, settings, now)), leftOut, counts: true };
}

function excerpt(value: string): string {
  const visible = value.replaceAll(/\p{Cc}/gu, "\uFFFD");
  return visible.length > excerptLength ? `${visible.slice(0, excerptLength)}…` : visible;
}
