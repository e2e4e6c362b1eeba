import type { StaxxClient } from "../staxx/client.js";
import type { ImportSettings } from "../staxx/import-params.js";
import { queryForValues } from "../staxx/query-text.js";
import { differences, textOf, type StaxxRecord } from "../staxx/records.js";
import type { PreparedValue } from "./prepare-value.js";

/** What became of a value: read back from STAXX, never assumed. */
export type Verdict =
  | "stored"
  | "changed"
  | "already there"
  | "different settings"
  | "dropped"
  | "pending"
  /** It may not leave, or cannot be sent; the detail says why. */
  | "refused"
  /** It was not sent because something went wrong before its turn. */
  | "not sent";

/** A value with its verdict and a sentence on it. */
export interface ValueOutcome {
  value: string;
  type: string;
  verdict: Verdict;
  detail: string;
}

/** A value on its way. */
export interface Filing extends PreparedValue {
  settings: ImportSettings;
  /** The itype under which it should appear. */
  itype: string;
  /** False when STAXX itself chooses the itype, because threat type and value type do not go together. */
  exact: boolean;
}

/** Records of one value are few; more than this are history. */
const recordsPerValue = 100;

/** Values per query: what shipped clients of STAXX ask for at once (staxx-api §1.4). */
export const valuesPerQuery = 10;

/** Records by value, newest first. */
export type RecordsByValue = ReadonlyMap<string, readonly StaxxRecord[]>;

/** All records of some values; none of a path with backslashes on a server whose query language cannot say them. */
export async function recordsOf(client: StaxxClient, values: readonly string[]): Promise<RecordsByValue> {
  const escapes = (await client.session()).extensions.has("query_escapes");
  const askable = values.filter((value) => escapes || !value.includes("\\"));
  const found = new Map<string, readonly StaxxRecord[]>(values.map((value) => [value, []]));
  for (let from = 0; from < askable.length; from += valuesPerQuery) {
    const asked = askable.slice(from, from + valuesPerQuery);
    const size = recordsPerValue * asked.length;
    const records = await client.query(queryForValues(asked, escapes), size);
    // A full answer may have cut off a value's records behind the many of another.
    const cut = asked.length > 1 && records.length >= size;
    for (const value of asked) found.set(value, recordsFor(value, cut ? await client.query(queryForValues([value], escapes), recordsPerValue) : records));
  }
  return found;
}

function recordsFor(value: string, records: readonly StaxxRecord[]): readonly StaxxRecord[] {
  return records.filter((record) => textOf(record, "indicator").toLowerCase() === value.toLowerCase());
}

/**
 * What a record differs in from what is to be filed; empty when it says the same. The itype is compared when it can
 * be foretold, and always when `strict`.
 */
export function differencesFrom(record: StaxxRecord, filing: Filing, strict = false): string[] {
  const { confidence, severity, tlp } = filing.settings;
  return differences(record, { confidence, severity, tlp, itype: strict || filing.exact ? filing.itype : undefined });
}

/** The record that says the same as what is to be filed, see {@link differencesFrom}. */
export function sameRecord(records: readonly StaxxRecord[], filing: Filing, strict = false): StaxxRecord | undefined {
  return records.find((record) => differencesFrom(record, filing, strict).length === 0);
}

function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason instanceof Error ? signal.reason : new Error("stopped"));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
  });
}

/** Asks `look` at once and then every second until it has an answer or the time is over. */
export async function lookUntil<T>(look: () => Promise<T | undefined>, seconds: number, signal: AbortSignal): Promise<T | undefined> {
  for (let left = seconds; ; left -= 1) {
    const found = await look();
    if (found !== undefined || left <= 0) return found;
    await wait(1_000, signal);
  }
}
