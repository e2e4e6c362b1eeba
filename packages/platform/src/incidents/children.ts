import { SoarkitError, type TextContent } from "@soarkit/protocol";
import { parseInput } from "@soarkit/runtime";
import type { FastifyRequest } from "fastify";
import * as z from "zod";
import type { Principal } from "../accounts/principal.js";
import type { Artifacts } from "../artifacts/artifacts.js";
import type { PlatformDatabase } from "../database.js";
import { queryFlag, viewOf } from "../http/formats.js";
import type { Notes } from "../notes/notes.js";
import type { Incident } from "./incident.js";
import type { Incidents } from "./incidents.js";

interface Deps {
  readonly database: PlatformDatabase;
  readonly incidents: Incidents;
  readonly artifacts: Artifacts;
  readonly notes: Notes;
}

const childrenSchema = z.looseObject({
  artifacts: z.array(z.looseObject({})).max(1000).nullish(),
  comments: z.array(z.looseObject({ text: z.unknown().optional() })).max(1000).nullish(),
  tasks: z.array(z.unknown()).nullish(),
});

/** Creates an incident with the artifacts and notes that came with it: all of it or nothing. */
export function createWithChildren(deps: Deps, input: Readonly<Record<string, unknown>>, principal: Principal): Promise<Incident> {
  const children = parseInput(childrenSchema, input, "incident");
  if ((children.tasks ?? []).length > 0) {
    throw new SoarkitError("VALUE_INVALID", { field: "tasks", reason: "this platform keeps no tasks; leave them out." });
  }
  return deps.database.transaction(async (trx) => {
    const incident = await deps.incidents.createIn(trx, input, principal);
    for (const artifact of children.artifacts ?? []) {
      await deps.artifacts.create(trx, incident.id, { type: artifact["type"], value: artifact["value"], description: artifact["description"] }, principal);
    }
    for (const comment of children.comments ?? []) await deps.notes.add(trx, incident.id, { text: comment.text as string | TextContent }, principal);
    return incident;
  });
}

/** Artifacts and notes inside an incident's DTO, when the request asks for them. */
export async function childrenOf(deps: Deps, request: FastifyRequest, incident: Incident): Promise<Record<string, unknown>> {
  const view = { ...viewOf(request), principal: request.principal };
  const wanted = (name: string): boolean => queryFlag(request, `want_${name}`, false) || queryFlag(request, `include_${name}`, false);
  return {
    ...(wanted("artifacts") ? { artifacts: await deps.artifacts.toDTOs(await deps.artifacts.list(incident.id), view) } : {}),
    ...(wanted("comments") || wanted("notes") ? { comments: await deps.notes.list(incident.id, view, request.principal) } : {}),
    ...(wanted("tasks") ? { tasks: [] } : {}),
  };
}
