import { hubRecord, staxxRecord, toCsv } from "../indicators/staxx-record.js";
import type { FoundRow } from "../indicators/store.js";

/** How records are written: as STAXX answers them, or with the members of the hub's own interface. */
export const recordForms = {
  "staxx json": (rows: readonly FoundRow[]): string => JSON.stringify(rows.map(staxxRecord)),
  "staxx csv": (rows: readonly FoundRow[]): string => toCsv(rows.map(staxxRecord)),
  "hub json": (rows: readonly FoundRow[]): string => JSON.stringify(rows.map(hubRecord)),
} as const;

/** How records are written. */
export type RecordForm = keyof typeof recordForms;

/** Records as text. */
export interface RecordText {
  readonly text: string;
  /** How many were found, those beyond the text included. */
  readonly found: number;
}

/** Writes the first `most` records. */
export function recordText(rows: readonly FoundRow[], form: RecordForm, most: number): RecordText {
  return { text: recordForms[form](rows.slice(0, most)), found: rows.length };
}
