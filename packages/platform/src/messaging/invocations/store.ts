import type { InvocationMessageDTO, InvocationMessageType, InvocationStatus, PrincipalDTO } from "@soarkit/protocol";
import { prepared } from "@soarkit/runtime";
import type { Insertable, Selectable } from "kysely";
import type { WorkspaceScope } from "../../accounts/workspaces/rights.js";
import type { PlatformQueries } from "../../database.js";
import { announce } from "../../live/changes.js";
import { workflowNames } from "../../workflows/store.js";
import type { InvocationMessagesTable, InvocationsTable } from "../schema.js";
import type {
  InstanceOfStep,
  Invocation,
  InvocationEnd,
  InvocationOutcome,
  InvocationState,
  InvokedFunction,
  InvokedRule,
  InvokedWorkflow,
  NewInvocation,
  StartedInstance,
  StoredInvocationMessage,
} from "./invocation.js";

type RunEnd = Pick<InvocationEnd, "status" | "outcome" | "state" | "error" | "ended">;

const insertRow = prepared((queries: PlatformQueries, row: Insertable<InvocationsTable>) => queries.insertInto("invocations").values(row).returning("id"));
const insertMessage = prepared((queries: PlatformQueries, row: Insertable<InvocationMessagesTable>) => queries.insertInto("invocation_messages").values(row));
const writeEnd = prepared((queries: PlatformQueries, { id, ...end }: { id: number } & RunEnd) => queries.updateTable("invocations").set(end).where("id", "=", id));

/** Writes a new invocation and answers its id. */
export async function insertInvocation(queries: PlatformQueries, values: NewInvocation): Promise<number> {
  const { rows } = await insertRow(queries, {
    kind: values.kind,
    parent_id: values.parentId,
    instance_id: values.instanceId,
    execution_id: values.executionId,
    rule: jsonOrNull(values.rule),
    function_id: values.functionId,
    function: jsonOrNull(values.function),
    workflow: jsonOrNull(values.workflow),
    destination: values.destination,
    incident_id: values.incidentId,
    object_type: values.object.type,
    object_id: values.object.id,
    object_name: values.object.name,
    principal: JSON.stringify(values.principal),
    inputs: jsonOrNull(values.inputs),
    chain: JSON.stringify(values.chain),
    created: values.created,
    ended: null,
    timeout_seconds: values.timeoutSeconds,
    timeout_at: values.timeoutAt,
    status: values.status,
    outcome: values.outcome,
    state: values.state,
    results: null,
    error: values.error,
    rule_id: values.rule?.id ?? null,
    automatic: values.rule?.type === 0 ? 1 : 0,
  });
  const [row] = rows as [{ id: number }];
  announce(queries, { topics: [`incident:${values.incidentId}`, "messaging"], incidentId: values.incidentId, kind: "invocation.started", id: row.id, by: values.principal.display_name });
  return row.id;
}

/** The invocation with this id. */
export async function findInvocation(queries: PlatformQueries, id: number): Promise<Invocation | undefined> {
  const row = await queries.selectFrom("invocations").selectAll().where("id", "=", id).executeTakeFirst();
  return row === undefined ? undefined : invocationOf(row);
}

/** The call that a workflow's step made. */
export async function findByExecution(queries: PlatformQueries, instanceId: number, executionId: string): Promise<Invocation | undefined> {
  const row = await queries
    .selectFrom("invocations")
    .selectAll()
    .where("instance_id", "=", instanceId)
    .where("execution_id", "=", executionId)
    .executeTakeFirst();
  return row === undefined ? undefined : invocationOf(row);
}

/** The run of a rule that started a workflow instance. */
export async function findRunOfInstance(queries: PlatformQueries, instanceId: number): Promise<Invocation | undefined> {
  const row = await queries
    .selectFrom("rule_run_instances as started")
    .innerJoin("invocations", "invocations.id", "started.invocation_id")
    .selectAll("invocations")
    .where("started.instance_id", "=", instanceId)
    .executeTakeFirst();
  return row === undefined ? undefined : invocationOf(row);
}

/** Remembers that a run of a rule started a workflow instance. */
export async function linkInstance(queries: PlatformQueries, invocationId: number, instanceId: number): Promise<void> {
  await queries.insertInto("rule_run_instances").values({ instance_id: instanceId, invocation_id: invocationId }).execute();
}

