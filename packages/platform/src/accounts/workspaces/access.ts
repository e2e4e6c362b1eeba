import { SoarkitError } from "@soarkit/protocol";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { PlatformDatabase, PlatformQueries } from "../../database.js";
import { idParameter } from "../../http/formats.js";
import type { Principal } from "../principal.js";
import { roleIn } from "./rights.js";
import { incidentOfRun, workspacesOf } from "./store.js";

/** Parameters of paths that lead to an incident. */
const leads = [
  { parameter: "incident", kind: "incident" },
  { parameter: "invocation", kind: "action invocation", table: "invocations" },
  { parameter: "instance", kind: "workflow instance", table: "workflow_instances" },
] as const;

/**
 * Keeps the workspaces apart on every route whose path names an incident, a run of a rule or a workflow instance:
 * who may not see its workspace is answered as if there were none. Whether it may be changed is checked where the
 * route asks for the permission to change (`requirePermission`).
 */
export function keepWorkspacesApart(server: FastifyInstance, { db }: Pick<PlatformDatabase, "db">): void {
  server.addHook("preHandler", async (request) => {
    const { principal } = request;
    if (principal.workspaces.everywhere === "analyst") return;
    for (const lead of leads) {
      if (!hasParameter(request, lead.parameter)) continue;
      const id = idParameter(request, lead.parameter, lead.kind);
      const incident = "table" in lead ? await incidentOfRun(db, lead.table, id) : id;
      const workspace = incident === undefined ? undefined : (await workspacesOf(db, [incident])).get(incident);
      if (workspace === undefined || roleIn(principal, workspace) === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: lead.kind, id });
      request.workspace = workspace;
    }
  });
}

/**
 * Checks an incident that a body or query names.
 * @throws SoarkitError `OBJECT_UNKNOWN` when there is none that the principal may see, `WORKSPACE_READ_ONLY`.
 */
export async function requireIncidentAccess(queries: PlatformQueries, principal: Principal, incident: number, wish: "read" | "change"): Promise<void> {
  if (principal.workspaces.everywhere === "analyst") return;
  const workspace = (await workspacesOf(queries, [incident])).get(incident);
  const role = workspace === undefined ? undefined : roleIn(principal, workspace);
  if (role === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "incident", id: incident });
  if (wish === "change" && role !== "analyst") throw new SoarkitError("WORKSPACE_READ_ONLY", { who: principal.displayName });
}

function hasParameter(request: FastifyRequest, name: string): boolean {
  return typeof request.params === "object" && request.params !== null && Object.hasOwn(request.params, name);
}
