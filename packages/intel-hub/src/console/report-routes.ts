import { parseInput, type HttpServer } from "@soarkit/runtime";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { callerOf } from "../accounts/callers.js";
import type { ConsoleParts } from "./parts.js";
import { headOf } from "./report-head.js";
import { reportPage } from "./report-page.js";

const listQuery = z.object({
  q: z.string().trim().max(1_000).default(""),
  start: z.coerce.number().int().min(0).max(9_950).default(0),
  size: z.coerce.number().int().min(1).max(100).default(50),
});
const reportParams = z.object({ guid: z.string().max(100) });
const most = 10_000;

/** Reports as far as the caller may see them: the list, and one with its text, indicators and what has values in common with it. */
export function registerReportRoutes(server: HttpServer, parts: ConsoleParts): void {
  const { accounts, enclaves, library, reportStore } = parts;
  const callerAnd = async (request: FastifyRequest) => {
    const caller = await callerOf(request, accounts);
    return { caller, sees: await enclaves.scope(caller) };
  };

  server.get("/api/hub/reports", async (request) => {
    const { sees } = await callerAnd(request);
    const { q, start, size } = parseInput(listQuery, request.query, "search");
    const [reports, total] = await Promise.all([library.heads(sees, { term: q }, start, size), library.count(sees, { term: q }, most)]);
    const counts = await reportStore.valueCounts(reports.map(({ id }) => id)); // prettier-ignore
    return { total, more: total >= most, rows: reports.map((report) => ({ ...headOf(report), indicators: counts.get(report.id) ?? 0 })) };
  });

  server.get("/api/hub/reports/:guid", async (request) => {
    const { caller, sees } = await callerAnd(request);
    const { guid } = parseInput(reportParams, request.params, "request");
    const report = await library.get(guid, "internal", caller);
    return { ...headOf(report), ...(await reportPage(parts, report, sees)) };
  });
}
