import { isInsistedType } from "@soarkit/indicators";
import { defineFunction, type AppConfig, type AppFunction } from "@soarkit/app-sdk";
import type { StaxxConfig } from "../config/config.js";
import { functionUuids } from "../customizations/uuids.js";
import { StaxxClient } from "../staxx/client.js";
import type { Sessions } from "../staxx/sessions.js";
import { candidatesOf, prepareAll, sharingWarnings } from "./candidates.js";
import { importInputs } from "./fields.js";
import { filingOf, finish, openFilings, type ImportRun } from "./import-run.js";
import { importSettings } from "./import-settings.js";
import { expectedItype } from "./prepare-value.js";
import { pushAll } from "./push.js";
import { cutOrDropped, outcome } from "./read-back.js";
import { settleDoubt } from "./resume.js";
import { differencesFrom, recordsOf, sameRecord, type Filing, type RecordsByValue } from "./verdict.js";

/** The function `staxx_import`: files one value, several, or all artifacts of an incident, reads them back, and says what became of each. */
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
      const candidates = await candidatesOf(inputs, context);
      const settings = importSettings(inputs, candidates.origin, context.config.indicator_types);
      const force = inputs.staxx_force === "yes";
      const prepared = prepareAll(candidates, { purpose: "import", force, limit: context.config.max_tlp });
      const mismatches = prepared.values.flatMap((one) => expectedItype(one, settings.threatType).warning ?? []);
      const run: ImportRun = {
        context,
        client: new StaxxClient({ http: context.http, address: context.config, sessions }),
        settings,
        filings: prepared.values.map((one) => filingOf(one, settings)),
        refused: prepared.refused,
        warnings: [...new Set(mismatches), ...sharingWarnings(prepared, candidates.single, settings.tlp)],
        single: candidates.single,
        force,
        outcomes: new Map(),
        taken: [],
        answers: [],
      };
      run.warnings.push(...(await insistedWarnings(run)));
      for (const text of run.warnings) await context.status(text, "warning");
      if (run.refused.length > 0) await context.status(`${run.refused.length} of ${candidates.values.length} values cannot be sent; the result says why`, "warning");
      if (context.inDoubt && run.filings.length > 0) await settleDoubt(run);
      await pushAll(run, ...(await look(run)));
      return finish(run);
    },
  });
}

/** Warnings about values that STAXX has no type for; a server with the extension `force` keeps them whole. */
async function insistedWarnings(run: ImportRun): Promise<string[]> {
  const insisted = run.filings.flatMap(({ value, type }) => (isInsistedType(type) ? [{ value, type }] : []));
  if (insisted.length === 0 || (await run.client.session()).extensions.has("force")) return [];
  return insisted.map(({ value, type }) => `${value} is sent because Send Anyway (staxx_force) is yes. ${cutOrDropped(type)}.`);
}

/** Looks what STAXX has already; hands back what is to be sent, and the records that were there before. */
async function look(run: ImportRun): Promise<[filings: Filing[], before: RecordsByValue]> {
  const { context, client, single } = run;
  const open = openFilings(run);
  if (open.length === 0) return [[], new Map()];
  await context.status(`Looking for ${single ? (open[0]?.value ?? "") : `${open.length} values`} in Anomali STAXX`);
  const before = await recordsOf(client, open.map(({ value }) => value));
  for (const filing of open) {
    const [newest] = before.get(filing.value) ?? [];
    if (newest === undefined) continue;
    if (sameRecord(before.get(filing.value) ?? [], filing, true) !== undefined) {
      run.outcomes.set(filing.value, outcome(filing, "already there", "It has the same settings; nothing was sent"));
      if (single) await context.status(`${filing.value} is in Anomali STAXX with the same settings already; nothing was sent`);
    } else if (single) {
      await context.status(`Anomali STAXX has ${filing.value} with other settings: ${differencesFrom(newest, filing, true).join(", ")}`);
    }
  }
  return [openFilings(run), before];
}
