import { parseInput, type HttpServer } from "@soarkit/runtime";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { allThreatTypes, indicatorTypes, severities } from "@soarkit/indicators";
import { goneWith } from "../query/gone.js";
import { queryFields } from "../query/syntax.js";
import { callerOf } from "../accounts/callers.js";
import { indicatorDetail, type IndicatorDetail } from "../indicators/record.js";
import { searchSorts } from "../search/store.js";
import { correlationOf } from "./correlation.js";
import type { ConsoleParts } from "./parts.js";

const flag = z.enum(["true", "false"]).transform((word) => word === "true");
const searchQuery = z.object({
  q: z.string().default(""),
  start: z.coerce.number().int().min(0).max(1_000_000).default(0),
  size: z.coerce.number().int().min(1).max(100).default(50),
  grouped: flag.default(true),
  sort: z.enum(searchSorts).default("last_seen"),
});
const bulkBody = z.object({ text: z.string().max(4_000_000) });
const indicatorParams = z.object({ id: z.coerce.number().int().min(1) });
const valueQuery = z.object({ value: z.string().min(1).max(4_000) });

/** Searching, one indicator, the overview. */
export function registerSearchRoutes(server: HttpServer, parts: ConsoleParts): void {
  const { accounts, search, indicators, threads, approvals, lists, enclaves, whitelist } = parts;
  const withWhitelist = async (detail: IndicatorDetail) => ({ ...detail, whitelisted: await whitelist.entry(detail.record) });
  const scopeOf = async (request: FastifyRequest) => enclaves.scope(await callerOf(request, accounts));

  server.get("/api/hub/search", async (request, reply) => {
    const sees = await scopeOf(request);
    const { q, ...rest } = parseInput(searchQuery, request.query, "search");
    return search.find(q, { ...rest, sees }, goneWith(reply));
  });

  server.post("/api/hub/search/bulk", async (request) => {
    const sees = await scopeOf(request);
    return search.bulk(parseInput(bulkBody, request.body, "search").text, sees);
  });

  server.get("/api/hub/indicators/by-value", async (request) => {
    const sees = await scopeOf(request);
    return withWhitelist(await indicatorDetail({ indicators, lists }, parseInput(valueQuery, request.query, "request"), sees));
  });

  server.get("/api/hub/indicators/:id", async (request) => {
    const sees = await scopeOf(request);
    return withWhitelist(await indicatorDetail({ indicators, lists }, parseInput(indicatorParams, request.params, "request"), sees));
  });

  server.get("/api/hub/indicators/:id/correlated", async (request) => {
    const sees = await scopeOf(request);
    const { record } = await indicatorDetail({ indicators, lists }, parseInput(indicatorParams, request.params, "request"), sees);
    return correlationOf(parts, sees, [record]);
  });

  // The words of queries and imports, so that the pages offer what the hub takes.
  server.get("/api/hub/vocabulary", async (request) => {
    await callerOf(request, accounts);
    return { threat_types: allThreatTypes, severities, tlps: ["TLP:RED", "TLP:AMBER", "TLP:GREEN", "TLP:WHITE"], types: indicatorTypes, fields: queryFields };
  });

  server.get("/api/hub/summary", async (request, reply) => {
    const caller = await callerOf(request, accounts);
    const [figures, waiting] = await Promise.all([threads.run("summary", await enclaves.scope(caller), goneWith(reply)), approvals.list("pending", caller)]);
    return { pending: { total: waiting.length, jobs: waiting.slice(0, 6) }, ...figures };
  });
}
