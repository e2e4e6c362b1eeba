import { SoarkitError, type ActionInvocationDTO, type StartedInstanceDTO } from "@soarkit/protocol";
import type { PlatformDatabase, PlatformQueries } from "../../database.js";
import { objectTypeId } from "../function-message.js";
import type { Invocation, StartedInstance, StoredInvocationMessage } from "./invocation.js";
import { instanceError, runStatus } from "./run-status.js";
import type { ScriptingLog } from "../../scripting-log/scripting-log.js";
import type { StoredRun } from "../../scripting-log/store.js";
import { settleRuns } from "./settle.js";
import { findInvocation, listChildren, listMessages, listOfIncident, listStartedInstances, pageOfInvocations, type InvocationFilter } from "./store.js";
import { timelineOf, type TimelineStep } from "./timeline.js";
import type { Waiting, WaitingReasons } from "./waiting.js";

/** Most entries that a list of the action status shows, newest first. */
export const mostListed = 1_000;

/** One entry with what it waits for while it is pending. */
export type InvocationEntryDTO = ActionInvocationDTO & { waiting?: Waiting | null };

/** One entry with what happened to it. */
export type InvocationDetailDTO = InvocationEntryDTO & { steps: TimelineStep[] };

/** Reads the action status: runs of rules, and the calls and messages that they or workflows set off. */
export class ActionStatus {
  constructor(
    private readonly deps: { readonly database: PlatformDatabase; readonly waiting: WaitingReasons; readonly scriptingLog: Pick<ScriptingLog, "ofInstances" | "ofRun"> },
  ) {}

  /** One run, call or message with what happened to it. @throws SoarkitError `OBJECT_UNKNOWN`. */
  async get(id: number): Promise<InvocationDetailDTO> {
    const { db } = this.deps.database;
    const invocation = await findInvocation(db, id);
    const [dto] = invocation === undefined ? [] : await this.show(db, [invocation], true);
    if (invocation === undefined || dto === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "action invocation", id });
    const run = invocation.kind === "rule";
    const calls = run ? await listChildren(db, [id]) : [invocation];
    const instances = run ? await listStartedInstances(db, [id]) : [];
    const messages = await listMessages(db, [...new Set([id, ...calls.map((call) => call.id)])]);
    const scripts = run
      ? [...(await this.deps.scriptingLog.ofInstances(instances.map((instance) => instance.instanceId))), ...(await this.deps.scriptingLog.ofRun(id))]
      : await this.scriptsOf(invocation);
    return { ...dto, steps: timelineOf(invocation, { calls, messages, instances, scripts }) };
  }

  /** A page of runs, calls and messages beside each other, newest first; `automatic` counts the runs of automatic rules in which nothing went wrong. */
  async page(filter: InvocationFilter, page: { start: number; size: number }): Promise<{ entities: InvocationEntryDTO[]; total: number; automatic: number }> {
    await settleRuns(this.deps.database);
    const { db } = this.deps.database;
    const { invocations, total, automatic } = await pageOfInvocations(db, filter, page);
    return { entities: await this.show(db, invocations, false), total, automatic };
  }

  /** The scripts of the step that made a call. */
  private async scriptsOf(call: Invocation): Promise<StoredRun[]> {
    if (call.instanceId === null || call.executionId === null) return [];
    const visit = call.executionId.split("/", 1)[0];
    return (await this.deps.scriptingLog.ofInstances([call.instanceId])).filter((run) => run.executionId === visit);
  }

  /**
   * What ran on an incident and its objects, newest first: runs, calls and messages beside each other, tied by
   * `parent_id`; `invocations` is empty here.
   */
  async list(incidentId: number, limit = mostListed): Promise<InvocationEntryDTO[]> {
    const { db } = this.deps.database;
    return this.show(db, await listOfIncident(db, incidentId, Math.min(limit, mostListed)), false);
  }

  private async show(queries: PlatformQueries, invocations: readonly Invocation[], nested: boolean): Promise<InvocationEntryDTO[]> {
    const runs = invocations.filter((invocation) => invocation.kind === "rule").map((run) => run.id);
    const children = await listChildren(queries, runs);
    const instances = await listStartedInstances(queries, runs);
    const messages = await listMessages(queries, [...new Set([...invocations, ...(nested ? children : [])].map((invocation) => invocation.id))]);
    const shown: InvocationEntryDTO[] = [];
    for (const invocation of invocations) {
      const calls = children.filter((child) => child.parentId === invocation.id);
      const started = instances.filter((instance) => instance.invocationId === invocation.id);
      const dto = invocationDTO(invocation, messages);
      if (invocation.kind !== "rule") {
        shown.push(invocation.outcome === "pending" ? { ...dto, waiting: await this.deps.waiting.ofCall(invocation, messages.filter((message) => message.invocationId === invocation.id)) } : dto);
        continue;
      }
      const { status, outcome, ended, error } = runStatus(invocation, calls, started);
      shown.push({
        ...dto,
        ...(outcome === "pending" ? { waiting: await this.waitingOfRun(queries, calls, started) } : {}),
        status,
        outcome,
        error,
        ended_by: calls.find((call) => call.endedBy !== null)?.endedBy ?? null,
        end_date: ended,
        workflow_instances: started.map(instanceDTO),
        invocations: nested ? calls.map((call) => invocationDTO(call, messages)) : [],
      });
    }
    return shown;
  }

  private async waitingOfRun(queries: PlatformQueries, calls: readonly Invocation[], instances: readonly StartedInstance[]): Promise<Waiting | null> {
    const call = calls.find((candidate) => candidate.outcome === "pending");
    if (call === undefined) return this.deps.waiting.ofInstances(instances);
    return this.deps.waiting.ofCall(call, await listMessages(queries, [call.id]));
  }
}

function invocationDTO(invocation: Invocation, messages: readonly StoredInvocationMessage[]): ActionInvocationDTO {
  const { object, principal } = invocation;
  return {
    id: invocation.id,
    kind: invocation.kind,
    parent_id: invocation.parentId,
    action: invocation.rule,
    workflow: invocation.workflow,
    workflow_instance_id: invocation.instanceId,
    function: invocation.function,
    destination: invocation.destination,
    create_date: invocation.created,
    end_date: invocation.ended,
    create_user: principal,
    object: { type_id: objectTypeId(object.type) ?? -1, type_name: object.type, object_id: object.id, object_name: object.name },
    inc_id: invocation.incidentId,
    status: invocation.status,
    outcome: invocation.outcome,
    messages: messages
      .filter((message) => message.invocationId === invocation.id)
      .map(({ type, text, create_date }) => ({ type, text, create_date })),
    inputs: invocation.inputs === null ? null : { ...invocation.inputs },
    results: invocation.results,
    error: invocation.error,
    ended_by: invocation.endedBy,
    workflow_instances: [],
    invocations: [],
  };
}

function instanceDTO(instance: StartedInstance): StartedInstanceDTO {
  return {
    workflow_instance_id: instance.instanceId,
    workflow: instance.workflow,
    status: instance.status as StartedInstanceDTO["status"],
    start_date: instance.startDate,
    end_date: instance.endDate,
    error: instanceError(instance),
  };
}
