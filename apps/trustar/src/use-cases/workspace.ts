import { ExpectedFailure, type ActionEvent, type CallContext } from "@soarkit/app-sdk";
import { type IncidentDTO, SoarkitError } from "@soarkit/protocol";
import type { Account } from "../config/account.js";
import { accountsOf, chooseAccount, withoutAccount } from "../config/choose-account.js";
import type { TrustarConfig } from "../config/config.js";
import { nameOf } from "../incident/case.js";

/** The account for an event's incident: the message tells the workspace by name, also of a deleted incident. */
export async function accountOfEvent(event: Pick<ActionEvent, "incident" | "label">, context: CallContext<TrustarConfig>): Promise<Account> {
  const label = event.label("incident", "workspace", event.incident.workspace);
  return label === undefined ? await accountOfIncident(event.incident.id, context) : chooseAccount(context.config.accounts, label);
}

/**
 * The account for what happens by itself; a text where nothing is to be done. A workspace without an account is no fault:
 * its incidents are not shared.
 */
export async function automaticAccount(event: Pick<ActionEvent, "incident" | "label">, context: CallContext<TrustarConfig>): Promise<Account | string> {
  const workspace = event.label("incident", "workspace", event.incident.workspace) ?? nameOf((await readIncident(event.incident.id, context)).workspace);
  const { accounts } = context.config;
  if (accountsOf(accounts, workspace).length === 0) return `Nothing is sent. ${withoutAccount(workspace)}`;
  return chooseAccount(accounts, workspace);
}

/** The account for an incident by its workspace. @throws ExpectedFailure when there is no such incident, or not one account for it */
export async function accountOfIncident(incidentId: number, context: CallContext<TrustarConfig>): Promise<Account> {
  return chooseAccount(context.config.accounts, nameOf((await readIncident(incidentId, context)).workspace));
}

/** An incident with names in its handles. @throws ExpectedFailure when it is not there */
export async function readIncident(incidentId: number, { soar, signal }: Pick<CallContext, "soar" | "signal">): Promise<IncidentDTO> {
  try {
    return await soar.get<IncidentDTO>(`/incidents/${incidentId}`, { handleFormat: "names", signal });
  } catch (error) {
    if (error instanceof SoarkitError && error.code === "SOAR_NOT_FOUND") throw new ExpectedFailure(`There is no incident ${incidentId}.`);
    throw error;
  }
}
