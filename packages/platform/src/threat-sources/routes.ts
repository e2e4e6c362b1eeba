import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Artifacts } from "../artifacts/artifacts.js";
import type { PlatformDatabase } from "../database.js";
import { requirePermission } from "../http/auth.js";
import { idParameter, pathParameter } from "../http/formats.js";
import type { Lookups } from "./lookups.js";
import type { ThreatSources } from "./threat-sources.js";

/** What a successful DELETE answers. */
const done = { success: true, title: null, message: null, hints: [] };

/** What the routes need. */
export interface ThreatSourcesRoutesDeps {
  readonly database: PlatformDatabase;
  readonly threatSources: ThreatSources;
  readonly lookups: Lookups;
  readonly artifacts: Artifacts;
}

/**
 * Threat services and look-ups, below `/rest/orgs/{org}`; the paths are ours, because no source names IBM's
 * (soar-protocol §5.1). A service is named by its id or its name.
 */
export function registerThreatSourcesRoutes(server: FastifyInstance, deps: ThreatSourcesRoutesDeps): void {
  const { threatSources } = deps;
  const handle = (request: FastifyRequest): number | string => {
    const text = pathParameter(request, "source");
    return /^\d{1,15}$/.test(text) ? Number(text) : text;
  };
  const administrator = (request: FastifyRequest): void => requirePermission(request, "administer");
  server.get("/threat_sources", async (request) => {
    administrator(request);
    return { entities: await threatSources.list() };
  });
  server.post("/threat_sources", async (request) => {
    administrator(request);
    return threatSources.create(request.body, request.principal);
  });
  server.get("/threat_sources/:source", async (request) => {
    administrator(request);
    return threatSources.get(handle(request));
  });
  server.put("/threat_sources/:source", async (request) => {
    administrator(request);
    return threatSources.update(handle(request), request.body, request.principal);
  });
  server.delete("/threat_sources/:source", async (request) => {
    administrator(request);
    await threatSources.delete(handle(request), request.principal);
    return done;
  });
  server.post("/threat_sources/:source/test", async (request) => {
    administrator(request);
    return threatSources.test(handle(request));
  });
  server.post("/threat_sources/:source/rescan", async (request) => {
    administrator(request);
    return threatSources.rescan(handle(request), request.principal);
  });
  server.get("/threat_sources/:source/lookups", async (request) => {
    administrator(request);
    return { entities: await threatSources.lookups(handle(request)) };
  });
  server.get("/threat_settings", async (request) => {
    administrator(request);
    return threatSources.settings();
  });
  server.put("/threat_settings", async (request) => {
    administrator(request);
    return threatSources.setSettings(request.body, request.principal);
  });
  artifactRoutes(server, deps);
}

function artifactRoutes(server: FastifyInstance, { database, lookups, artifacts }: ThreatSourcesRoutesDeps): void {
  const artifact = (request: FastifyRequest) => artifacts.require(idParameter(request, "incident", "incident"), idParameter(request, "artifact", "artifact"));
  server.get("/incidents/:incident/artifacts/:artifact/lookups", async (request) => {
    requirePermission(request, "org_data.read");
    return lookups.ofArtifact(await artifact(request));
  });
  server.post("/incidents/:incident/artifacts/:artifact/lookups", async (request) => {
    requirePermission(request, "org_data.edit");
    const found = await artifact(request);
    await database.transaction((trx) => lookups.queue(trx, [found]));
    return lookups.ofArtifact(found);
  });
}
