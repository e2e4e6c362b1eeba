import { ExpectedFailure, needsPerson, OutsideError, OutsideTimeout, OutsideUnreachable } from "@soarkit/app-sdk";
import { messageOf } from "@soarkit/protocol";
import { jobIdOf } from "../staxx/import-params.js";
import { textOf } from "../staxx/records.js";
import { listed } from "./candidates.js";
import type { ImportIntent } from "./import-intent.js";
import { counted, type ImportRun } from "./import-run.js";
import { outcome, readBack } from "./read-back.js";
import { recordsOf, type Filing, type RecordsByValue } from "./verdict.js";

/** Values in one import job. */
export const valuesPerJob = 500;

/** The key of the next job of a call: the call's own for the first. */
export function jobKey(run: ImportRun): string {
  const { context, taken } = run;
  return taken.length === 0 ? context.key : `${context.key}-${taken.length}`;
}

/** Sends what is to be sent, one job after the other; the intent of each is on disk first. */
export async function pushAll(run: ImportRun, filings: readonly Filing[], before: RecordsByValue): Promise<void> {
  const { context, client } = run;
  if (filings.length === 0) return;
  const { extensions } = await client.session();
  for (let from = 0; from < filings.length; from += valuesPerJob) {
    const job = filings.slice(from, from + valuesPerJob);
    const importKey = extensions.has("import_key") ? jobKey(run) : undefined;
    const known = job.flatMap(({ value }) => (before.get(value) ?? []).map((record) => textOf(record, "id")));
    try {
      await context.beforeEffect({ server: client.baseUrl, importKey: importKey ?? null, values: namesOf(job), known, taken: [...run.taken] } satisfies ImportIntent);
      await pushJob(run, job, before, importKey);
    } catch (error) {
      // What went before has happened and is told; without it the failure is the whole story.
      if (run.taken.length === 0 || !(error instanceof ExpectedFailure || error instanceof OutsideError)) throw error;
      for (const filing of filings.slice(from)) run.outcomes.set(filing.value, outcome(filing, "not sent", messageOf(error)));
      await context.status(messageOf(error), "error");
      return;
    }
  }
}

/** Sends one job and reads it back. */
export async function pushJob(run: ImportRun, job: readonly Filing[], before: RecordsByValue, importKey: string | undefined): Promise<void> {
  const { context, client, settings, single } = run;
  const { extensions } = await client.session();
  const what = single ? listed(job.map(({ value }) => value)) : `${job.length} values`;
  await context.status(`Importing ${what} as ${settings.threatType}, severity ${settings.severity}, confidence ${settings.confidence}, ${settings.tlp}, auto approve ${settings.autoApprove}`);
  const answer = await send(run, job, before, importKey);
  const jobId = answer === undefined ? undefined : jobIdOf(answer);
  if (answer !== undefined && jobId === undefined) {
    throw new ExpectedFailure("Anomali STAXX answered the import with something else than an import job. Check that staxx_ip and staxx_port lead to a STAXX, and search for the value before importing it again.");
  }
  if (answer !== undefined) {
    run.answers.push(answer);
    await context.status(`Anomali STAXX took the import as job ${jobId ?? ""}; reading it back`);
  }
  run.taken.push({ job: jobId ?? null, values: namesOf(job) });
  const results = await readBack({ client, filings: job, before, importKey, jobId, extensions, seconds: context.config.read_back_seconds, signal: context.signal });
  for (const result of results) run.outcomes.set(result.value, result);
  const [first] = results;
  const level = results.some(({ verdict }) => verdict === "different settings") ? "warning" : "information";
  if (single && first !== undefined) await context.status(`${first.value}: ${first.verdict}. ${first.detail}`, level);
  else await context.status(`Import job ${jobId ?? "without an answer"}: ${counted(results)}`, level);
}

/** Sends once; where the answer is lost, once more when the key makes that safe, else looks or asks. Undefined: it arrived, but its answer did not. */
async function send(run: ImportRun, job: readonly Filing[], before: RecordsByValue, importKey: string | undefined): Promise<string | undefined> {
  const values = job.map(({ value }) => value);
  const force = run.force && (await run.client.session()).extensions.has("force") ? true : undefined;
  const once = (): Promise<string> => run.client.importIntel(values.join("\n"), run.settings, { import_key: importKey, force });
  try {
    return await once();
  } catch (error) {
    if (!isLostAnswer(error)) throw error;
    if (importKey !== undefined) return once();
    if (run.settings.autoApprove === "no") throw doubt(values);
    const now = await recordsOf(run.client, values);
    const known = new Set([...before.values()].flat().map((record) => textOf(record, "id")));
    if ([...now.values()].flat().some((record) => !known.has(textOf(record, "id")))) return undefined;
    throw new ExpectedFailure(`${error.message} It is not known whether STAXX took ${listed(values)}: search for it before importing it again.`, {}, { cause: error });
  }
}

/** The question to a person: STAXX shows no imports that wait for approval. */
export function doubt(values: readonly string[]): Error {
  const what = values.length === 1 ? (values[0] ?? "") : `the import of ${values.length} values (${listed(values)})`;
  return needsPerson(`${what} reached Anomali STAXX, where it would wait for approval`, "Look at the pending imports on the pages of STAXX.");
}

/** True when the server may have done what was asked although its answer did not arrive. */
function isLostAnswer(error: unknown): error is Error {
  return error instanceof OutsideTimeout || (error instanceof OutsideUnreachable && error.maybeSent);
}

function namesOf(job: readonly Filing[]): ImportIntent["values"] {
  return job.map(({ value, type }) => ({ value, type }));
}
