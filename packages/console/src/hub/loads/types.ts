/** State of a load. */
export type LoadState = "uploaded" | "queued" | "running" | "stopped" | "interrupted" | "cancelled" | "done" | "failed";

/** What files can be. */
export type LoadFormat = "misp" | "stix" | "csv" | "text";

/** A load of a file. Times are milliseconds since the epoch, 0 for not yet. */
export interface Load {
  id: number;
  name: string;
  state: LoadState;
  format: LoadFormat;
  account_name: string;
  /** Bytes of the file. */
  size: number;
  created: number;
  started: number;
  finished: number;
  /** What it was started with; empty before. */
  settings: { source?: string; feed?: string; tlp?: string; confidence?: number; severity?: string; threatType?: string; expires?: number; licence?: string };
  /** How far it is, and of how much: bytes of CSV and text, values of STIX and MISP. */
  position: number;
  total: number;
  /** 0 to 1. */
  share: number;
  rows: number;
  added: number;
  changed: number;
  known: number;
  ended: number;
  skipped: number;
  types: Record<string, number>;
  /** Starts of the hub that found it running, since it last stored something. */
  restarts: number;
  summary: string;
  error: string;
}

/** Something that a load left out. */
export interface LeftOut {
  /** From 1; 0 where a format has none. */
  line: number;
  type: string;
  value: string;
  reason: string;
}

/** A load with what it left out, the first thousand. */
export type LoadDetail = Load & { left_out: LeftOut[] };

/** A value as it would be stored. */
export interface PreviewValue {
  value: string;
  type: string;
  itype: string;
  threat_type: string;
  severity: string;
  confidence: number;
  tlp: string;
  expires: number | null;
  source: string;
  feed_name: string;
  detail: string;
  warnings: string[];
}

/** A column of a CSV file. */
export interface FileColumn {
  name: string;
  /** What it is read as; absent when it is not used. */
  field?: string;
  examples: string[];
}

/** What a file would bring. */
export interface LoadPreview {
  rows: PreviewValue[];
  types: Record<string, number>;
  reports: string[];
  left_out: LeftOut[];
  left_out_total: number;
  values: number;
  remarked: number;
  /** False when only the beginning was looked at. */
  whole: boolean;
  columns: FileColumn[];
  problem?: string;
}

/** The settings of a load as the hub takes them; an empty text leaves one to the file and the hub. */
export interface LoadSettings {
  format: string;
  source: string;
  feed: string;
  licence: string;
  tlp: string;
  confidence: string;
  severity: string;
  threat_type: string;
  expires: string;
  /** Column by what it holds. */
  map: Record<string, string>;
}
