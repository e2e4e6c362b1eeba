import type { FastifyInstance } from "fastify";
import { requirePermission } from "../http/auth.js";
import { queryValue } from "../http/formats.js";
import type { Extraction } from "./extract.js";
import type { System } from "./system.js";

/** What only the console's pages ask for, below `/rest/orgs/{org}`. */
export function registerConsoleRoutes(server: FastifyInstance, deps: { readonly extraction: Extraction; readonly system: System }): void {
  server.post("/console/extract", async (request) => {
    requirePermission(request, "org_data.read");
    const incident = Number(queryValue(request, "incident") ?? Number.NaN);
    return deps.extraction.extract(request.body, Number.isSafeInteger(incident) ? incident : undefined, request.principal);
  });
  server.get("/console/system", async (request) => {
    requirePermission(request, "administer");
    return deps.system.look();
  });
}
