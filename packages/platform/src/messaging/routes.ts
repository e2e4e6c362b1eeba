import { parseInput } from "@soarkit/runtime";
import type { FastifyInstance } from "fastify";
import * as z from "zod";
import { scopeOf } from "../accounts/workspaces/rights.js";
import { requirePermission } from "../http/auth.js";
import { idParameter, pageOf, pathParameter, queryValue, viewOf } from "../http/formats.js";
import type { Interventions } from "./invocations/interventions.js";
import type { Messaging } from "./messaging.js";
import { mostListed } from "./invocations/action-status.js";

/** What the routes need: the messaging itself, and a check that an incident exists. */
export interface MessagingRoutesDeps {
  readonly messaging: Messaging;
  readonly interventions: Interventions;
  readonly orgId: number;
  /** @throws SoarkitError `OBJECT_UNKNOWN`. */
  readonly requireIncident: (id: number) => Promise<void>;
}

/** Message destinations, functions and the action status, below `/rest/orgs/{org}` (soar-protocol §1.10, §1.13). */
export function registerMessagingRoutes(server: FastifyInstance, deps: MessagingRoutesDeps): void {
  destinationRoutes(server, deps);
  functionRoutes(server, deps);
  statusRoutes(server, deps);
  // Low-code connectors have no queues here; IBM's server asks for them at its start (soar-protocol §6.1).
  server.get("/connectors/queues", (request) => {
    requirePermission(request, "function.read");
    return Promise.resolve({ queues: [], org_id: deps.orgId });
  });
}

function destinationRoutes(server: FastifyInstance, { messaging }: MessagingRoutesDeps): void {
  const { destinations } = messaging;
  server.get("/message_destinations", async (request) => {
    requirePermission(request, "function.read");
    return { entities: await destinations.list(viewOf(request).handleFormat) };
  });
  server.get("/message_destinations/:destination", async (request) => {
    requirePermission(request, "function.read");
    return destinations.get(handleParameter(pathParameter(request, "destination")), viewOf(request).handleFormat);
  });
  server.get("/message_destinations/:destination/status", async (request) => {
    requirePermission(request, "function.read");
    return destinations.status(handleParameter(pathParameter(request, "destination")));
  });
  server.get("/message_destinations/:destination/state", async (request) => {
    requirePermission(request, "function.read");
    return destinations.state(handleParameter(pathParameter(request, "destination")));
  });
  server.get("/console/destinations", async (request) => {
    requirePermission(request, "function.read");
    return { entities: await destinations.states() };
  });
  server.post("/message_destinations", async (request) => {
    requirePermission(request, "function.edit");
    return destinations.get(await destinations.create(request.body), viewOf(request).handleFormat);
  });
  server.put("/message_destinations/:destination", async (request) => {
    requirePermission(request, "function.edit");
    const id = await destinations.update(handleParameter(pathParameter(request, "destination")), request.body);
    return destinations.get(id, viewOf(request).handleFormat);
  });
  server.delete("/message_destinations/:destination", async (request) => {
    requirePermission(request, "function.edit");
    await destinations.delete(handleParameter(pathParameter(request, "destination")));
    return done;
  });
}

function functionRoutes(server: FastifyInstance, { messaging }: MessagingRoutesDeps): void {
  const { functions } = messaging;
  server.get("/functions", async (request) => {
    requirePermission(request, "function.read");
    return { entities: await functions.withWorkflows(await functions.list(viewOf(request).handleFormat)) };
  });
  server.get("/functions/:function", async (request) => {
    requirePermission(request, "function.read");
    const [called] = await functions.withWorkflows([await functions.get(pathParameter(request, "function"), viewOf(request).handleFormat)]);
    return called;
  });
  server.post("/functions", async (request) => {
    requirePermission(request, "function.edit");
    return functions.get(await functions.create(request.body, request.principal), viewOf(request).handleFormat);
  });
  server.put("/functions/:function", async (request) => {
    requirePermission(request, "function.edit");
    const id = await functions.update(pathParameter(request, "function"), request.body, request.principal);
    return functions.get(id, viewOf(request).handleFormat);
  });
  server.delete("/functions/:function", async (request) => {
    requirePermission(request, "function.edit");
    await functions.delete(pathParameter(request, "function"));
    return done;
  });
}

function statusRoutes(server: FastifyInstance, deps: MessagingRoutesDeps): void {
  server.get("/incidents/:incident/action_invocations", async (request) => {
    requirePermission(request, "org_data.read");
    const incidentId = idParameter(request, "incident", "incident");
    await deps.requireIncident(incidentId);
    const limit = Number(queryValue(request, "limit") ?? mostListed);
    return { entities: await deps.messaging.status.list(incidentId, Number.isInteger(limit) && limit > 0 ? limit : mostListed) };
  });
  server.get("/action_invocations", async (request) => {
    requirePermission(request, "org_data.read");
    const states = queryValue(request, "state")?.split(",").map((state) => state.trim());
    const incident = queryValue(request, "incident");
    const rule = queryValue(request, "rule");
    const filter = {
      outcomes: states?.filter((state) => outcomes.has(state)),
      incidentId: incident === undefined ? undefined : Number(incident),
      ruleId: rule === undefined ? undefined : Number(rule),
      kind: queryValue(request, "kind"),
      scope: scopeOf(request.principal),
      withoutAutomatic: queryValue(request, "automatic") === "errors",
    };
    return deps.messaging.status.page(filter, pageOf(request, 50));
  });
  for (const wish of ["retry", "end"] as const) {
    server.post(`/action_invocations/:invocation/${wish}`, async (request) => {
      requirePermission(request, "administer");
      const id = idParameter(request, "invocation", "action invocation");
      const { reason } = parseInput(reasonSchema, request.body ?? {}, "reason");
      await deps.interventions[wish](id, reason, request.principal);
      return deps.messaging.status.get(id);
    });
  }
  server.get("/action_invocations/:invocation", async (request) => {
    requirePermission(request, "org_data.read");
    return deps.messaging.status.get(idParameter(request, "invocation", "action invocation"));
  });
}

const reasonSchema = z.looseObject({ reason: z.string().trim().max(2000).nullish().transform((reason) => (reason == null || reason === "" ? "no reason was given" : reason)) });
const outcomes: ReadonlySet<string> = new Set(["pending", "completed", "failed", "error", "timed_out"]);

/** What a successful DELETE answers (soar-protocol §1.6). */
const done = { success: true, title: null, message: null, hints: [] };

/** An id in the path as a number, a name as text. */
function handleParameter(text: string): number | string {
  return /^\d{1,15}$/.test(text) ? Number(text) : text;
}
