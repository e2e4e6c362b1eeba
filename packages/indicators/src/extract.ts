import { patterns } from "./extract-patterns.js";
import { refangText, type RefangedText } from "./refang.js";
import type { IndicatorType } from "./types.js";

/** A value found in a text. */
export interface ExtractedIndicator {
  readonly type: IndicatorType;
  /** Canonical form. */
  readonly value: string;
  /** The words of the text, defanged as they stood there. */
  readonly original: string;
  /** Position of `original` in the text, in UTF-16 units. */
  readonly offset: number;
}

/**
 * Finds every indicator in a text, defanged or not, in the order of the text; the same value may come several times. Reads prose and
 * the markup around it: AsciiDoc, Markdown, HTML, CSV, JSON. Linear in the length of the text. Never throws.
 */
export function extractIndicators(text: string): ExtractedIndicator[] {
  const plain = refangText(text);
  const taken = new Uint8Array(plain.text.length);
  const found: ExtractedIndicator[] = [];
  for (const { search, trim, read } of patterns) {
    search.lastIndex = 0;
    for (let match = search.exec(plain.text); match !== null; match = search.exec(plain.text)) {
      const words = trim?.(match[0]) ?? match[0];
      if (words === "") continue;
      // Only blanks go in front.
      const start = match.index + (match[0].length - match[0].trimStart().length);
      search.lastIndex = Math.max(start + words.length, match.index + 1);
      if (isTaken(taken, start, words.length)) continue;
      const original = originalWords(text, plain, start, words.length);
      const indicator = read(words, original !== words);
      if (indicator === undefined) continue;
      taken.fill(1, start, start + words.length);
      found.push({ ...indicator, original, offset: plain.originalOffset(start) });
    }
  }
  return found.sort((a, b) => a.offset - b.offset);
}

function isTaken(taken: Uint8Array, start: number, length: number): boolean {
  for (let index = start; index < start + length; index++) if (taken[index] === 1) return true;
  return false;
}

function originalWords(text: string, plain: RefangedText, start: number, length: number): string {
  return text.slice(plain.originalOffset(start), plain.originalOffset(start + length));
}
