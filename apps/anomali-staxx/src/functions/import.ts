import { defineFunction, ExpectedFailure, fail, needsPerson, OutsideTimeout, OutsideUnreachable, succeed, type AppConfig, type AppFunction, type FunctionContext, type FunctionResult } from "@soarkit/app-sdk";
import type { StaxxConfig } from "../config/config.js";
import { functionUuids } from "../customizations/uuids.js";
import { StaxxClient } from "../staxx/client.js";
import { jobIdOf } from "../staxx/import-params.js";
import type { StaxxRecord } from "../staxx/records.js";
import { textOf } from "../staxx/records.js";
import type { Sessions } from "../staxx/sessions.js";
import { importInputs } from "./fields.js";
import { readIntent, type ImportIntent } from "./import-intent.js";
import { importSettings } from "./import-settings.js";
import { findOrigin } from "./origin.js";
import { expectedItype, prepareValue } from "./prepare-value.js";
import { readBack } from "./read-back.js";
import { checkTlp, widerSharing } from "./tlp-guard.js";
import { differencesFrom, lookUntil, recordsOf, sameRecord, type Filing, type ValueOutcome } from "./verdict.js";

type Context = FunctionContext<StaxxConfig>;

/** One import under way. */
interface Run {
  context: Context;
  client: StaxxClient;
  filing: Filing;
  warnings: readonly string[];
}

/** The function `staxx_import`: files a value, reads it back, and says what became of it. */
export function staxxImport(config: AppConfig<StaxxConfig>, sessions: Sessions): AppFunction {
  return defineFunction({
    name: "staxx_import",
    displayName: "Staxx Import",
    description: "Send an observable to Anomali Staxx including categorization settings",
    uuid: functionUuids.staxx_import,
    inputs: importInputs,
    config,
    inDoubt: "check",
    handler: async (inputs, context) => {
      const origin = await findOrigin(context);
      const settings = importSettings(inputs, origin, context.config.indicator_types);
      const prepared = prepareValue(inputs.staxx_indicator, origin, { purpose: "import", force: inputs.staxx_force === "yes" });
      checkTlp(origin, context.config.max_tlp);
      const { itype, exact, warning } = expectedItype(prepared, settings.threatType);
      const run: Run = {
        context,
        client: new StaxxClient({ http: context.http, address: context.config, sessions }),
        filing: { value: prepared.value, type: prepared.type, settings, itype, exact },
        warnings: [warning, widerSharing(origin, settings.tlp)].filter((text) => text !== undefined),
      };
      for (const text of run.warnings) await context.status(text, "warning");
      return context.inDoubt ? resume(run) : begin(run);
    },
  });
}

/** A first run: looks, and sends what is not there with the same settings. */
async function begin(run: Run): Promise<FunctionResult> {
  const { context, client, filing } = run;
  await context.status(`Looking for ${filing.value} in Anomali STAXX`);
  const before = await recordsOf(client, filing.value);
  if (sameRecord(before, filing, true) !== undefined) {
    const detail = "It has the same settings; nothing was sent";
    await context.status(`${filing.value} is in Anomali STAXX with the same settings already; nothing was sent`);
    return finish(run, `${filing.value} is in Anomali STAXX with the same settings already`, undefined, { value: filing.value, type: filing.type, verdict: "already there", detail });
  }
  if (before[0] !== undefined) await context.status(`Anomali STAXX has ${filing.value} with other settings: ${differencesFrom(before[0], filing, true).join(", ")}`);
  const { extensions } = await client.session();
  const importKey = extensions.has("import_key") ? context.key : undefined;
  const known = before.map((record) => textOf(record, "id"));
  await context.beforeEffect({ server: client.baseUrl, value: filing.value, importKey: importKey ?? null, known } satisfies ImportIntent);
  return push(run, before, importKey, extensions);
}

