import { parseInput } from "@soarkit/runtime";
import type { FastifyInstance, FastifyRequest } from "fastify";
import * as z from "zod";
import { scopeOf } from "../accounts/workspaces/rights.js";
import type { PlatformDatabase } from "../database.js";
import { requirePermission } from "../http/auth.js";
import { idParameter, option, queryFlag, viewOf } from "../http/formats.js";
import type { Incidents } from "../incidents/incidents.js";
import { querySchema, toQuery } from "../incidents/query-input.js";
import type { ArtifactTypes } from "../types/artifact-types.js";
import type { ArtifactView } from "./artifact-dto.js";
import type { Artifacts } from "./artifacts.js";
import { queryArtifacts } from "./query.js";

/** What the routes of artifacts need. */
export interface ArtifactsRoutesDeps {
  readonly database: PlatformDatabase;
  readonly incidents: Incidents;
  readonly artifacts: Artifacts;
  readonly artifactTypes: ArtifactTypes;
}

const anyObject = z.looseObject({});

/** How this request wants artifacts written. */
export function artifactView(request: FastifyRequest): ArtifactView {
  return { ...viewOf(request), principal: request.principal, hitPropertiesAsObject: option(request, "threat_hit_prop_format") === "objects" };
}

/** Artifacts below `/rest/orgs/{org}` (soar-protocol §1.10 "Artifacts"). */
export function registerArtifactsRoutes(server: FastifyInstance, deps: ArtifactsRoutesDeps): void {
  const { database, incidents, artifacts } = deps;
  const incidentId = (request: FastifyRequest): number => idParameter(request, "incident", "incident");
  const artifactId = (request: FastifyRequest): number => idParameter(request, "artifact", "artifact");
  const find = async (request: FastifyRequest, incidentId?: number) => {
    const query = toQuery(parseInput(querySchema, request.body, "query"));
    const found = await queryArtifacts(database.db, await deps.artifactTypes.all(), query, incidentId === undefined ? { scope: scopeOf(request.principal) } : { incidentId });
    const data = await artifacts.toDTOs(found.artifacts, artifactView(request), { relatedCounts: queryFlag(request, "include_related_incident_count", false) });
    return { recordsTotal: found.total, recordsFiltered: found.filtered, data };
  };
  server.get("/incidents/:incident/artifacts", async (request) => {
    requirePermission(request, "org_data.read");
    const { id } = await incidents.require(incidentId(request));
    return artifacts.toDTOs(await artifacts.list(id), artifactView(request));
  });
  server.post("/incidents/:incident/artifacts", async (request) => {
    requirePermission(request, "org_data.edit");
    const view = artifactView(request);
    return artifacts.create(undefined, incidentId(request), parseInput(anyObject, request.body, "artifact"), request.principal, view);
  });
  server.post("/incidents/:incident/artifacts/query_paged", async (request) => {
    requirePermission(request, "org_data.read");
    const { id } = await incidents.require(incidentId(request));
    return find(request, id);
  });
  server.post("/artifacts/query_paged", async (request) => {
    requirePermission(request, "org_data.read");
    return find(request);
  });
  server.get("/incidents/:incident/artifacts/:artifact", async (request) => {
    requirePermission(request, "org_data.read");
    return artifacts.toDTO(await artifacts.require(incidentId(request), artifactId(request)), artifactView(request));
  });
  server.put("/incidents/:incident/artifacts/:artifact", async (request) => {
    requirePermission(request, "org_data.edit");
    const view = artifactView(request);
    const body = parseInput(anyObject, request.body, "artifact");
    return artifacts.toDTO(await artifacts.update(incidentId(request), artifactId(request), body, request.principal), view);
  });
  server.delete("/incidents/:incident/artifacts/:artifact", async (request) => {
    requirePermission(request, "org_data.edit");
    await artifacts.delete(incidentId(request), artifactId(request), request.principal);
    return { success: true, title: null, message: null, hints: [] };
  });
}
