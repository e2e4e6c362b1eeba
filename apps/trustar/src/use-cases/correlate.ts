import { externalId } from "../report/report.js";
import type { Indicator } from "../trustar/dto.js";
import { addArtifacts } from "./add-artifacts.js";
import { findCorrelated, sameness } from "./find-correlated.js";
import { mostListed, noteCorrelated } from "./notes.js";
import type { Participants } from "./participants.js";
import type { Shareable } from "./shareable.js";

/** Adds new correlated indicators to the incident as artifacts and notes all of them. */
export async function addCorrelated({ source, account, client }: Shareable, run: Participants): Promise<string> {
  const { context } = run;
  const limit = context.config.max_correlated_artifacts;
  const { incident } = source;
  const report = await client.report(externalId(incident.id), "external");
  if (report === undefined) return "The report was deleted in TruSTAR meanwhile.";
  const present = new Set(source.artifacts.map(({ value }) => sameness(value)));
  const isNew = ({ value }: Indicator): boolean => !present.has(sameness(value));
  const enclaves = account.enclave_ids_for_query.length > 0 ? account.enclave_ids_for_query : account.enclave_ids_for_submission;
  const found = await findCorrelated(client, report.id, enclaves, (all) => all.length >= mostListed || all.filter(isNew).length >= limit, context.signal);
  if (found.own.length === 0) return "TruSTAR found no indicators in it.";
  if (found.indicators.length === 0) return "TruSTAR knows no correlated indicators.";

  // A run that was cut off finishes what it had chosen, and adds no more than that.
  const chosen = run.doubts.artifacts ?? found.indicators.filter(isNew).slice(0, limit);
  const adding = chosen.filter(isNew);
  if (adding.length > 0) {
    await run.status(`Adding ${adding.length} correlated indicator(s) to the incident`);
    await run.announce({ artifacts: chosen });
  }
  const added = await addArtifacts(incident.id, adding, run);
  for (const reason of added.refused) await context.status(reason, "warning");
  await noteCorrelated(source, client, found, run);
  const left = found.indicators.filter(isNew).length - added.count;
  return `${found.total} correlated indicator(s), ${added.count} of them new on the incident${left > 0 ? `; ${left} more are listed in the note only` : ""}.`;
}