/** A run after an interruption: the earlier one may have filed the value. */
async function resume(run: Run): Promise<FunctionResult> {
  const { context, client, filing } = run;
  const intent = readIntent(context.intent);
  const { extensions } = await client.session();
  // Without an intent on disk the call's own key serves: an earlier run elsewhere would have used the same one.
  const importKey = intent === undefined ? context.key : intent.server === client.baseUrl ? intent.importKey : null;
  if (importKey !== null && extensions.has("import_key")) {
    await context.status("Continuing after an interruption; STAXX knows the import by its key and files it once");
    const known = new Set(intent?.known);
    const before = (await recordsOf(client, filing.value)).filter((record) => known.has(textOf(record, "id")));
    return push(run, before, importKey, extensions);
  }
  if (context.decision === "retry") return begin(run);
  if (filing.settings.autoApprove === "no") {
    throw needsPerson(`${filing.value} reached Anomali STAXX, where it would wait for approval`, "Look at the pending imports on the pages of STAXX.");
  }
  await context.status("Continuing after an interruption; looking whether Anomali STAXX has the value already");
  const same = await lookUntil(async () => sameRecord(await recordsOf(client, filing.value), filing), context.config.read_back_seconds, context.signal);
  if (same === undefined) return begin(run);
  const detail = `Found after an interruption, as ${textOf(same, "itype")}; it was not sent again`;
  return finish(run, `${filing.value} is in Anomali STAXX since before an interruption of this import`, undefined, { value: filing.value, type: filing.type, verdict: "stored", detail });
}

async function push(run: Run, before: readonly StaxxRecord[], importKey: string | undefined, extensions: ReadonlySet<string>): Promise<FunctionResult> {
  const { context, client, filing } = run;
  const { settings } = filing;
  await context.status(`Importing ${filing.value} as ${settings.threatType}, severity ${settings.severity}, confidence ${settings.confidence}, ${settings.tlp}, auto approve ${settings.autoApprove}`);
  const content = await send(run, importKey);
  const jobId = jobIdOf(content);
  if (jobId === undefined) {
    throw new ExpectedFailure("Anomali STAXX answered the import with something else than an import job. Check that staxx_ip and staxx_port lead to a STAXX, and search for the value before importing it again.");
  }
  await context.status(`Anomali STAXX took the import as job ${jobId}; reading it back`);
  const result = await readBack({ client, filing, before, importKey, jobId, extensions, seconds: context.config.read_back_seconds, signal: context.signal });
  await context.status(`${filing.value}: ${result.verdict}. ${result.detail}`, result.verdict === "different settings" ? "warning" : "information");
  return finish(run, content, jobId, result);
}

/** Sends once; where the answer is lost, once more when the key makes that safe, else says that nobody knows. */
async function send(run: Run, importKey: string | undefined): Promise<string> {
  const once = (): Promise<string> => run.client.importIntel(run.filing.value, run.filing.settings, importKey);
  try {
    return await once();
  } catch (error) {
    if (!isLostAnswer(error)) throw error;
    if (importKey !== undefined) return once();
    throw new ExpectedFailure(`${error.message} It is not known whether STAXX took ${run.filing.value}: search for it before importing it again.`, {}, { cause: error });
  }
}

/** True when the server may have done what was asked although its answer did not arrive. */
function isLostAnswer(error: unknown): error is Error {
  return error instanceof OutsideTimeout || (error instanceof OutsideUnreachable && error.maybeSent);
}

function finish(run: Run, content: string, jobId: string | undefined, value: ValueOutcome): FunctionResult {
  const { settings } = run.filing;
  const sent = { confidence: settings.confidence, indicator_type: settings.threatType, tlp: settings.tlp.slice("TLP:".length), severity: settings.severity, auto_approve: settings.autoApprove, tags: settings.tags };
  const outcome = { job_id: jobId ?? null, values: [value], sent, warnings: run.warnings };
  if (value.verdict === "dropped") return fail(`Anomali STAXX dropped ${value.value}: ${value.detail}.`, { outcome });
  return succeed(content, { outcome });
}
