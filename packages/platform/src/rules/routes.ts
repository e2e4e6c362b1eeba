import { SoarkitError } from "@soarkit/protocol";
import { parseInput } from "@soarkit/runtime";
import type { FastifyInstance, FastifyRequest } from "fastify";
import * as z from "zod";
import { scopeOf } from "../accounts/workspaces/rights.js";
import { requirePermission } from "../http/auth.js";
import { idParameter, pageOf, pathParameter, queryValue, viewOf } from "../http/formats.js";
import { handleSchema } from "../messaging/destinations/input.js";
import { runInputSchema } from "./input.js";
import type { ActionStatus } from "../messaging/invocations/action-status.js";
import type { RuleExplanations } from "./explain.js";
import type { RuleRuns } from "./rule-runs.js";
import type { Rules } from "./rules.js";

const orderSchema = z.union([z.array(handleSchema), z.object({ action_order: z.array(handleSchema) }).transform((body) => body.action_order)]);
const bulkSchema = z.object({ ids: z.array(z.number().int()).min(1).max(100), action_invoke: runInputSchema });
const anywhereSchema = runInputSchema.extend({ object_type: z.string().max(100), object_id: z.number().int() });

/** Rules and their runs, below `/rest/orgs/{org}` (soar-protocol §1.10, §1.13). */
export function registerRulesRoutes(server: FastifyInstance, deps: { readonly rules: Rules; readonly runs: RuleRuns; readonly explanations: RuleExplanations; readonly status: Pick<ActionStatus, "page"> }): void {
  ruleRoutes(server, deps.rules);
  explainRoutes(server, deps);
  runRoutes(server, deps.runs);
}

function ruleRoutes(server: FastifyInstance, rules: Rules): void {
  server.get("/actions", async (request) => {
    requirePermission(request, "function.read");
    return { entities: await rules.list(viewOf(request).handleFormat) };
  });
  server.get("/actions/action_order", async (request) => {
    requirePermission(request, "function.read");
    return { action_order: await rules.order() };
  });
  server.put("/actions/action_order", async (request) => {
    requirePermission(request, "function.edit");
    await rules.setOrder(parseInput(orderSchema, request.body, "order of rules"));
    return { action_order: await rules.order() };
  });
  server.get("/actions/:action", async (request) => {
    requirePermission(request, "function.read");
    return rules.get(pathParameter(request, "action"), viewOf(request).handleFormat);
  });
  server.post("/actions", async (request) => {
    requirePermission(request, "function.edit");
    return rules.get(await rules.create(request.body), viewOf(request).handleFormat);
  });
  server.put("/actions/:action", async (request) => {
    requirePermission(request, "function.edit");
    return rules.get(await rules.update(pathParameter(request, "action"), request.body), viewOf(request).handleFormat);
  });
  server.delete("/actions/:action", async (request) => {
    requirePermission(request, "function.edit");
    await rules.delete(pathParameter(request, "action"));
    return { success: true, title: null, message: null, hints: [] };
  });
}

function explainRoutes(server: FastifyInstance, deps: { readonly rules: Rules; readonly explanations: RuleExplanations; readonly status: Pick<ActionStatus, "page"> }): void {
  server.get("/actions/:action/runs", async (request) => {
    requirePermission(request, "org_data.read");
    const { id } = await deps.rules.require(pathParameter(request, "action"));
    return deps.status.page({ ruleId: id, kind: "rule", scope: scopeOf(request.principal) }, pageOf(request, 50));
  });
  server.get("/actions/:action/explain", async (request) => {
    requirePermission(request, "function.read");
    requirePermission(request, "org_data.read");
    const objectId = Number(queryValue(request, "object_id"));
    if (!Number.isSafeInteger(objectId)) throw new SoarkitError("REQUEST_INVALID", { what: "The query parameter object_id", reason: "send the number of an incident or artifact." });
    return deps.explanations.explain(pathParameter(request, "action"), queryValue(request, "object_type") ?? "incident", objectId, request.principal);
  });
}

function runRoutes(server: FastifyInstance, runs: RuleRuns): void {
  const run = (request: FastifyRequest, body: unknown, object: { objectType: string; objectId: number; incidentId?: number }) => {
    const input = parseInput(runInputSchema, body, "action invocation");
    return runs.run({ ...object, action: input.action_id, properties: input.properties, principal: request.principal });
  };
  server.post("/incidents/:incident/action_invocations", async (request) => {
    requirePermission(request, "org_data.edit");
    const incidentId = idParameter(request, "incident", "incident");
    return run(request, request.body, { objectType: "incident", objectId: incidentId, incidentId });
  });
  server.post("/incidents/:incident/artifacts/:artifact/action_invocations", async (request) => {
    requirePermission(request, "org_data.edit");
    const incidentId = idParameter(request, "incident", "incident");
    return run(request, request.body, { objectType: "artifact", objectId: idParameter(request, "artifact", "artifact"), incidentId });
  });
  server.post("/incidents/action_invocations", async (request) => {
    requirePermission(request, "org_data.edit");
    const { ids, action_invoke } = parseInput(bulkSchema, request.body, "action invocation");
    const entities = [];
    for (const id of ids) entities.push(await run(request, action_invoke, { objectType: "incident", objectId: id, incidentId: id }));
    return { entities };
  });
  server.post("/action_invocations", async (request) => {
    requirePermission(request, "org_data.edit");
    const { object_type: objectType, object_id: objectId, ...rest } = parseInput(anywhereSchema, request.body, "action invocation");
    if (objectType !== "incident" && objectType !== "artifact") {
      throw new SoarkitError("REQUEST_INVALID", { what: "The member object_type", reason: "send incident or artifact; rules run on these." });
    }
    return run(request, rest, { objectType, objectId });
  });
}
