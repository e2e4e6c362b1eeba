import { InvocationMessageType, InvocationStatus, SoarkitError } from "@soarkit/protocol";
import { recordAudit } from "../../audit/audit.js";
import type { Principal } from "../../accounts/principal.js";
import type { PlatformDatabase, PlatformTransaction } from "../../database.js";
import { removeMessageOf } from "../outbox/store.js";
import type { Invocation, StartedInstance } from "./invocation.js";
import { appendMessage, endInvocation, findInvocation, listCallsOfInstance, listChildren, listStartedInstances } from "./store.js";

/** What interventions need of workflows. */
export interface InterventionWorkflows {
  retry(instanceId: number): Promise<void>;
  terminate(instanceId: number, reason: string, principal: { readonly id: number }): Promise<void>;
  status(instanceId: number): Promise<string>;
}

/** What a person does about a run that does not go on by itself: have it tried once more, or end it. */
export class Interventions {
  constructor(private readonly deps: { readonly database: PlatformDatabase; readonly workflows: InterventionWorkflows; readonly now: () => number }) {}

  /**
   * Lets the workflows go on that stopped with an error, at the step where they stopped.
   * @throws SoarkitError `OBJECT_UNKNOWN`, `INVOCATION_STATE` when nothing of it can be tried again.
   */
  async retry(id: number, reason: string, principal: Principal): Promise<void> {
    const invocation = await this.require(id);
    const stopped: number[] = [];
    for (const instance of await this.instancesOf(invocation)) if ((await this.deps.workflows.status(instance)) === "error") stopped.push(instance);
    if (stopped.length === 0) {
      const why = invocation.kind === "message" ? "an action message is not sent again; run the rule again" : "no workflow of it stopped with an error; run the rule again";
      throw new SoarkitError("INVOCATION_STATE", { id, wish: "retried", reason: why });
    }
    for (const instance of stopped) await this.deps.workflows.retry(instance);
    await this.deps.database.transaction((trx) => this.record(trx, "action_retried", invocation, reason, principal));
  }

  /**
   * Ends a run with its workflows, or a single call or message. A function that an integration server works on is not
   * interrupted; its answer changes nothing any more.
   * @throws SoarkitError `OBJECT_UNKNOWN`, `INVOCATION_STATE` when it has ended already.
   */
  async end(id: number, reason: string, principal: Principal): Promise<void> {
    const invocation = await this.require(id);
    let ended = 0;
    for (const instance of await this.instancesOf(invocation)) {
      const status = await this.deps.workflows.status(instance);
      if (status !== "running" && status !== "error") continue;
      await this.deps.workflows.terminate(instance, reason, principal);
      ended += 1;
    }
    const calls = await this.callsOf(invocation);
    await this.deps.database.transaction(async (trx) => {
      for (const call of calls) if (await this.endCall(trx, call, reason, principal)) ended += 1;
      if (ended === 0) throw new SoarkitError("INVOCATION_STATE", { id, wish: "ended", reason: "it has ended already" });
      await this.record(trx, "action_ended", invocation, reason, principal);
    });
  }

  private async endCall(trx: PlatformTransaction, call: Invocation, reason: string, principal: Principal): Promise<boolean> {
    const ended = this.deps.now();
    const error = `Ended by ${principal.displayName}: ${reason}`;
    const won = await endInvocation(trx, call.id, { status: InvocationStatus.error, outcome: "error", state: "failed", results: undefined, error, ended, endedBy: principal.displayName });
    if (!won) return false;
    await removeMessageOf(trx, call.id);
    await appendMessage(trx, call.id, { type: InvocationMessageType.error, text: error, create_date: ended });
    return true;
  }

  /** Calls of a run or of its workflows; a call or message alone stands for itself and the workflow that made it. */
  private async callsOf(invocation: Invocation): Promise<Invocation[]> {
    const { db } = this.deps.database;
    if (invocation.kind === "rule") return listChildren(db, [invocation.id]);
    return invocation.instanceId === null ? [invocation] : listCallsOfInstance(db, invocation.instanceId);
  }

  private async instancesOf(invocation: Invocation): Promise<number[]> {
    if (invocation.kind !== "rule") return invocation.instanceId === null ? [] : [invocation.instanceId];
    const started: StartedInstance[] = await listStartedInstances(this.deps.database.db, [invocation.id]);
    return started.map((instance) => instance.instanceId);
  }

  private async require(id: number): Promise<Invocation> {
    const invocation = await findInvocation(this.deps.database.db, id);
    if (invocation === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "action invocation", id });
    return invocation;
  }

  private async record(trx: PlatformTransaction, kind: string, invocation: Invocation, reason: string, principal: Principal): Promise<void> {
    const objectName = invocation.rule?.name ?? invocation.function?.name ?? invocation.destination ?? "";
    await recordAudit(trx, {
      kind,
      principalId: principal.id,
      incidentId: invocation.incidentId,
      objectType: "action_invocation",
      objectId: invocation.id,
      objectName,
      detail: { reason },
      at: this.deps.now(),
    });
  }
}
