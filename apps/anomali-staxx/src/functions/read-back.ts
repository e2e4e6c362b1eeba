import type { StaxxClient } from "../staxx/client.js";
import type { ImportStatus } from "../staxx/import-status.js";
import { textOf, type StaxxRecord } from "../staxx/records.js";
import { differencesFrom, lookUntil, recordsOf, sameRecord, type Filing, type ValueOutcome } from "./verdict.js";

/** What is known before reading back. */
export interface ReadBack {
  client: StaxxClient;
  filing: Filing;
  /** Records of the value before it was sent. */
  before: readonly StaxxRecord[];
  importKey: string | undefined;
  jobId: string | undefined;
  extensions: ReadonlySet<string>;
  /** How long to look for a value that is not there yet. */
  seconds: number;
  signal: AbortSignal;
}

/** Says what became of a filed value, from the server's own state of the import or from a query. */
export async function readBack(options: ReadBack): Promise<ValueOutcome> {
  const { filing, extensions, importKey, jobId } = options;
  const job = importKey !== undefined && extensions.has("import_key") ? { importKey } : jobId === undefined ? undefined : { jobId };
  if (extensions.has("import_status") && job !== undefined) {
    const status = await options.client.importStatus(job);
    const entry = status.values.find((one) => one.value.toLowerCase() === filing.value.toLowerCase()) ?? status.values[0];
    if (status.state === "rejected") return outcome(filing, "dropped", "The import was rejected on the pages of STAXX");
    if (entry === undefined) return outcome(filing, "dropped", "STAXX found no value in what was sent");
    if (entry.state === "dropped") return outcome(filing, "dropped", entry.reason ?? "STAXX gave no reason");
    if (entry.state === "pending") return outcome(filing, "pending", "It waits for approval on the pages of STAXX");
    return compare(options, await recordsOf(options.client, filing.value), entry);
  }
  if (filing.settings.autoApprove === "no") return outcome(filing, "pending", "Queued; it waits for approval on the pages of STAXX and cannot be verified here");
  const known = new Set(options.before.map((record) => textOf(record, "id")));
  const records = await lookUntil(async () => {
    const found = await recordsOf(options.client, filing.value);
    return found.some((record) => !known.has(textOf(record, "id")) || differencesFrom(record, filing).length === 0) ? found : undefined;
  }, options.seconds, options.signal);
  if (records === undefined) return outcome(filing, "pending", "Queued, not visible yet; it cannot be verified here. Search for it later");
  return compare(options, records);
}

function compare(options: ReadBack, records: readonly StaxxRecord[], entry?: ImportStatus["values"][number]): ValueOutcome {
  const { filing, before } = options;
  const newest = records[0];
  const same = sameRecord(records, filing);
  if (same !== undefined) {
    const old = before.find((record) => differencesFrom(record, filing).length > 0);
    if (old === undefined) return outcome(filing, "stored", `STAXX shows it as ${textOf(same, "itype")}`);
    return outcome(filing, "changed", `Before, STAXX had ${differencesFrom(old, filing).join(", ")}`);
  }
  if (newest !== undefined) return outcome(filing, "different settings", `STAXX shows ${differencesFrom(newest, filing).join(", ")}`);
  return entry === undefined
    ? outcome(filing, "pending", "Queued, not visible yet; it cannot be verified here. Search for it later")
    : outcome(filing, "stored", `STAXX reports it as stored${entry.itype ? ` as ${entry.itype}` : ""}, but a search does not show it`);
}

function outcome(filing: Filing, verdict: ValueOutcome["verdict"], detail: string): ValueOutcome {
  return { value: filing.value, type: filing.type, verdict, detail };
}
