import type { PrincipalDTO } from "@soarkit/protocol";
import { InvocationStatus } from "@soarkit/protocol";
import type { PlatformTransaction } from "../database.js";
import { findInstance, findRunOfInstance, insertInvocation } from "./invocations/store.js";

/**
 * An entry of the action status for a workflow step that went wrong before it called anything.
 * Answers its id; undefined when the workflow instance is gone.
 */
export async function recordStepError(trx: PlatformTransaction, instanceId: number, message: string, now: number): Promise<number | undefined> {
  const instance = await findInstance(trx, instanceId);
  if (instance === undefined) return undefined;
  const run = await findRunOfInstance(trx, instanceId);
  const principal: PrincipalDTO = run?.principal ?? instance.principal;
  return insertInvocation(trx, {
    kind: "function",
    parentId: run?.id ?? null,
    instanceId,
    executionId: null,
    rule: run?.rule ?? null,
    functionId: null,
    function: null,
    workflow: instance.workflow,
    destination: null,
    incidentId: instance.incidentId,
    object: instance.object,
    principal,
    inputs: null,
    chain: run?.chain ?? [],
    created: now,
    timeoutSeconds: 0,
    timeoutAt: null,
    status: InvocationStatus.error,
    outcome: "error",
    state: "failed",
    error: message,
  });
}
