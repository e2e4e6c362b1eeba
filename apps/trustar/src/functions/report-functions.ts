import { type AppConfig, type AppFunction, type CallContext, defineFunction, ExpectedFailure, succeed } from "@soarkit/app-sdk";
import type { TrustarConfig } from "../config/config.js";
import type { Parts } from "../parts.js";
import { externalId } from "../report/report.js";
import { deleteReport } from "../use-cases/delete-report.js";
import { findCorrelated } from "../use-cases/find-correlated.js";
import { Participants } from "../use-cases/participants.js";
import { fileReport, prepare } from "../use-cases/share.js";
import { accountOfIncident } from "../use-cases/workspace.js";
import { inputs } from "./inputs.js";

const { trustar_incident_id } = inputs;

/** Most indicators that the function hands back (trustar-api §6.2, 9c). */
const mostIndicators = 100;

/** Use cases 9a, 9c and 9d: the functions that work on an incident's report. */
export function reportFunctions(config: AppConfig<TrustarConfig>, parts: Parts): AppFunction[] {
  return [
    defineFunction({
      name: "submit_report_to_trustar",
      displayName: "Submit report to TruSTAR",
      description: "Submit the incident to TruSTAR as a report, or update its report",
      inputs: { trustar_incident_id },
      config,
      inDoubt: "check",
      resultForm: "plain",
      handler: async ({ trustar_incident_id: id }, context) => await parts.queue.exclusive(id, async () => succeed(await submit(id, context, parts))),
    }),
    defineFunction({
      name: "get_correlated_indicators_from_trustar",
      displayName: "Get correlated indicators from TruSTAR",
      description: "List indicators that occur in TruSTAR together with those of the incident's report",
      inputs: { trustar_incident_id },
      config,
      inDoubt: "repeat",
      resultForm: "plain",
      handler: async ({ trustar_incident_id: id }, context) => {
        const account = await accountOfIncident(id, context);
        const client = await parts.clients.for(account, context);
        const report = await client.report(externalId(id), "external");
        if (report === undefined) throw new ExpectedFailure(`Incident ${id} has no report in TruSTAR. Submit it first, for example with Send To TruSTAR.`);
        const enclaves = account.enclave_ids_for_query.length > 0 ? account.enclave_ids_for_query : account.enclave_ids_for_submission;
        const found = await findCorrelated(client, report.id, enclaves, (all) => all.length >= mostIndicators, context.signal);
        await context.status(`${found.total} correlated indicator(s)`);
        return succeed(found.own.length === 0 ? {} : { indicators: found.indicators.slice(0, mostIndicators).map(({ type, value }) => ({ type, value })) });
      },
    }),
    defineFunction({
      name: "delete_report_in_trustar",
      displayName: "Delete report in TruSTAR",
      description: "Delete the incident's report in TruSTAR",
      inputs: { trustar_incident_id },
      config,
      inDoubt: "check",
      resultForm: "plain",
      handler: async ({ trustar_incident_id: id }, context) => await parts.queue.exclusive(id, async () => {
        const client = await parts.clients.for(await accountOfIncident(id, context), context);
        await context.beforeEffect({ delete: externalId(id) });
        const deleted = await deleteReport(client, id);
        // After a cut nobody knows whether this call removed it before; that it is gone is what was asked for.
        if (!deleted && !context.inDoubt) throw new ExpectedFailure(`Incident ${id} has no report in TruSTAR.`);
        return succeed({ status: "Done" });
      }),
    }),
  ];
}

/** Submits or updates, and reads back what TruSTAR has then (document, use case 9a "Payload"). */
async function submit(id: number, context: CallContext<TrustarConfig>, parts: Parts): Promise<Record<string, unknown>> {
  const run = new Participants([{ context, asked: true }]);
  const ready = await prepare(id, run, parts.clients);
  if (typeof ready === "string") throw new ExpectedFailure(ready);
  const filed = await fileReport(ready, run);
  const report = await ready.client.report(filed.id, "internal");
  if (report === undefined) throw new ExpectedFailure(`The report ${filed.id} was filed, but TruSTAR does not show it.`);
  const { reportBody, updated, externalUrl = null, created, distributionType, title, timeBegan, enclaveIds, externalTrackingId } = report;
  return { reportBody, updated, externalUrl, created, distributionType, title, timeBegan, id: report.id, enclaveIds, externalTrackingId };
}
