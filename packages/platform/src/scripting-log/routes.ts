import type { FastifyInstance } from "fastify";
import { scopeOf } from "../accounts/workspaces/rights.js";
import { requirePermission } from "../http/auth.js";
import { pageOf, queryValue } from "../http/formats.js";
import type { ScriptingLog } from "./scripting-log.js";
import type { StoredRun } from "./store.js";

/** `GET /scripting_log`, below `/rest/orgs/{org}`: `start`, `size`, `incident`, `ok` (`true` or `false`). */
export function registerScriptingLogRoutes(server: FastifyInstance, { scriptingLog }: { readonly scriptingLog: ScriptingLog }): void {
  server.get("/scripting_log", async (request) => {
    requirePermission(request, "function.read");
    const incident = Number(queryValue(request, "incident"));
    const ok = queryValue(request, "ok");
    const filter = { ...(Number.isInteger(incident) ? { incidentId: incident } : {}), ...(ok === "true" || ok === "false" ? { ok: ok === "true" } : {}), scope: scopeOf(request.principal) };
    const { runs, total } = await scriptingLog.list({ ...pageOf(request, 100), ...filter });
    return { entities: runs.map(runDTO), total };
  });
}

function runDTO(run: StoredRun) {
  const { object } = run;
  return {
    id: run.id,
    at: run.at,
    script: run.script,
    stage: run.stage,
    workflow: run.runId === undefined ? run.workflow.name : null,
    workflow_id: run.runId === undefined ? run.workflow.id : null,
    workflow_instance_id: run.runId === undefined ? run.instanceId : null,
    rule: run.runId === undefined ? null : run.workflow.name,
    action_invocation_id: run.runId ?? null,
    incident_id: run.incidentId,
    object: object.name,
    object_type: object.type,
    object_id: object.id,
    ok: run.ok,
    ms: run.duration,
    text: run.lines.map((line) => line.text).join("\n"),
    lines: run.lines,
    effects: run.effects,
    error: run.error,
  };
}
