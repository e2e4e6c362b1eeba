import type { FastifyInstance } from "fastify";
import { requirePermission } from "../../http/auth.js";
import { idParameter } from "../../http/formats.js";
import type { Workspaces } from "./workspaces.js";

/** What a successful DELETE answers. */
const done = { success: true, title: null, message: null, hints: [] };

/** Workspaces and their members below `/rest/orgs/{org}`; the paths are ours, because no source names IBM's. */
export function registerWorkspacesRoutes(server: FastifyInstance, { workspaces }: { readonly workspaces: Workspaces }): void {
  server.get("/workspaces", async (request) => {
    requirePermission(request, "org_data.read");
    return { entities: await workspaces.list(request.principal) };
  });
  server.post("/workspaces", async (request) => {
    requirePermission(request, "administer");
    return workspaces.create(request.body, request.principal);
  });
  server.get("/workspaces/:workspace", async (request) => {
    requirePermission(request, "org_data.read");
    return workspaces.get(idParameter(request, "workspace", "workspace"), request.principal);
  });
  server.put("/workspaces/:workspace", async (request) => {
    requirePermission(request, "administer");
    return workspaces.update(idParameter(request, "workspace", "workspace"), request.body, request.principal);
  });
  server.delete("/workspaces/:workspace", async (request) => {
    requirePermission(request, "administer");
    await workspaces.delete(idParameter(request, "workspace", "workspace"), request.principal);
    return done;
  });
  server.get("/workspaces/:workspace/members", async (request) => {
    requirePermission(request, "org_data.read");
    return workspaces.members(idParameter(request, "workspace", "workspace"), request.principal);
  });
  server.put("/workspaces/:workspace/members", async (request) => {
    requirePermission(request, "administer");
    const id = idParameter(request, "workspace", "workspace");
    await workspaces.setMembers(id, request.body, request.principal);
    return workspaces.members(id, request.principal);
  });
  server.get("/accounts", async (request) => {
    requirePermission(request, "administer");
    return { entities: await workspaces.accounts() };
  });
  server.get("/accounts/:account/workspaces", async (request) => {
    requirePermission(request, "administer");
    return workspaces.rightsOf(idParameter(request, "account", "account"));
  });
  server.put("/accounts/:account/workspaces", async (request) => {
    requirePermission(request, "administer");
    const account = idParameter(request, "account", "account");
    await workspaces.setRights(account, request.body, request.principal);
    return workspaces.rightsOf(account);
  });
}
