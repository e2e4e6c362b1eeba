import { parseInput } from "@soarkit/runtime";
import type { FastifyInstance } from "fastify";
import * as z from "zod";
import { scopeOf } from "../accounts/workspaces/rights.js";
import { requirePermission } from "../http/auth.js";
import { idParameter, pageOf, pathParameter, viewOf } from "../http/formats.js";
import type { TryScript } from "./try-script.js";
import type { Workflows } from "./workflows.js";

const reasonSchema = z.looseObject({ reason: z.string().max(2000).nullish() }).nullish();

/** What the routes need: workflows, and a check that an incident exists. */
export interface WorkflowsRoutesDeps {
  readonly workflows: Workflows;
  readonly tryScript: TryScript;
  /** @throws SoarkitError OBJECT_UNKNOWN */
  readonly requireIncident: (id: number) => Promise<void>;
}

/** Workflows and their instances, below `/rest/orgs/{org}` (soar-protocol §1.10, §1.13). */
export function registerWorkflowsRoutes(server: FastifyInstance, { workflows, tryScript, requireIncident }: WorkflowsRoutesDeps): void {
  const { definitions } = workflows;
  server.get("/workflows", async (request) => {
    requirePermission(request, "function.read");
    return { entities: await definitions.list(viewOf(request).handleFormat) };
  });
  server.get("/workflows/:workflow", async (request) => {
    requirePermission(request, "function.read");
    return definitions.get(pathParameter(request, "workflow"), viewOf(request).handleFormat);
  });
  server.post("/workflows", async (request) => {
    requirePermission(request, "function.edit");
    return definitions.get(await definitions.create(request.body, request.principal), viewOf(request).handleFormat);
  });
  server.put("/workflows/:workflow", async (request) => {
    requirePermission(request, "function.edit");
    const id = await definitions.update(pathParameter(request, "workflow"), request.body, request.principal);
    return definitions.get(id, viewOf(request).handleFormat);
  });
  server.delete("/workflows/:workflow", async (request) => {
    requirePermission(request, "function.edit");
    await definitions.delete(pathParameter(request, "workflow"));
    return { success: true, title: null, message: null, hints: [] };
  });
  server.get("/workflow_instances/:instance", async (request) => {
    requirePermission(request, "org_data.read");
    return workflows.instance(instanceOf(request));
  });
  server.get("/incidents/:incident/workflow_instances", async (request) => {
    requirePermission(request, "org_data.read");
    const incident = idParameter(request, "incident", "incident");
    await requireIncident(incident);
    return { entities: await workflows.list({ incidentId: incident }) };
  });
  server.get("/workflows/:workflow/instances", async (request) => {
    requirePermission(request, "org_data.read");
    const { workflow_id: workflowId } = await definitions.get(pathParameter(request, "workflow"), "ids");
    return { entities: await workflows.list({ workflowId, scope: scopeOf(request.principal) }, pageOf(request, 100).size) };
  });
  server.get("/workflows/:workflow/versions", async (request) => {
    requirePermission(request, "function.read");
    return { entities: await definitions.versions(pathParameter(request, "workflow")) };
  });
  server.get("/workflows/:workflow/versions/:version", async (request) => {
    requirePermission(request, "function.read");
    const version = idParameter(request, "version", "version");
    return { version, content: { xml: await definitions.xml(pathParameter(request, "workflow"), version), version } };
  });
  server.post("/workflows/:workflow/try", async (request) => {
    requirePermission(request, "function.edit");
    requirePermission(request, "org_data.read");
    return tryScript.try(pathParameter(request, "workflow"), request.body, request.principal);
  });
  server.post("/workflow_instances/:instance/retry", async (request) => {
    requirePermission(request, "org_data.edit");
    await workflows.retry(instanceOf(request));
    return workflows.instance(instanceOf(request));
  });
  for (const method of ["POST", "PUT"] as const) {
    server.route({
      method,
      url: "/workflow_instances/:instance/terminate",
      handler: async (request) => {
        requirePermission(request, "org_data.edit");
        const body = parseInput(reasonSchema, request.body, "terminate");
        await workflows.terminate(instanceOf(request), body?.reason ?? `Terminated by ${request.principal.displayName}`, request.principal);
        return workflows.instance(instanceOf(request));
      },
    });
  }
}

function instanceOf(request: Parameters<typeof idParameter>[0]): number {
  return idParameter(request, "instance", "workflow instance");
}
