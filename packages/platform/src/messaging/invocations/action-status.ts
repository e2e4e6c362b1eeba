import { SoarkitError, type ActionInvocationDTO, type StartedInstanceDTO } from "@soarkit/protocol";
import type { PlatformDatabase, PlatformQueries } from "../../database.js";
import { objectTypeId } from "../function-message.js";
import type { Invocation, StartedInstance, StoredInvocationMessage } from "./invocation.js";
import { instanceError, runStatus } from "./run-status.js";
import { findInvocation, listChildren, listMessages, listStartedInstances, listOfIncident } from "./store.js";

/** Most entries that a list of the action status shows, newest first. */
export const mostListed = 1_000;

/** Reads the action status: runs of rules, and the calls and messages that they or workflows set off. */
export class ActionStatus {
  constructor(private readonly deps: { readonly database: PlatformDatabase }) {}

  /** One run, call or message. @throws SoarkitError `OBJECT_UNKNOWN`. */
  async get(id: number): Promise<ActionInvocationDTO> {
    const invocation = await findInvocation(this.deps.database.db, id);
    const [dto] = invocation === undefined ? [] : await this.show(this.deps.database.db, [invocation], true);
    if (dto === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "action invocation", id });
    return dto;
  }

  /**
   * What ran on an incident and its objects, newest first: runs, calls and messages beside each other, tied by
   * `parent_id`; `invocations` is empty here.
   */
  async list(incidentId: number, limit = mostListed): Promise<ActionInvocationDTO[]> {
    const { db } = this.deps.database;
    return this.show(db, await listOfIncident(db, incidentId, Math.min(limit, mostListed)), false);
  }

  private async show(queries: PlatformQueries, invocations: readonly Invocation[], nested: boolean): Promise<ActionInvocationDTO[]> {
    const runs = invocations.filter((invocation) => invocation.kind === "rule").map((run) => run.id);
    const children = await listChildren(queries, runs);
    const instances = await listStartedInstances(queries, runs);
    const messages = await listMessages(queries, [...new Set([...invocations, ...(nested ? children : [])].map((invocation) => invocation.id))]);
    return invocations.map((invocation) => {
      const calls = children.filter((child) => child.parentId === invocation.id);
      const started = instances.filter((instance) => instance.invocationId === invocation.id);
      const dto = invocationDTO(invocation, messages);
      if (invocation.kind !== "rule") return dto;
      const { status, outcome, ended, error } = runStatus(invocation, calls, started);
      return {
        ...dto,
        status,
        outcome,
        error,
        end_date: ended,
        workflow_instances: started.map(instanceDTO),
        invocations: nested ? calls.map((call) => invocationDTO(call, messages)) : [],
      };
    });
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
