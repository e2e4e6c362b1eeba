import type { PrincipalDTO } from "@soarkit/protocol";
import { sql, type Selectable } from "kysely";
import type { WorkspaceScope } from "../accounts/workspaces/rights.js";
import type { PlatformQueries } from "../database.js";
import { announce } from "../live/changes.js";
import type { Instance, InstanceStatus, StartingRule, Step, StepStage } from "./instance.js";
import type { WorkflowInstanceRow, WorkflowRow, WorkflowStepRow } from "./schema.js";
import { parseState, type TokenState } from "./tokens.js";

/** What a new instance is written with. */
export type NewInstance = Pick<Instance, "incidentId" | "object" | "startDate" | "principal" | "rule" | "workspace" | "state"> & { workflowId: number; version: number };

/** Writes a new instance in the status `running` and answers its id. */
export async function insertInstance(queries: PlatformQueries, instance: NewInstance): Promise<number> {
  const row = await queries
    .insertInto("workflow_instances")
    .values({
      workflow_id: instance.workflowId,
      content_version: instance.version,
      incident_id: instance.incidentId,
      object_type: instance.object.type,
      object_id: instance.object.id,
      object_name: instance.object.name,
      status: "running" satisfies InstanceStatus,
      start_date: instance.startDate,
      end_date: null,
      terminate_reason: null,
      error: null,
      principal: JSON.stringify(instance.principal),
      rule: instance.rule === null ? null : JSON.stringify(instance.rule),
      properties: "{}",
      workspace: instance.workspace,
      state: JSON.stringify(instance.state),
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  announce(queries, { topics: [`incident:${instance.incidentId}`, "messaging"], incidentId: instance.incidentId, kind: "workflow.started", id: row.id, by: instance.principal.display_name });
  return row.id;
}

function selectInstances(queries: PlatformQueries) {
  return queries
    .selectFrom("workflow_instances as instance")
    .leftJoin("workflows as workflow", "workflow.workflow_id", "instance.workflow_id")
    .leftJoin("removed_workflows as removed", "removed.workflow_id", "instance.workflow_id")
    .selectAll("instance")
    .select([...workflowNames(), sql<string>`coalesce(workflow.object_type, removed.object_type)`.as("workflow_object_type")]);
}

/** The names of an instance's workflow, also of a removed one; the query joins both tables as `workflow` and `removed`. */
export function workflowNames() {
  return [sql<string>`coalesce(workflow.name, removed.name)`.as("name"), sql<string>`coalesce(workflow.programmatic_name, removed.programmatic_name)`.as("programmatic_name")] as const;
}

type JoinedRow = Selectable<WorkflowInstanceRow> & { name: string; programmatic_name: string; workflow_object_type: string };

function instanceOf(row: JoinedRow): Instance {
  return {
    id: row.id,
    workflow: { id: row.workflow_id, version: row.content_version, name: row.name, programmaticName: row.programmatic_name, objectType: row.workflow_object_type },
    incidentId: row.incident_id,
    object: { type: row.object_type, id: row.object_id, name: row.object_name },
    status: row.status as InstanceStatus,
    startDate: row.start_date,
    endDate: row.end_date,
    terminateReason: row.terminate_reason,
    error: row.error,
    principal: JSON.parse(row.principal) as PrincipalDTO,
    rule: row.rule === null ? null : (JSON.parse(row.rule) as StartingRule),
    properties: JSON.parse(row.properties) as Record<string, unknown>,
    workspace: row.workspace,
    state: parseState(row.state),
  };
}

/** One instance; undefined when there is none. */
export async function findInstance(queries: PlatformQueries, id: number): Promise<Instance | undefined> {
  const row = await selectInstances(queries).where("instance.id", "=", id).executeTakeFirst();
  return row === undefined ? undefined : instanceOf(row);
}

/** The instances of an incident or workflow, newest first. */
export async function listInstances(queries: PlatformQueries, filter: { incidentId?: number | undefined; workflowId?: number | undefined; scope?: WorkspaceScope }, limit: number): Promise<Instance[]> {
  let query = selectInstances(queries);
  if (filter.incidentId !== undefined) query = query.where("instance.incident_id", "=", filter.incidentId);
  if (filter.workflowId !== undefined) query = query.where("instance.workflow_id", "=", filter.workflowId);
  const { scope } = filter;
  if (scope !== undefined) query = query.where("instance.incident_id", "in", queries.selectFrom("incidents").select("id").where("workspace", "in", scope));
  const rows = await query.orderBy("instance.id", "desc").limit(limit).execute();
  return rows.map(instanceOf);
}

/** Ids of running instances after `after`, in their order. */
export async function listRunning(queries: PlatformQueries, after: number, limit: number): Promise<number[]> {
  const rows = await queries.selectFrom("workflow_instances").select("id").where("status", "=", "running").where("id", ">", after).orderBy("id").limit(limit).execute();
  return rows.map((row) => row.id);
}

/** Changes an instance if it is in the status `from`; answers whether it was. */
export async function updateInstance(
  queries: PlatformQueries,
  id: number,
  from: InstanceStatus,
  change: { status?: InstanceStatus; endDate?: number | null; terminateReason?: string; error?: string | null; properties?: Readonly<Record<string, unknown>>; state?: TokenState },
): Promise<boolean> {
  const result = await queries
    .updateTable("workflow_instances")
    .set({
      status: change.status ?? from,
      ...(change.endDate === undefined ? {} : { end_date: change.endDate }),
      ...(change.terminateReason === undefined ? {} : { terminate_reason: change.terminateReason }),
      ...(change.error === undefined ? {} : { error: change.error }),
      ...(change.properties === undefined ? {} : { properties: JSON.stringify(change.properties) }),
      ...(change.state === undefined ? {} : { state: JSON.stringify(change.state) }),
    })
    .where("id", "=", id)
    .where("status", "=", from)
    .executeTakeFirst();
  const done = result.numUpdatedRows > 0n;
  const ended = change.status !== undefined && change.status !== "running";
  if (done) announce(queries, { of: "instance", kind: ended ? "workflow.ended" : "workflow.changed", id });
  // Runs of rules are never told that they end: what became of them is looked at then.
  if (done && ended) for (const run of await runsOfInstance(queries, id)) announce(queries, { of: "invocation", kind: "invocation.ended", id: run });
  return done;
}

async function runsOfInstance(queries: PlatformQueries, id: number): Promise<number[]> {
  const rows = await queries.selectFrom("rule_run_instances").select("invocation_id").where("instance_id", "=", id).execute();
  return rows.map((row) => row.invocation_id);
}

function stepOf(row: Selectable<WorkflowStepRow>): Step {
  return {
    executionId: row.execution_id,
    elementId: row.element_id,
    name: row.name,
    state: row.state as Step["state"],
    stage: row.stage as StepStage | null,
    error: row.error,
    attempt: row.attempt,
    invocationId: row.invocation_id,
    startDate: row.start_date,
    endDate: row.end_date,
  };
}

/** The steps of an instance in the order they began. */
export async function listSteps(queries: PlatformQueries, instanceId: number): Promise<Step[]> {
  const rows = await queries.selectFrom("workflow_steps").selectAll().where("instance_id", "=", instanceId).orderBy("start_date").execute();
  return rows.map(stepOf);
}

/** Writes a step, new or known. */
export async function saveStep(queries: PlatformQueries, instanceId: number, step: Step): Promise<void> {
  const values = {
    state: step.state,
    stage: step.stage,
    error: step.error,
    attempt: step.attempt,
    invocation_id: step.invocationId,
    end_date: step.endDate,
  };
  await queries
    .insertInto("workflow_steps")
    .values({ instance_id: instanceId, execution_id: step.executionId, element_id: step.elementId, name: step.name, start_date: step.startDate, ...values })
    .onConflict((conflict) => conflict.columns(["instance_id", "execution_id"]).doUpdateSet(values))
    .execute();
  announce(queries, { of: "instance", kind: "workflow.changed", id: instanceId });
}

/** The instance whose step waits for this invocation. */
export async function findWaitingInstance(queries: PlatformQueries, invocationId: number): Promise<number | undefined> {
  const row = await queries.selectFrom("workflow_steps").select("instance_id").where("invocation_id", "=", invocationId).executeTakeFirst();
  return row?.instance_id;
}

/** A workflow definition without its BPMN. */
export type WorkflowRecord = Selectable<WorkflowRow>;

/** All definitions by name. */
export function listWorkflows(queries: PlatformQueries): Promise<WorkflowRecord[]> {
  return queries.selectFrom("workflows").selectAll().orderBy("name").execute();
}

/** One definition by id, programmatic name or uuid. */
export function findWorkflow(queries: PlatformQueries, by: { id: number } | { programmaticName: string } | { uuid: string }): Promise<WorkflowRecord | undefined> {
  const query = queries.selectFrom("workflows").selectAll();
  if ("id" in by) return query.where("workflow_id", "=", by.id).executeTakeFirst();
  if ("uuid" in by) return query.where("uuid", "=", by.uuid).executeTakeFirst();
  return query.where("programmatic_name", "=", by.programmaticName).executeTakeFirst();
}

/** The BPMN of one version. */
export async function readXml(queries: PlatformQueries, workflowId: number, version: number): Promise<string | undefined> {
  const row = await queries.selectFrom("workflow_versions").select("xml").where("workflow_id", "=", workflowId).where("content_version", "=", version).executeTakeFirst();
  return row?.xml;
}

/** Writes a definition (new when it has no id yet) and answers its id. */
export async function saveWorkflow(queries: PlatformQueries, workflow: Omit<WorkflowRecord, "workflow_id">, id: number | undefined): Promise<number> {
  if (id === undefined) {
    const row = await queries.insertInto("workflows").values(workflow).returning("workflow_id").executeTakeFirstOrThrow();
    announce(queries, { topics: ["configuration"], kind: "workflow.changed", id: row.workflow_id, by: workflow.last_modified_by });
    return row.workflow_id;
  }
  await queries.updateTable("workflows").set(workflow).where("workflow_id", "=", id).execute();
  announce(queries, { topics: ["configuration"], kind: "workflow.changed", id, by: workflow.last_modified_by });
  return id;
}

/** Removes a definition. Its versions and names stay for its instances; its names are free for another workflow. */
export async function removeWorkflow(queries: PlatformQueries, workflow: WorkflowRecord, at: number): Promise<void> {
  const { workflow_id, name, programmatic_name, object_type } = workflow;
  await queries.insertInto("removed_workflows").values({ workflow_id, name, programmatic_name, object_type, removed: at }).execute();
  await queries.deleteFrom("workflows").where("workflow_id", "=", workflow_id).execute();
  announce(queries, { topics: ["configuration"], kind: "workflow.changed", id: workflow_id });
}

/** Writes the BPMN of a new version. */
export async function insertXml(queries: PlatformQueries, workflowId: number, version: number, saved: { xml: string; at: number; by: string }): Promise<void> {
  await queries.insertInto("workflow_versions").values({ workflow_id: workflowId, content_version: version, xml: saved.xml, created: saved.at, created_by: saved.by }).execute();
}

/** A saved version. */
export interface WorkflowVersion {
  version: number;
  /** Milliseconds since the epoch; null for one from before that was kept. */
  created: number | null;
  by: string | null;
}

/** The versions of a workflow, newest first. */
export async function listVersions(queries: PlatformQueries, workflowId: number): Promise<WorkflowVersion[]> {
  const rows = await queries.selectFrom("workflow_versions").select(["content_version", "created", "created_by"]).where("workflow_id", "=", workflowId).orderBy("content_version", "desc").execute();
  return rows.map((row) => ({ version: row.content_version, created: row.created, by: row.created_by }));
}
