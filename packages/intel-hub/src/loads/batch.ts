import type { LastingRecord } from "../indicators/merge-store.js";
import type { StixReport } from "../stix/reports.js";

/** A value, row or object that was left out. */
export interface LeftOutRow {
  /** Line of the file, from 1; 0 where a format has none. */
  readonly line: number;
  readonly type: string;
  readonly value: string;
  readonly reason: string;
}

/** A record to be stored, with the report it belongs to. */
export interface LoadRecord extends LastingRecord {
  /** The report's uuid. */
  readonly report?: string | undefined;
}

/** A report that the file holds. */
export type LoadReport = Omit<StixReport, "refs" | "creator"> & {
  readonly feed: string;
  /** Ids of objects that it is about and that are not in the file; records of them may be stored already. */
  readonly elsewhere: readonly string[];
};

/** A part of a file that is stored in one transaction. */
export interface LoadBatch {
  readonly records: readonly LoadRecord[];
  /** Reports that the records, or later ones, belong to. */
  readonly reports: readonly LoadReport[];
  /** Objects that were withdrawn: the records read from them end at that time. */
  readonly revoked: readonly { readonly id: string; readonly at: number }[];
  readonly leftOut: readonly LeftOutRow[];
  /** Lines, rows or objects looked at in this part. */
  readonly rows: number;
  /** Where reading goes on: bytes of a CSV or text file, values of a JSON document. */
  readonly position: number;
  /** The line at that place. */
  readonly line: number;
  /** What `position` counts up to. */
  readonly total: number;
}

/** Records of one transaction: small, so that the hub answers in between. */
export const recordsAtOnce = 100;