/** Runs, calls and messages of an incident and its objects, newest first. */
export async function listOfIncident(queries: PlatformQueries, incidentId: number, limit: number): Promise<Invocation[]> {
  const rows = await queries
    .selectFrom("invocations")
    .selectAll()
    .where("incident_id", "=", incidentId)
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return rows.map(invocationOf);
}

/** Which runs, calls and messages a list shows. */
export interface InvocationFilter {
  readonly outcomes?: readonly string[] | undefined;
  readonly incidentId?: number | undefined;
  readonly ruleId?: number | undefined;
  /** `rule`, `function` or `message`. */
  readonly kind?: string | undefined;
  /** Only those on incidents in these workspaces. */
  readonly scope?: WorkspaceScope;
  /** Of what automatic rules did only what went wrong. */
  readonly withoutAutomatic?: boolean | undefined;
}

/** What nobody has to know of a rule that runs by itself: it does its work, or has done it. */
const unremarkable: readonly string[] = ["pending", "completed"];

/** A page of runs, calls and messages, newest first, how many there are in all, and how many `withoutAutomatic` leaves out of them. */
export async function pageOfInvocations(
  queries: PlatformQueries,
  filter: InvocationFilter,
  page: { start: number; size: number },
): Promise<{ invocations: Invocation[]; total: number; automatic: number }> {
  let query = queries.selectFrom("invocations");
  if (filter.outcomes !== undefined) query = query.where("outcome", "in", filter.outcomes);
  if (filter.incidentId !== undefined) query = query.where("incident_id", "=", filter.incidentId);
  const { scope } = filter;
  if (scope !== undefined) query = query.where("incident_id", "in", queries.selectFrom("incidents").select("id").where("workspace", "in", scope));
  if (filter.ruleId !== undefined) query = query.where("rule_id", "=", filter.ruleId);
  if (filter.kind !== undefined) query = query.where("kind", "=", filter.kind);
  const counted = (of: typeof query) => of.select((select) => select.fn.countAll<number>().as("count")).executeTakeFirstOrThrow();
  const automatic = await counted(query.where("automatic", "=", 1).where("outcome", "in", unremarkable).where("parent_id", "is", null));
  if (filter.withoutAutomatic === true) query = query.where((either) => either.or([either("automatic", "=", 0), either("outcome", "not in", unremarkable)]));
  const rows = await query.selectAll().orderBy("id", "desc").limit(page.size).offset(page.start).execute();
  const { count } = await counted(query);
  return { invocations: rows.map(invocationOf), total: count, automatic: automatic.count };
}

/** Runs of rules that were not seen to end, oldest first. */
export async function listPendingRuns(queries: PlatformQueries, after: number, limit: number): Promise<Invocation[]> {
  const rows = await queries
    .selectFrom("invocations")
    .selectAll()
    .where("outcome", "=", "pending")
    .where("kind", "=", "rule")
    .where("id", ">", after)
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(invocationOf);
}

/** Writes what became of a run of a rule. */
export async function saveRunStatus(queries: PlatformQueries, id: number, status: Pick<InvocationEnd, "status" | "outcome" | "error"> & { ended: number | null }): Promise<void> {
  const { outcome, error, ended } = status;
  await queries.updateTable("invocations").set({ status: status.status, outcome, error, ended }).where("id", "=", id).execute();
}

/** A run of a rule has done all that it does itself: ended when nothing is left that it waits for. */
export async function endRun(queries: PlatformQueries, id: number, end: RunEnd | undefined): Promise<void> {
  if (end === undefined) await queries.updateTable("invocations").set({ state: "processed" }).where("id", "=", id).execute();
  else await writeEnd(queries, { id, ...end });
  announce(queries, { of: "invocation", kind: end === undefined ? "invocation.changed" : "invocation.ended", id });
}

/** The runs of rules that started this workflow instance are under way again. */
export async function reopenRuns(queries: PlatformQueries, instanceId: number): Promise<void> {
  const started = queries.selectFrom("rule_run_instances").select("invocation_id").where("instance_id", "=", instanceId);
  await queries.updateTable("invocations").set({ status: 1, outcome: "pending", error: null, ended: null }).where("id", "in", started).execute();
}

