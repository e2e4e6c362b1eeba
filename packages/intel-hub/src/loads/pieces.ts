import { createReadStream } from "node:fs";

/** A line or record of a file. */
export interface Piece {
  readonly text: string;
  /** Line where it begins, from 1. */
  readonly line: number;
  /** Bytes of the file up to its end: reading can go on from there, with the line after it. */
  readonly end: number;
  readonly nextLine: number;
  /** Why it cannot be read; `text` is its beginning then. */
  readonly bad?: string;
}

/** Where reading begins. */
export interface Place {
  readonly position: number;
  readonly line: number;
}

/** Longest record of a CSV file and longest stretch of a text, bytes. */
export const longestRecord = 64 * 1024;
const longestStretch = 16 * 1024;

const [newline, quote, blank] = [0x0a, 0x22, 0x20];

/**
 * Cuts a file into lines, or CSV records, without holding more of it than one of them: a quoted cell may hold line ends. A line of a text that is too
 * long is cut at a blank; a record that is too long, or a stretch without blanks, is told as bad and skipped to its end of line.
 */
export async function* pieces(file: string, start: Place, records: boolean, separator = ","): AsyncGenerator<Piece> {
  const limit = records ? longestRecord : longestStretch;
  const separatorByte = separator.charCodeAt(0);
  let { position, line } = start;
  let held = Buffer.alloc(0);
  let skipping: { line: number; text: string } | undefined;
  for await (const chunk of createReadStream(file, { start: position, highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
    let rest = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    for (;;) {
      if (skipping !== undefined) {
        const end = rest.indexOf(newline);
        position += end < 0 ? rest.length : end + 1;
        if (end < 0) {
          rest = rest.subarray(rest.length);
          break;
        }
        line += 1;
        yield { text: skipping.text, line: skipping.line, end: position, nextLine: line, bad: tooLong(records) };
        rest = rest.subarray(end + 1);
        skipping = undefined;
        continue;
      }
      const end = records ? recordEnd(rest, separatorByte, limit) : rest.subarray(0, limit + 1).indexOf(newline);
      if (end === unclosed) {
        // The quote that opens here never closes: its line alone is bad.
        const first = rest.indexOf(newline) + 1 || rest.length;
        position += first;
        yield { text: textOf(rest.subarray(0, Math.min(first, 200))), line, end: position, nextLine: line + 1, bad: "a quote that opens in this line is not closed" };
        line += 1;
        rest = rest.subarray(first);
        continue;
      }
      if (end >= 0) {
        const bytes = rest.subarray(0, end + 1);
        const lines = records ? count(bytes) : 1;
        position += end + 1;
        yield { text: textOf(bytes), line, end: position, nextLine: line + lines };
        line += lines;
        rest = rest.subarray(end + 1);
        continue;
      }
      if (rest.length <= limit) break;
      const cut = records ? -1 : rest.subarray(0, limit).lastIndexOf(blank);
      if (cut > 0) {
        position += cut + 1;
        yield { text: textOf(rest.subarray(0, cut)), line, end: position, nextLine: line };
        rest = rest.subarray(cut + 1);
      } else skipping = { line, text: textOf(rest.subarray(0, 200)) };
    }
    held = Buffer.from(rest);
  }
  if (skipping !== undefined) yield { text: skipping.text, line: skipping.line, end: position, nextLine: line + 1, bad: tooLong(records) };
  else if (held.length > 0) yield* lastPieces(held, { position, line }, records, separatorByte);
}

/** What is left at the end of the file: one piece, or the lines after a quote that never closes. */
function* lastPieces(held: Buffer, start: Place, records: boolean, separator: number): Generator<Piece> {
  let { position, line } = start;
  let rest = held;
  while (rest.length > 0) {
    const end = records ? recordEnd(rest, separator, longestRecord) : -1;
    const open = records && end < 0 && endsInQuotes(rest, separator);
    const first = open ? rest.indexOf(newline) + 1 || rest.length : end >= 0 ? end + 1 : rest.length;
    const lines = Math.max(1, count(rest.subarray(0, first)));
    position += first;
    yield { text: textOf(rest.subarray(0, first)), line, end: position, nextLine: line + lines, ...(open ? { bad: "a quote that opens in this line is not closed" } : {}) };
    line += lines;
    rest = rest.subarray(first);
  }
}

const unclosed = -2;

/** Place of the line end that closes the record; -1 when more is needed, `unclosed` when a quoted cell is longer than a record may be. */
function recordEnd(bytes: Buffer, separator: number, limit: number): number {
  const { end, quoted } = scan(bytes, separator, limit);
  return end < 0 && quoted && bytes.length > limit ? unclosed : end;
}

function endsInQuotes(bytes: Buffer, separator: number): boolean {
  return scan(bytes, separator, bytes.length).quoted;
}

function scan(bytes: Buffer, separator: number, limit: number): { end: number; quoted: boolean } {
  const length = Math.min(bytes.length, limit + 1);
  let quoted = false;
  let cellBegins = true;
  for (let at = 0; at < length; at += 1) {
    const byte = bytes[at];
    if (quoted) {
      if (byte === quote) {
        if (bytes[at + 1] === quote) at += 1;
        else quoted = false;
      }
    } else if (byte === newline) return { end: at, quoted: false };
    else if (byte === quote && cellBegins) quoted = true;
    cellBegins = byte === separator;
  }
  return { end: -1, quoted };
}

function count(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) lines += 1;
  return lines;
}

function textOf(bytes: Buffer): string {
  return bytes.toString("utf8").replace(/\r?\n$/, "");
}

function tooLong(records: boolean): string {
  return records ? `the line is longer than ${longestRecord.toLocaleString("en")} bytes` : `the line has more than ${longestStretch.toLocaleString("en")} bytes without a blank`;
}
