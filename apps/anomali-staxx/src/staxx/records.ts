import { ExpectedFailure } from "@soarkit/app-sdk";

/** One record of a query's answer, as received; STAXX sends fifteen members (staxx-api §1.3). */
export type StaxxRecord = Readonly<Record<string, unknown>>;

/** The settings under which a value is filed. */
export interface FiledSettings {
  confidence: number;
  severity: string;
  /** With prefix: `TLP:AMBER`. */
  tlp: string;
  itype: string;
}

/**
 * Reads a query's answer: a bare JSON array of objects.
 *
 * @throws ExpectedFailure when the answer has another shape
 */
export function readRecords(answer: unknown): StaxxRecord[] {
  if (!Array.isArray(answer)) {
    throw new ExpectedFailure("Anomali STAXX answered the query with something that is not a list of records. Check that staxx_ip and staxx_port lead to a STAXX and not to another program.");
  }
  return answer.map((entry: unknown) => {
    if (typeof entry !== "object" || entry === null || Array.isArray(entry)) {
      throw new ExpectedFailure("Anomali STAXX answered the query with a list that holds something else than records. Check that staxx_ip and staxx_port lead to a STAXX.");
    }
    return entry as StaxxRecord;
  });
}

/** A member of a record as text; empty when it is missing. */
export function textOf(record: StaxxRecord, member: string): string {
  const value = record[member];
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}

/** The settings of a record. */
export function settingsOf(record: StaxxRecord): FiledSettings {
  return {
    confidence: Number(textOf(record, "confidence") || "NaN"),
    severity: textOf(record, "severity").toLowerCase(),
    tlp: textOf(record, "tlp").toUpperCase(),
    itype: textOf(record, "itype").toLowerCase(),
  };
}

const names: Readonly<Record<keyof FiledSettings, string>> = { confidence: "confidence", severity: "severity", tlp: "TLP", itype: "type" };

/**
 * What a record's settings differ in from the wanted ones, in words; empty when they are the same.
 * A wanted setting that is undefined is not compared.
 */
export function differences(record: StaxxRecord, wanted: { readonly [K in keyof FiledSettings]: FiledSettings[K] | undefined }): string[] {
  const found = settingsOf(record);
  return (Object.keys(names) as (keyof FiledSettings)[])
    .filter((key) => wanted[key] !== undefined && found[key] !== wanted[key])
    .map((key) => `${names[key]} ${String(found[key])} instead of ${String(wanted[key])}`);
}
