import type { TextContent } from "@soarkit/protocol";
import { parseInput } from "@soarkit/runtime";
import type { FastifyInstance, FastifyRequest } from "fastify";
import * as z from "zod";
import { requirePermission } from "../http/auth.js";
import { idParameter, viewOf } from "../http/formats.js";
import type { Notes } from "./notes.js";

const textSchema = z.union([
  z.string(),
  z.looseObject({ format: z.enum(["text", "html", "unknown"]).default("text"), content: z.string() }),
]);
const noteSchema = z.looseObject({ text: textSchema, parent_id: z.number().int().nullish() });

/** Notes of incidents below `/rest/orgs/{org}` (soar-protocol §1.10 "Comments"). */
export function registerNotesRoutes(server: FastifyInstance, { notes }: { notes: Notes }): void {
  const incidentId = (request: FastifyRequest): number => idParameter(request, "incident", "incident");
  const noteId = (request: FastifyRequest): number => idParameter(request, "note", "note");
  server.get("/incidents/:incident/comments", async (request) => {
    requirePermission(request, "org_data.read");
    return notes.list(incidentId(request), viewOf(request), request.principal);
  });
  server.post("/incidents/:incident/comments", async (request) => {
    requirePermission(request, "org_data.edit");
    const view = viewOf(request);
    const input = parseInput(noteSchema, request.body, "note");
    return notes.add(undefined, incidentId(request), { text: input.text satisfies string | TextContent, parentId: input.parent_id ?? null }, request.principal, view);
  });
  server.post("/incidents/:incident/comments/query", async (request) => {
    requirePermission(request, "org_data.read");
    return notes.list(incidentId(request), viewOf(request), request.principal);
  });
  server.get("/incidents/:incident/comments/:note", async (request) => {
    requirePermission(request, "org_data.read");
    return notes.get(incidentId(request), noteId(request), viewOf(request), request.principal);
  });
  server.put("/incidents/:incident/comments/:note", async (request) => {
    requirePermission(request, "org_data.edit");
    const view = viewOf(request);
    const input = parseInput(noteSchema, request.body, "note");
    return notes.update(incidentId(request), noteId(request), input.text, request.principal, view);
  });
  server.delete("/incidents/:incident/comments/:note", async (request) => {
    requirePermission(request, "org_data.edit");
    await notes.delete(incidentId(request), noteId(request), request.principal);
    return { success: true, title: null, message: null, hints: [] };
  });
}
