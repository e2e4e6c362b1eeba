import { textOf } from "../staxx/records.js";
import { readIntent, type ImportIntent } from "./import-intent.js";
import { filingOf, openFilings, type ImportRun } from "./import-run.js";
import { doubt, jobKey, pushJob, valuesPerJob } from "./push.js";
import { outcome, readBack } from "./read-back.js";
import { lookUntil, recordsOf, sameRecord, type Filing, type RecordsByValue } from "./verdict.js";

/**
 * Settles what an interrupted run may have done: the jobs that STAXX took are read back, the one in doubt is found,
 * repeated under its key, or left to a person. What is still open afterwards has not been sent.
 *
 * @throws SoarkitError EFFECT_UNKNOWN when only a person can know
 */
export async function settleDoubt(run: ImportRun): Promise<void> {
  const { context, client, settings } = run;
  const intent = readIntent(context.intent);
  const { extensions } = await client.session();
  if (intent !== undefined) await readTaken(run, intent, extensions);
  const doubtful = intent === undefined ? openFilings(run).slice(0, valuesPerJob) : intent.values.map((one) => filingOf(one, settings));
  if (doubtful.length === 0) return;
  // Without an intent on disk the call's own key serves: an earlier run elsewhere would have used the same one.
  const importKey = intent === undefined ? jobKey(run) : intent.server === client.baseUrl ? intent.importKey : null;
  if (importKey !== null && extensions.has("import_key")) {
    await context.status("Continuing after an interruption; STAXX knows the import by its key and files it once");
    await pushJob(run, doubtful, await knownRecords(run, doubtful, intent), importKey);
    return;
  }
  if (context.decision === "retry") return;
  if (settings.autoApprove === "no") throw doubt(doubtful.map(({ value }) => value));
  await context.status("Continuing after an interruption; looking whether Anomali STAXX has the value already");
  for (const [filing, itype] of await findSame(run, doubtful, intent)) run.outcomes.set(filing.value, outcome(filing, "stored", `Found after an interruption, as ${itype}; it was not sent again`));
}

async function readTaken(run: ImportRun, intent: ImportIntent, extensions: ReadonlySet<string>): Promise<void> {
  const { client, context, settings, taken } = run;
  for (const { job, values } of intent.taken) {
    const filings = values.map((one) => filingOf(one, settings));
    const importKey = extensions.has("import_key") && intent.importKey !== null ? jobKey(run) : undefined;
    const results = await readBack({ client, filings, before: new Map(), importKey, jobId: job ?? undefined, extensions, seconds: 0, signal: context.signal });
    for (const result of results) run.outcomes.set(result.value, result);
    taken.push({ job, values });
  }
}

/** The records that the values had before the interrupted run. */
async function knownRecords(run: ImportRun, filings: readonly Filing[], intent: ImportIntent | undefined): Promise<RecordsByValue> {
  const known = new Set(intent?.known);
  const now = await recordsOf(run.client, filings.map(({ value }) => value));
  return new Map([...now].map(([value, records]) => [value, records.filter((record) => known.has(textOf(record, "id")))]));
}

/** The values that the interrupted run filed, with the type under which STAXX shows them. */
async function findSame(run: ImportRun, filings: readonly Filing[], intent: ImportIntent | undefined): Promise<Map<Filing, string>> {
  const { client, context } = run;
  const known = new Set(intent?.known);
  const found = new Map<Filing, string>();
  await lookUntil(async () => {
    const records = await recordsOf(client, filings.filter((filing) => !found.has(filing)).map(({ value }) => value));
    for (const filing of filings) {
      const fresh = (records.get(filing.value) ?? []).filter((record) => !known.has(textOf(record, "id")));
      const same = sameRecord(fresh, filing);
      if (same !== undefined) found.set(filing, textOf(same, "itype"));
    }
    return found.size === filings.length ? true : undefined;
  }, context.config.read_back_seconds, context.signal);
  return found;
}
