import type { Selectable } from "kysely";
import type { WorkspaceScope } from "../accounts/workspaces/rights.js";
import type { PlatformQueries } from "../database.js";
import type { ScriptLogLine } from "../scripts/script-context.js";
import type { ScriptingLogRow } from "./schema.js";

/** One run of a script as it is kept. */
export interface ScriptRun {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly script: string;
  readonly stage: string;
  readonly workflow: { readonly id: number; readonly name: string };
  readonly instanceId: number;
  /** The run of the rule whose script it was; then `workflow.name` is the rule's. */
  readonly runId?: number | undefined;
  readonly elementId: string;
  readonly executionId: string;
  readonly incidentId: number;
  readonly object: { readonly type: string; readonly id: number; readonly name: string };
  readonly ok: boolean;
  /** Milliseconds. */
  readonly duration: number;
  readonly lines: readonly ScriptLogLine[];
  /** What it changed, in words. */
  readonly effects: readonly string[];
  readonly error: string | null;
}

/** A kept run with its number. */
export type StoredRun = ScriptRun & { readonly id: number };

/** Which runs a list shows; all when nothing is said. */
export interface RunFilter {
  readonly incidentId?: number | undefined;
  /** Only those that ended well, or only those that failed. */
  readonly ok?: boolean | undefined;
  /** Only those on incidents in these workspaces. */
  readonly scope?: WorkspaceScope;
}

/** Writes runs, oldest first, and answers the number of the last. */
export async function insertRuns(queries: PlatformQueries, runs: readonly ScriptRun[]): Promise<number> {
  let last = 0;
  for (const run of runs) {
    const row = await queries
      .insertInto("scripting_log")
      .values({
        created: run.at,
        script: run.script,
        stage: run.stage,
        workflow_id: run.workflow.id,
        workflow_name: run.workflow.name,
        instance_id: run.instanceId,
        run_id: run.runId ?? null,
        element_id: run.elementId,
        execution_id: run.executionId,
        incident_id: run.incidentId,
        object_type: run.object.type,
        object_id: run.object.id,
        object_name: run.object.name,
        ok: run.ok ? 1 : 0,
        duration: run.duration,
        lines: JSON.stringify(run.lines),
        effects: JSON.stringify(run.effects),
        error: run.error,
      })
      .returning("id")
      .executeTakeFirstOrThrow();
    last = row.id;
  }
  return last;
}

/** Forgets the runs up to this number. */
export async function deleteRunsUpTo(queries: PlatformQueries, id: number): Promise<void> {
  await queries.deleteFrom("scripting_log").where("id", "<=", id).execute();
}

/** Runs, newest first. */
export async function listRuns(queries: PlatformQueries, page: RunFilter & { start: number; size: number }): Promise<StoredRun[]> {
  const rows = await selectRuns(queries, page).selectAll().orderBy("id", "desc").limit(page.size).offset(page.start).execute();
  return rows.map(runOf);
}

/** How many such runs are kept. */
export async function countRuns(queries: PlatformQueries, filter: RunFilter): Promise<number> {
  const row = await selectRuns(queries, filter).select((select) => select.fn.countAll<number>().as("count")).executeTakeFirstOrThrow();
  return row.count;
}

function selectRuns(queries: PlatformQueries, { incidentId, ok, scope }: RunFilter) {
  let query = queries.selectFrom("scripting_log");
  if (incidentId !== undefined) query = query.where("incident_id", "=", incidentId);
  if (ok !== undefined) query = query.where("ok", "=", ok ? 1 : 0);
  if (scope !== undefined) query = query.where("incident_id", "in", queries.selectFrom("incidents").select("id").where("workspace", "in", scope));
  return query;
}

/** Runs of these workflow instances, oldest first. */
export async function runsOfInstances(queries: PlatformQueries, instanceIds: readonly number[]): Promise<StoredRun[]> {
  if (instanceIds.length === 0) return [];
  const rows = await queries.selectFrom("scripting_log").selectAll().where("instance_id", "in", instanceIds).orderBy("id").limit(2_000).execute();
  return rows.map(runOf);
}

/** Scripts of this run of a rule, oldest first. */
export async function scriptsOfRun(queries: PlatformQueries, runId: number): Promise<StoredRun[]> {
  const rows = await queries.selectFrom("scripting_log").selectAll().where("run_id", "=", runId).orderBy("id").limit(2_000).execute();
  return rows.map(runOf);
}

function runOf(row: Selectable<ScriptingLogRow>): StoredRun {
  return {
    id: row.id,
    at: row.created,
    script: row.script,
    stage: row.stage,
    workflow: { id: row.workflow_id, name: row.workflow_name },
    instanceId: row.instance_id,
    runId: row.run_id ?? undefined,
    elementId: row.element_id,
    executionId: row.execution_id,
    incidentId: row.incident_id,
    object: { type: row.object_type, id: row.object_id, name: row.object_name },
    ok: row.ok === 1,
    duration: row.duration,
    lines: JSON.parse(row.lines) as ScriptLogLine[],
    effects: JSON.parse(row.effects) as string[],
    error: row.error,
  };
}
