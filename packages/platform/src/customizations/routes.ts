import { parseInput } from "@soarkit/runtime";
import type { FastifyInstance } from "fastify";
import * as z from "zod";
import { requirePermission } from "../http/auth.js";
import { idParameter, queryFlag } from "../http/formats.js";
import type { Customizations } from "./customizations.js";

/** Largest export document, in bytes. */
const bodyLimit = 50 * 1024 * 1024;

const statusSchema = z.union([z.looseObject({ status: z.string().max(50) }).transform((body) => body.status), z.string().max(50)]).transform((status) => status.trim());

/** Imports and exports, below `/rest/orgs/{org}` (soar-protocol §1.10 "Configuration transfer"). */
export function registerCustomizationsRoutes(server: FastifyInstance, customizations: Customizations): void {
  server.post("/configurations/imports", { bodyLimit }, async (request) => {
    requirePermission(request, "function.edit");
    return customizations.stage(request.body, request.principal, queryFlag(request, "keep_changed", false));
  });
  server.get("/configurations/imports/:import", async (request) => {
    requirePermission(request, "function.read");
    return customizations.get(idParameter(request, "import", "configuration import"));
  });
  for (const url of ["/configurations/imports/:import", "/configurations/imports/:import/status"]) {
    server.put(url, async (request) => {
      requirePermission(request, "function.edit");
      const status = parseInput(statusSchema, request.body, "configuration import");
      return customizations.decide(idParameter(request, "import", "configuration import"), status, request.principal);
    });
  }
  server.post("/configurations/exports", async (request) => {
    requirePermission(request, "function.read");
    return customizations.export(request.principal);
  });
}
