import { parseInput } from "@soarkit/runtime";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { requirePermission } from "../http/auth.js";
import { idParameter, viewOf } from "../http/formats.js";
import type { Incidents } from "./incidents.js";
import { patchStatus, type PatchStatusDTO } from "./patch.js";
import { multiPatchSchema, patchSchema } from "./patch-input.js";

/** Conditional updates: PATCH, and the same as PUT for clients without PATCH (soar-protocol §1.8). */
export function registerPatchRoutes(server: FastifyInstance, incidents: Incidents): void {
  const patchOne = async (request: FastifyRequest): Promise<PatchStatusDTO> => {
    requirePermission(request, "org_data.edit");
    const patch = parseInput(patchSchema, request.body, "patch");
    return patchStatus(await incidents.patch(idParameter(request, "incident", "incident"), patch, request.principal, viewOf(request)));
  };
  const patchMany = async (request: FastifyRequest): Promise<{ failures: Record<string, PatchStatusDTO> }> => {
    requirePermission(request, "org_data.edit");
    const { patches } = parseInput(multiPatchSchema, request.body, "list of patches");
    const failures: Record<string, PatchStatusDTO> = {};
    for (const [id, patch] of Object.entries(patches)) {
      const status = patchStatus(await incidents.patch(Number(id), patch, request.principal, viewOf(request)));
      if (!status.success) failures[id] = status;
    }
    return { failures };
  };
  server.patch("/incidents/:incident", patchOne);
  server.put("/incidents/:incident/patch", patchOne);
  server.patch("/incidents", patchMany);
  server.put("/incidents/patch", patchMany);
}
