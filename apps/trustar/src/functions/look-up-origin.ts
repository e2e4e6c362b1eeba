import { ExpectedFailure, type FunctionContext } from "@soarkit/app-sdk";
import { ObjectType, type WorkflowInstanceDTO } from "@soarkit/protocol";
import type { Credentials } from "../config/account.js";
import type { TrustarConfig } from "../config/config.js";
import { accountOfIncident } from "../use-cases/workspace.js";

/** Who looks an indicator up, and for which incident. */
export interface LookUpOrigin {
  readonly account: Credentials;
  readonly incidentId: number | undefined;
}

/**
 * The account for a call that names no incident: that of the incident on which the workflow runs, else the one of
 * `[trustar_threat_source]`, else the only one there is.
 *
 * @throws ExpectedFailure when nobody can tell
 */
export async function lookUpOrigin(context: FunctionContext<TrustarConfig>): Promise<LookUpOrigin> {
  const incidentId = await incidentOfWorkflow(context);
  if (incidentId !== undefined) return { account: await accountOfIncident(incidentId, context), incidentId };
  const { accounts, threatSource } = context.config;
  const account = threatSource ?? (accounts.length === 1 ? accounts[0] : undefined);
  if (account === undefined) throw new ExpectedFailure("The call tells no incident, and there is more than one TruSTAR account or none. Fill in [trustar_threat_source] in app.config.");
  return { account, incidentId };
}

async function incidentOfWorkflow({ message, soar, signal }: FunctionContext<TrustarConfig>): Promise<number | undefined> {
  const instance = message.workflow_instance?.workflow_instance_id;
  if (instance === undefined) return undefined;
  const { object } = await soar.get<WorkflowInstanceDTO>(`/workflow_instances/${instance}`, { signal });
  return object.type_id === ObjectType.incident ? object.object_id : object.parent?.object_id;
}
