import type { FastifyInstance } from "fastify";
import { requirePermission } from "../../http/auth.js";
import { idParameter, queryValue } from "../../http/formats.js";
import type { Layouts } from "./layouts.js";

/** Layouts below `/rest/orgs/{org}` (soar-protocol §1.10 "Tasks, tables, users"). `type` may be the number or name of an object type. */
export function registerLayoutsRoutes(server: FastifyInstance, { layouts }: { readonly layouts: Layouts }): void {
  server.get("/layouts", async (request) => {
    requirePermission(request, "org_data.read");
    const type = queryValue(request, "type");
    return type === undefined || type === "0" || type.toLowerCase() === "incident" ? layouts.list() : [];
  });
  server.get("/layouts/:layout", async (request) => {
    requirePermission(request, "org_data.read");
    return layouts.get(idParameter(request, "layout", "layout"));
  });
  server.put("/layouts/:layout", async (request) => {
    requirePermission(request, "function.edit");
    return layouts.update(idParameter(request, "layout", "layout"), request.body, request.principal);
  });
}
