import { SoarkitError } from "@soarkit/protocol";
import { parseInput } from "@soarkit/runtime";
import type { FastifyInstance } from "fastify";
import * as z from "zod";
import { requirePermission } from "../http/auth.js";
import { viewOf } from "../http/formats.js";
import { querySchema, toQuery } from "../incidents/query-input.js";
import { search, type SearchDeps } from "./search.js";

const searchSchema = z.looseObject({
  org_id: z.number().int().nullish(),
  query: z.string().max(10_000),
  types: z.array(z.string().max(100)).max(50).nullish(),
  filters: z.record(z.string(), z.unknown()).nullish(),
});

/** Types that are searched; IBM's others (tasks, attachments, …) are accepted and find nothing here. */
const searched = ["incident", "artifact", "note"];

/** `POST /rest/search_ex` (soar-protocol §1.9). */
export function registerSearchRoutes(server: FastifyInstance, deps: SearchDeps): void {
  server.post("/search_ex", async (request) => {
    requirePermission(request, "org_data.read");
    const input = parseInput(searchSchema, request.body, "search");
    if (input.org_id !== undefined && input.org_id !== null && input.org_id !== deps.orgId) {
      throw new SoarkitError("ORG_UNKNOWN", { org: input.org_id, known: deps.orgId });
    }
    const { filters } = toQuery(parseInput(querySchema, { filters: input.filters?.["incident"] ?? [] }, "incident filter"));
    const types = new Set(input.types === undefined || input.types === null || input.types.length === 0 ? searched : input.types);
    return { results: await search(deps, { text: input.query, types, incidentFilters: filters, view: { ...viewOf(request), principal: request.principal } }) };
  });
}
