import { parseInput } from "@soarkit/runtime";
import type { FastifyInstance, FastifyRequest } from "fastify";
import * as z from "zod";
import type { Artifacts } from "../artifacts/artifacts.js";
import { knownFields, scopeOf } from "../accounts/workspaces/rights.js";
import { readNewsfeed } from "../audit/audit.js";
import type { PlatformDatabase } from "../database.js";
import { requirePermission } from "../http/auth.js";
import { idParameter, queryFlag, queryValue, viewOf } from "../http/formats.js";
import type { Notes } from "../notes/notes.js";
import type { Fields } from "../types/fields.js";
import { childrenOf, createWithChildren } from "./children.js";
import type { Incident } from "./incident.js";
import type { Incidents } from "./incidents.js";
import { registerPatchRoutes } from "./patch-routes.js";
import { queryIncidents } from "./query.js";
import { querySchema, toQuery, type Query } from "./query-input.js";

/** What the routes of incidents need. */
export interface IncidentsRoutesDeps {
  readonly database: PlatformDatabase;
  readonly incidents: Incidents;
  readonly artifacts: Artifacts;
  readonly notes: Notes;
  readonly fields: Fields;
}

/** What a successful DELETE answers. */
const done = { success: true, title: null, message: null, hints: [] };
/** Most incidents in one answer of the lists without pages. */
const mostListed = 10_000;
const anyObject = z.looseObject({});

/** How this request wants incidents written. */
export function incidentView(request: FastifyRequest) {
  return { ...viewOf(request), principal: request.principal };
}

/** Incidents below `/rest/orgs/{org}` (soar-protocol §1.10 "Incidents"). */
export function registerIncidentsRoutes(server: FastifyInstance, deps: IncidentsRoutesDeps): void {
  const { database, incidents } = deps;
  const one = async (request: FastifyRequest): Promise<Incident> => {
    requirePermission(request, "org_data.read");
    return incidents.require(idParameter(request, "incident", "incident"));
  };
  server.post("/incidents", async (request) => {
    requirePermission(request, "org_data.edit");
    const view = incidentView(request);
    const incident = await createWithChildren(deps, parseInput(anyObject, request.body, "incident"), request.principal);
    return Object.assign(await incidents.toDTO(incident, view), await childrenOf(deps, request, incident));
  });
  server.get("/incidents/:incident", async (request, reply) => {
    const incident = await one(request);
    if (queryValue(request, "vers") === String(incident.vers)) return reply.code(304).send();
    return Object.assign(await incidents.toDTO(incident, incidentView(request)), await childrenOf(deps, request, incident));
  });
  server.put("/incidents/:incident", async (request) => {
    requirePermission(request, "org_data.edit");
    const view = incidentView(request);
    const body = parseInput(anyObject, request.body, "incident");
    return incidents.toDTO(await incidents.update(idParameter(request, "incident", "incident"), body, request.principal), view);
  });
  server.delete("/incidents/:incident", async (request) => {
    requirePermission(request, "org_data.edit");
    await incidents.delete(idParameter(request, "incident", "incident"), request.principal);
    return done;
  });
  server.put("/incidents/delete", async (request) => {
    requirePermission(request, "org_data.edit");
    const ids = parseInput(z.array(z.number().int()).max(1000), request.body, "list of incident ids");
    for (const id of ids) await incidents.delete(id, request.principal);
    return done;
  });
  server.get("/incidents/:incident/newsfeed", async (request) => {
    const { id } = await one(request);
    return readNewsfeed(database.db, id, { start: page(request, "start", 0, 1e9), length: page(request, "length", 200, 1000) });
  });
  server.get("/incidents/:incident/members", async (request) => {
    const incident = await one(request);
    const dto = await incidents.toDTO(incident, incidentView(request));
    return { members: dto["members"], vers: incident.vers };
  });
  server.put("/incidents/:incident/members", async (request) => {
    requirePermission(request, "org_data.edit");
    const view = incidentView(request);
    const { members, vers } = parseInput(z.looseObject({ members: z.array(z.unknown()).max(1000), vers: z.number().int() }), request.body, "member list");
    const incident = await incidents.update(idParameter(request, "incident", "incident"), { members, vers }, request.principal);
    const dto = await incidents.toDTO(incident, view);
    return { members: dto["members"], vers: incident.vers };
  });
  for (const path of ["tasks", "milestones"]) {
    // Kept empty rather than unknown: IBM's clients wait 30 seconds after each 404 (soar-protocol §1.6).
    server.get(`/incidents/:incident/${path}`, async (request) => {
      await one(request);
      return [];
    });
  }
  registerPatchRoutes(server, incidents);
  registerLists(server, deps);
}

function registerLists(server: FastifyInstance, { database, incidents, fields }: IncidentsRoutesDeps): void {
  const find = async ({ principal }: FastifyRequest, query: Query) => queryIncidents(database.db, knownFields(await fields.list("incident"), principal), query, scopeOf(principal));
  const open = { any: false, conditions: [{ fieldName: "plan_status", method: "equals", value: "A" }] };
  const all: Query = { start: 0, length: mostListed, filters: [], sorts: [{ fieldName: "create_date", descending: true }] };
  server.get("/incidents", async (request) => {
    requirePermission(request, "org_data.read");
    const found = await find(request, { ...all, filters: queryFlag(request, "want_closed", false) ? [] : [open] });
    return incidents.toDTOs(found.incidents, incidentView(request));
  });
  server.get("/incidents/open", async (request) => {
    requirePermission(request, "org_data.read");
    const found = await find(request, { ...all, filters: [open] });
    return incidents.toDTOs(found.incidents, incidentView(request));
  });
  server.post("/incidents/query", async (request) => {
    requirePermission(request, "org_data.read");
    const input = parseInput(querySchema, request.body, "query");
    const found = await find(request, { ...toQuery(input), length: Math.min(input?.length ?? mostListed, mostListed) });
    return incidents.toDTOs(found.incidents, incidentView(request));
  });
  server.post("/incidents/query_paged", async (request) => {
    requirePermission(request, "org_data.read");
    const found = await find(request, toQuery(parseInput(querySchema, request.body, "query")));
    return { recordsTotal: found.total, recordsFiltered: found.filtered, data: await incidents.toDTOs(found.incidents, incidentView(request)) };
  });
}

/** A number in the query string, bounded. */
function page(request: FastifyRequest, name: string, byDefault: number, most: number): number {
  const value = Number(queryValue(request, name) ?? byDefault);
  return Number.isInteger(value) && value >= 0 ? Math.min(value, most) : byDefault;
}