/** Notes when these messages first went to an integration server. */
export async function markTaken(queries: PlatformQueries, sequences: readonly number[], at: number): Promise<void> {
  const sent = await queries.selectFrom("outbox").select("invocation_id").where("sequence", "in", sequences).execute();
  const ids = sent.flatMap(({ invocation_id }) => invocation_id ?? []);
  if (ids.length === 0) return;
  await queries.updateTable("invocations").set({ taken: at }).where("id", "in", ids).where("taken", "is", null).execute();
  for (const id of ids) announce(queries, { of: "invocation", kind: "invocation.message", id });
}

/** The calls of a workflow instance, oldest first. */
export async function listCallsOfInstance(queries: PlatformQueries, instanceId: number): Promise<Invocation[]> {
  const rows = await queries.selectFrom("invocations").selectAll().where("instance_id", "=", instanceId).orderBy("id").execute();
  return rows.map(invocationOf);
}

/** Calls and messages that these runs set off, oldest first. */
export async function listChildren(queries: PlatformQueries, parentIds: readonly number[]): Promise<Invocation[]> {
  if (parentIds.length === 0) return [];
  const rows = await queries.selectFrom("invocations").selectAll().where("parent_id", "in", parentIds).orderBy("id").execute();
  return rows.map(invocationOf);
}

/** Workflow instances that these runs started, oldest first. */
export async function listStartedInstances(queries: PlatformQueries, invocationIds: readonly number[]): Promise<StartedInstance[]> {
  if (invocationIds.length === 0) return [];
  const rows = await queries
    .selectFrom("rule_run_instances as started")
    .innerJoin("workflow_instances as instance", "instance.id", "started.instance_id")
    .leftJoin("workflows as workflow", "workflow.workflow_id", "instance.workflow_id")
    .leftJoin("removed_workflows as removed", "removed.workflow_id", "instance.workflow_id")
    .select([
      "started.invocation_id",
      "instance.id",
      "instance.status",
      "instance.start_date",
      "instance.end_date",
      "instance.error",
      "instance.terminate_reason",
      "instance.workflow_id",
    ])
    .select(workflowNames())
    .where("started.invocation_id", "in", invocationIds)
    .orderBy("instance.id")
    .execute();
  return rows.map((row) => ({
    invocationId: row.invocation_id,
    instanceId: row.id,
    workflow: { workflow_id: row.workflow_id, name: row.name, programmatic_name: row.programmatic_name },
    status: row.status,
    startDate: row.start_date,
    endDate: row.end_date,
    error: row.error,
    terminateReason: row.terminate_reason,
  }));
}

/** What an entry of the action status needs to know of a workflow instance. */
export async function findInstance(queries: PlatformQueries, instanceId: number): Promise<InstanceOfStep | undefined> {
  const row = await queries
    .selectFrom("workflow_instances as instance")
    .leftJoin("workflows as workflow", "workflow.workflow_id", "instance.workflow_id")
    .leftJoin("removed_workflows as removed", "removed.workflow_id", "instance.workflow_id")
    .select(["instance.incident_id", "instance.object_type", "instance.object_id", "instance.object_name", "instance.principal"])
    .select("instance.workflow_id")
    .select(workflowNames())
    .where("instance.id", "=", instanceId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    workflow: { workflow_id: row.workflow_id, name: row.name, programmatic_name: row.programmatic_name },
    incidentId: row.incident_id,
    object: { type: row.object_type, id: row.object_id, name: row.object_name },
    principal: JSON.parse(row.principal) as PrincipalDTO,
  };
}

/** Messages of these invocations in the order they came. */
export async function listMessages(queries: PlatformQueries, invocationIds: readonly number[]): Promise<StoredInvocationMessage[]> {
  if (invocationIds.length === 0) return [];
  const rows = await queries.selectFrom("invocation_messages").selectAll().where("invocation_id", "in", invocationIds).orderBy("id").execute();
  return rows.map((row) => ({ invocationId: row.invocation_id, type: row.type as InvocationMessageType, text: row.text, create_date: row.created }));
}

/** How many messages an invocation has. */
export async function countMessages(queries: PlatformQueries, invocationId: number): Promise<number> {
  const row = await queries
    .selectFrom("invocation_messages")
    .select((select) => select.fn.countAll<number>().as("count"))
    .where("invocation_id", "=", invocationId)
    .executeTakeFirstOrThrow();
  return row.count;
}

