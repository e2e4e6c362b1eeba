import { ExpectedFailure } from "@soarkit/app-sdk";
import { accountsOf, chooseAccount, sameName, withoutAccount } from "../config/choose-account.js";
import type { Account } from "../config/account.js";
import { readCase } from "../incident/case.js";
import { buildReport, externalId, tlpObstacle } from "../report/report.js";
import type { TrustarClient } from "../trustar/client.js";
import type { Clients } from "../trustar/clients.js";
import { mayHaveHappened } from "../trustar/connection.js";
import type { Report, ReportToSend } from "../trustar/dto.js";
import { TrustarRefusal } from "../trustar/refusals.js";
import { addCorrelated } from "./correlate.js";
import { noteReport } from "./notes.js";
import type { Participants } from "./participants.js";
import type { Filed, Shareable } from "./shareable.js";

/**
 * Brings an incident's report in TruSTAR to what the incident is now, and TruSTAR's knowledge to the incident (use cases
 * 2 to 6): submitted when there is none, updated when it differs, left alone when it says the same already.
 *
 * @returns the last line of the action status
 */
export async function shareIncident(incidentId: number, run: Participants, clients: Clients): Promise<string> {
  const ready = await prepare(incidentId, run, clients);
  if (typeof ready === "string") return ready;
  const { source, client, built } = ready;
  const filed = await fileReport(ready, run);
  await noteReport(source, client, filed, run);
  if (built.withheld.length > 0) await run.status(`${built.withheld.length} artifact(s) were left out of the report: ${[...new Set(built.withheld)].join("; ")}`);
  const correlated = source.closed ? "The incident is closed: no correlated indicators are fetched." : await addCorrelated(ready, run);
  return `${sentence(filed, client)} ${correlated}`;
}

/** Reads the incident and decides whether and where it goes; a text when nothing is to be sent. */
export async function prepare(incidentId: number, run: Participants, clients: Clients): Promise<Shareable | string> {
  const { context } = run;
  const { config } = context;
  const source = await readCase(context.soar, incidentId, context.signal);
  if (source === undefined) return `Incident ${incidentId} is not there any more: nothing is sent to TruSTAR.`;
  if (!run.asked && accountsOf(config.accounts, source.workspace).length === 0) return `Nothing is sent. ${withoutAccount(source.workspace)}`;
  const account = chooseAccount(config.accounts, source.workspace);
  if (!run.asked && !account.auto_submission) return disabled(account);
  const excluded = source.types.find((type) => account.incident_types_to_exclude.some((name) => sameName(name, type)));
  if (excluded !== undefined) return `Not sent to TruSTAR: the incident type "${excluded}" is among incident_types_to_exclude in [${account.section}].`;
  const obstacle = tlpObstacle(source.incident, config.max_tlp);
  if (obstacle !== undefined) {
    if (run.asked) throw new ExpectedFailure(obstacle);
    return `Not sent to TruSTAR. ${obstacle}`;
  }
  return { source, account, client: await clients.for(account, context), built: buildReport(source, account, config.max_tlp) };
}

/** What people read where reports are not sent by themselves. */
export function disabled(account: Account): string {
  return `Nothing is sent by itself: auto_submission is disabled in [${account.section}]. Use Send To TruSTAR.`;
}

/** Submits or updates the report. Whether it is there is always looked up first, so that it is never filed twice. */
export async function fileReport({ source, account, client, built: { report } }: Shareable, run: Participants): Promise<Filed> {
  const present = await client.report(externalId(source.incident.id), "external");
  if (present !== undefined) {
    const full = (await client.report(present.id, "internal")) ?? present;
    const finishing = run.doubts.submit === true;
    if (finishing) await tag(client, present.id, account);
    if (saysTheSame(full, report)) return { id: present.id, outcome: finishing ? "submitted" : "unchanged" };
    await run.status(`Updating the report ${present.id} in TruSTAR`);
    await client.updateReport(present.id, report);
    return { id: present.id, outcome: finishing ? "submitted" : "updated" };
  }
  await run.status(`Submitting the incident to TruSTAR with [${account.section}]`);
  await run.announce({ submit: true });
  const id = await submitOnce(client, report);
  await tag(client, id, account);
  return { id, outcome: "submitted" };
}

/** When nobody knows whether a report arrived, or it was there already, its external id tells. */
async function submitOnce(client: TrustarClient, report: ReportToSend): Promise<string> {
  try {
    return await client.submitReport(report);
  } catch (error) {
    const doubtful = mayHaveHappened(error) || (error instanceof TrustarRefusal && (error.status === 400 || error.status === 409 || error.status >= 500));
    const found = doubtful ? await client.report(report.externalTrackingId, "external") : undefined;
    if (found === undefined) throw error;
    return found.id;
  }
}

async function tag(client: TrustarClient, id: string, account: Account): Promise<void> {
  if (account.tag === undefined) return;
  for (const enclave of account.enclave_ids_for_submission) await client.tagReport(id, account.tag, enclave);
}

function saysTheSame(present: Report, wanted: ReportToSend): boolean {
  const same = (left: string | null | undefined, right: string): boolean => (left ?? "").replace(/\r\n?/g, "\n").trim() === right.trim();
  return same(present.reportBody, wanted.reportBody) && same(present.title, wanted.title);
}

function sentence({ id, outcome }: Filed, { account }: TrustarClient): string {
  if (outcome === "submitted") return `The incident was submitted to TruSTAR as report ${id} with [${account.section}].`;
  if (outcome === "updated") return `The report ${id} in TruSTAR was updated.`;
  return `The report ${id} in TruSTAR says the same already.`;
}
