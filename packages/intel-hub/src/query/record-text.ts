import { hubRecord, staxxRecord, toCsv } from "../indicators/staxx-record.js";
import type { FoundRow, IndicatorStore } from "../indicators/store.js";

/** How records are written: as STAXX answers them, or with the members of the hub's own interface. */
const recordForms = {
  "staxx json": (rows: readonly FoundRow[]): string => JSON.stringify(rows.map(staxxRecord)),
  "staxx csv": (rows: readonly FoundRow[]): string => toCsv(rows.map(staxxRecord)),
  "hub json": (rows: readonly FoundRow[]): string => JSON.stringify(rows.map(hubRecord)),
} as const;

/** A search and how its records are written. */
export interface QueryRequest {
  readonly search: Parameters<IndicatorStore["search"]>;
  readonly form: keyof typeof recordForms;
  /** Most records in the text. */
  readonly most: number;
}

/** Records as text. */
export interface RecordText {
  readonly text: string;
  /** How many were found, those beyond the text included. */
  readonly found: number;
}

/** Searches, and writes the first `most` records. @throws SoarkitError `HUB_QUERY_INVALID`. */
export async function recordText(indicators: IndicatorStore, { search, form, most }: QueryRequest): Promise<RecordText> {
  const [query, limit, sees] = search;
  if (form === "staxx json" && query?.kind === "condition") {
    const found = await indicators.searchAsJson(query.condition, limit, sees);
    return { text: `[${found.slice(0, most).join(",")}]`, found: found.length };
  }
  const rows = await indicators.search(query, limit, sees);
  return { text: recordForms[form](rows.slice(0, most)), found: rows.length };
}