/** Adds a message to an invocation. */
export async function appendMessage(queries: PlatformQueries, invocationId: number, message: InvocationMessageDTO): Promise<void> {
  await insertMessage(queries, { invocation_id: invocationId, type: message.type, text: message.text, created: message.create_date });
  announce(queries, { of: "invocation", kind: "invocation.message", id: invocationId });
}

/** Ends a pending invocation. Answers false when it had ended already: then nothing is written. */
export async function endInvocation(queries: PlatformQueries, id: number, end: InvocationEnd): Promise<boolean> {
  const result = await queries
    .updateTable("invocations")
    .set({
      status: end.status,
      outcome: end.outcome,
      state: end.state,
      results: end.results === undefined ? null : JSON.stringify(end.results),
      error: end.error,
      ended: end.ended,
      ended_by: end.endedBy ?? null,
      timeout_at: null,
    })
    .where("id", "=", id)
    .where("state", "=", "pending")
    .executeTakeFirst();
  if (result.numUpdatedRows > 0n) announce(queries, { of: "invocation", kind: "invocation.ended", id });
  return result.numUpdatedRows > 0n;
}

/** Marks an answered call as processed; what a script's error had hidden shows again. */
export async function setProcessed(queries: PlatformQueries, id: number, outcome: Pick<InvocationEnd, "status" | "outcome" | "error">): Promise<void> {
  await queries
    .updateTable("invocations")
    .set({ state: "processed", ...outcome })
    .where("id", "=", id)
    .where("state", "=", "answered")
    .execute();
  announce(queries, { of: "invocation", kind: "invocation.ended", id });
}

/** Shows an error on an invocation that has ended already. */
export async function setError(queries: PlatformQueries, id: number, error: string): Promise<void> {
  await queries.updateTable("invocations").set({ status: 2, outcome: "error", error }).where("id", "=", id).execute();
  announce(queries, { of: "invocation", kind: "invocation.ended", id });
}

/** Pending invocations whose time is over. */
export async function listOverdue(queries: PlatformQueries, now: number, limit: number): Promise<Invocation[]> {
  const rows = await queries
    .selectFrom("invocations")
    .selectAll()
    .where("timeout_at", "<=", now)
    .where("state", "=", "pending")
    .orderBy("timeout_at")
    .limit(limit)
    .execute();
  return rows.map(invocationOf);
}

/** When the next pending invocation's time is over, in milliseconds since the epoch. */
export async function nextTimeout(queries: PlatformQueries): Promise<number | undefined> {
  const row = await queries.selectFrom("invocations").select("timeout_at").where("timeout_at", "is not", null).orderBy("timeout_at").executeTakeFirst();
  return row?.timeout_at ?? undefined;
}

function jsonOrNull(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}

function parsedOrNull(text: string | null): unknown {
  return text === null ? null : JSON.parse(text);
}

function invocationOf(row: Selectable<InvocationsTable>): Invocation {
  return {
    id: row.id,
    kind: row.kind as Invocation["kind"],
    parentId: row.parent_id,
    instanceId: row.instance_id,
    executionId: row.execution_id,
    rule: parsedOrNull(row.rule) as InvokedRule | null,
    functionId: row.function_id,
    function: parsedOrNull(row.function) as InvokedFunction | null,
    workflow: parsedOrNull(row.workflow) as InvokedWorkflow | null,
    destination: row.destination,
    incidentId: row.incident_id,
    object: { type: row.object_type, id: row.object_id, name: row.object_name },
    principal: JSON.parse(row.principal) as PrincipalDTO,
    inputs: parsedOrNull(row.inputs) as Record<string, unknown> | null,
    chain: JSON.parse(row.chain) as number[],
    created: row.created,
    ended: row.ended,
    timeoutSeconds: row.timeout_seconds,
    timeoutAt: row.timeout_at,
    status: row.status as InvocationStatus,
    outcome: row.outcome as InvocationOutcome,
    state: row.state as InvocationState,
    results: parsedOrNull(row.results),
    error: row.error,
    taken: row.taken,
    endedBy: row.ended_by,
  };
}
