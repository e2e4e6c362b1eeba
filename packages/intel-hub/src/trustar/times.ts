/** Whole numbers below this are seconds (trustar-api §3.4). */
const secondsBelow = 10_000_000_000;
const latest = 8_640_000_000_000_000;

/**
 * Reads a time as clients of the TruSTAR API write it: milliseconds, seconds, either as text, or ISO 8601 with any zone
 * (none means UTC). @returns milliseconds since the epoch; `undefined` when it is none of these.
 */
export function readMoment(value: unknown): number | undefined {
  const number = typeof value === "number" ? value : typeof value === "string" && /^\s*-?\d{1,16}(?:\.\d{1,9})?\s*$/.test(value) ? Number(value) : undefined;
  if (number !== undefined) {
    const ms = Math.round(Math.abs(number) < secondsBelow ? number * 1_000 : number);
    return Number.isFinite(ms) && Math.abs(ms) <= latest ? ms : undefined;
  }
  if (typeof value !== "string" || !/^\s*\d{4}-\d{2}-\d{2}/.test(value)) return undefined;
  const text = value.trim().replace(" ", "T");
  const zoned = /(?:z|[+-]\d{2}:?\d{2})$/i.test(text) ? text : text.includes("T") ? `${text}Z` : text;
  const parsed = Date.parse(zoned);
  return Number.isNaN(parsed) ? undefined : parsed;
}
