import type { FastifyInstance } from "fastify";
import { requirePermission } from "../http/auth.js";
import { pathParameter, viewOf } from "../http/formats.js";
import type { Scripts } from "./scripts.js";

/** Global scripts, below `/rest/orgs/{org}` (soar-protocol §1.10 "Automation objects"). */
export function registerScriptsRoutes(server: FastifyInstance, { scripts }: { scripts: Scripts }): void {
  server.get("/scripts", async (request) => {
    requirePermission(request, "function.read");
    return { entities: await scripts.list(viewOf(request).handleFormat) };
  });
  server.get("/scripts/:script", async (request) => {
    requirePermission(request, "function.read");
    return scripts.get(pathParameter(request, "script"), viewOf(request).handleFormat);
  });
  server.post("/scripts", async (request) => {
    requirePermission(request, "function.edit");
    return scripts.get(await scripts.create(request.body, request.principal), viewOf(request).handleFormat);
  });
  server.put("/scripts/:script", async (request) => {
    requirePermission(request, "function.edit");
    return scripts.get(await scripts.update(pathParameter(request, "script"), request.body, request.principal), viewOf(request).handleFormat);
  });
  server.delete("/scripts/:script", async (request) => {
    requirePermission(request, "function.edit");
    await scripts.delete(pathParameter(request, "script"));
    return { success: true, title: null, message: null, hints: [] };
  });
}
