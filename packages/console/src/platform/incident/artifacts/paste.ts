import type { Artifact, Extracted } from "../data/types.js";
import { handleName } from "../../../api/handles.js";

/** One line of the table in which pasted values are corrected before they are added. */
export interface PasteRow {
  /** Place in the table; stays the same while the row is corrected. */
  key: number;
  /** Name of an artifact type. */
  type: string;
  value: string;
  /** As it stood in the text, where that differs from the value. */
  original: string;
  /** Whether the person wants it. */
  wanted: boolean;
}

/** What becomes of a row. */
export type PasteState = "new" | "on the incident" | "twice in the text" | "empty";

/** Rows for what the server found in a text. */
export function pasteRows(found: readonly Extracted[]): PasteRow[] {
  return found.map(({ type, value, original }, key) => ({ key, type, value, original: original === value ? "" : original, wanted: true }));
}

/** Two artifacts are the same when their keys are: names of hosts, addresses and hashes in any case. */
export function artifactKey(type: string, value: string): string {
  const trimmed = value.trim();
  const folded = /^(DNS Name|IP Address|Email (Sender|Recipient)$|Malware (MD5|SHA))/.test(type) ? trimmed.toLowerCase() : trimmed;
  return `${type}\n${folded}`;
}

/** The state of every row: the first of equal values is new, unless the incident holds it. */
export function pasteStates(rows: readonly PasteRow[], existing: ReadonlySet<string>): Map<number, PasteState> {
  const seen = new Set<string>();
  const states = new Map<number, PasteState>();
  for (const row of rows) {
    const key = artifactKey(row.type, row.value);
    const state: PasteState = row.value.trim() === "" ? "empty" : existing.has(key) ? "on the incident" : seen.has(key) ? "twice in the text" : "new";
    // A value that is left out does not make a later equal one a duplicate.
    if (state === "new" && row.wanted) seen.add(key);
    states.set(row.key, state);
  }
  return states;
}

/** The rows that will be added: wanted and new. */
export function rowsToAdd(rows: readonly PasteRow[], existing: ReadonlySet<string>): PasteRow[] {
  const states = pasteStates(rows, existing);
  return rows.filter((row) => row.wanted && states.get(row.key) === "new");
}

/** The keys of the artifacts an incident holds. */
export function existingKeys(artifacts: readonly Artifact[]): Set<string> {
  return new Set(artifacts.map((artifact) => artifactKey(handleName(artifact.type) ?? "", artifact.value)));
}

/** `12 values: 9 IP Address, 2 Malware MD5 Hash, 1 DNS Name`. */
export function summaryOf(rows: readonly PasteRow[]): string {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(row.type, (counts.get(row.type) ?? 0) + 1);
  const parts = [...counts].sort((a, b) => b[1] - a[1]).map(([type, count]) => `${count} ${type}`);
  return `${rows.length} ${rows.length === 1 ? "value" : "values"}${parts.length === 0 ? "" : `: ${parts.join(", ")}`}`;
}
