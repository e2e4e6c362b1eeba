import { parseInput } from "@soarkit/runtime";
import type { FastifyInstance } from "fastify";
import * as z from "zod";
import { requirePermission } from "../http/auth.js";
import { idParameter, pathParameter, viewOf } from "../http/formats.js";
import type { Workflows } from "./workflows.js";

const reasonSchema = z.looseObject({ reason: z.string().max(2000).nullish() }).nullish();

/** What the routes need: workflows, and a check that an incident exists. */
export interface WorkflowsRoutesDeps {
  readonly workflows: Workflows;
  /** @throws SoarkitError OBJECT_UNKNOWN */
  readonly requireIncident: (id: number) => Promise<void>;
}

/** Workflows and their instances, below `/rest/orgs/{org}` (soar-protocol §1.10, §1.13). */
export function registerWorkflowsRoutes(server: FastifyInstance, { workflows, requireIncident }: WorkflowsRoutesDeps): void {
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
  server.get("/workflow_instances/:instance", async (request) => {
    requirePermission(request, "org_data.read");
    return workflows.instance(instanceOf(request));
  });
  server.get("/incidents/:incident/workflow_instances", async (request) => {
    requirePermission(request, "org_data.read");
    const incident = idParameter(request, "incident", "incident");
    await requireIncident(incident);
    return { entities: await workflows.ofIncident(incident) };
  });
  server.post("/workflow_instances/:instance/retry", async (request) => {
    requirePermission(request, "org_data.edit");
    await workflows.retry(instanceOf(request));
    return workflows.instance(instanceOf(request));
  });
  server.post("/workflow_instances/:instance/terminate", async (request) => {
    requirePermission(request, "org_data.edit");
    const body = parseInput(reasonSchema, request.body, "terminate");
    await workflows.terminate(instanceOf(request), body?.reason ?? `Terminated by ${request.principal.displayName}`, request.principal);
    return workflows.instance(instanceOf(request));
  });
}

function instanceOf(request: Parameters<typeof idParameter>[0]): number {
  return idParameter(request, "instance", "workflow instance");
}
