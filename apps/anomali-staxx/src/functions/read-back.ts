import type { StaxxClient } from "../staxx/client.js";
import type { ImportStatus } from "../staxx/import-status.js";
import { textOf, type StaxxRecord } from "../staxx/records.js";
import { isInsistedType, type InsistedType } from "@soarkit/indicators";
import { differencesFrom, lookUntil, recordsOf, sameRecord, type Filing, type RecordsByValue, type ValueOutcome } from "./verdict.js";

/** What is known about a job before reading back. */
export interface ReadBack {
  client: StaxxClient;
  filings: readonly Filing[];
  /** Records of the values before they were sent. */
  before: RecordsByValue;
  importKey: string | undefined;
  jobId: string | undefined;
  extensions: ReadonlySet<string>;
  /** How long to look for values that are not there yet. */
  seconds: number;
  signal: AbortSignal;
}

const invisible = "Queued, not visible yet; it cannot be verified here. Search for it later";

/** What to expect of a value that STAXX has no type for, and that was sent because the user insisted. */
export function cutOrDropped(type: InsistedType): string {
  const fate = type === "mac" ? "STAXX has no type for MAC addresses and usually drops them" : "STAXX has no type for file paths and usually keeps only the last part, or nothing";
  return `${fate}; what became of it cannot be verified here`;
}

/** Says what became of each filed value, from the server's own state of the job or from a query. */
export async function readBack(options: ReadBack): Promise<ValueOutcome[]> {
  const { filings, extensions, importKey, jobId } = options;
  const job = importKey !== undefined && extensions.has("import_key") ? { importKey } : jobId === undefined ? undefined : { jobId };
  if (extensions.has("import_status") && job !== undefined) return fromStatus(options, await options.client.importStatus(job));
  if (filings[0]?.settings.autoApprove === "no") return filings.map((filing) => outcome(filing, "pending", "Queued; it waits for approval on the pages of STAXX and cannot be verified here"));
  let records: RecordsByValue = new Map();
  await lookUntil(async () => {
    records = await recordsOf(options.client, filings.map(({ value }) => value));
    return filings.every((filing) => isInsistedType(filing.type) || arrived(filing, options.before, records)) ? true : undefined;
  }, options.seconds, options.signal);
  return filings.map((filing) => (arrived(filing, options.before, records) ? compare(filing, options.before, records) : outcome(filing, "pending", isInsistedType(filing.type) ? cutOrDropped(filing.type) : invisible)));
}

/** True when STAXX shows a new record of the value, or an old one with the settings that were sent. */
function arrived(filing: Filing, before: RecordsByValue, records: RecordsByValue): boolean {
  const known = new Set((before.get(filing.value) ?? []).map((record) => textOf(record, "id")));
  return (records.get(filing.value) ?? []).some((record) => !known.has(textOf(record, "id")) || differencesFrom(record, filing).length === 0);
}

async function fromStatus(options: ReadBack, status: ImportStatus): Promise<ValueOutcome[]> {
  const { filings, before } = options;
  const entries = new Map(filings.map((filing) => [filing, entryOf(status, filing, filings.length === 1)]));
  // What an earlier run left out of the job, because it was there already, has no entry and is looked up too.
  const looked = filings.filter((filing) => status.state !== "rejected" && (entries.get(filing)?.state ?? (filings.length === 1 ? "dropped" : "stored")) === "stored");
  const records = looked.length === 0 ? new Map<string, readonly StaxxRecord[]>() : await recordsOf(options.client, looked.map(({ value }) => value));
  return filings.map((filing) => {
    const entry = entries.get(filing);
    if (status.state === "rejected") return outcome(filing, "dropped", "The import was rejected on the pages of STAXX");
    if (entry === undefined && sameRecord(records.get(filing.value) ?? [], filing, true) !== undefined) return outcome(filing, "already there", "It has the same settings");
    if (entry === undefined) return outcome(filing, "dropped", filings.length === 1 ? "STAXX found no value in what was sent" : "STAXX did not find it in what was sent");
    if (entry.state === "dropped") return outcome(filing, "dropped", entry.reason ?? "STAXX gave no reason");
    if (entry.state === "pending") return outcome(filing, "pending", "It waits for approval on the pages of STAXX");
    return compare(filing, before, records, entry);
  });
}

function entryOf(status: ImportStatus, filing: Filing, only: boolean): ImportStatus["values"][number] | undefined {
  return status.values.find((one) => one.value.toLowerCase() === filing.value.toLowerCase()) ?? (only ? status.values[0] : undefined);
}

/** Not every type of value has an itype. */
function shownAs(itype: string): string {
  return itype === "" ? "" : ` as ${itype}`;
}

function compare(filing: Filing, before: RecordsByValue, records: RecordsByValue, entry?: ImportStatus["values"][number]): ValueOutcome {
  const now = records.get(filing.value) ?? [];
  const [newest] = now;
  const same = sameRecord(now, filing);
  if (same !== undefined) {
    const old = before.get(filing.value)?.find((record) => differencesFrom(record, filing).length > 0);
    if (old === undefined) return outcome(filing, "stored", `STAXX shows it${shownAs(textOf(same, "itype"))}`);
    return outcome(filing, "changed", `Before, STAXX had ${differencesFrom(old, filing).join(", ")}`);
  }
  if (newest !== undefined) return outcome(filing, "different settings", `STAXX shows ${differencesFrom(newest, filing).join(", ")}`);
  return entry === undefined
    ? outcome(filing, "pending", invisible)
    : outcome(filing, "stored", `STAXX reports it as stored${shownAs(entry.itype ?? "")}, but a search does not show it`);
}

/** A filed value with its verdict. */
export function outcome({ value, type }: Filing, verdict: ValueOutcome["verdict"], detail: string): ValueOutcome {
  return { value, type, verdict, detail };
}
