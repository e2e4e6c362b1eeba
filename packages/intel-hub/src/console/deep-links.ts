import { SoarkitError } from "@soarkit/protocol";
import type { HttpServer } from "@soarkit/runtime";
import type { FastifyReply, FastifyRequest } from "fastify";
import { callerOf, sessionOf } from "../accounts/callers.js";
import { toTrustarType } from "@soarkit/indicators";
import { bodyOf, type SeenReport } from "../reports/library.js";
import { pathAfter } from "../trustar/report-path.js";
import type { ConsoleParts } from "./parts.js";
import { readDeepLink } from "./deep-link.js";

const prefix = "/constellation/reports/";
const allIndicators = { number: 0, size: 2_000, offset: 0 };

/** Links of notes: an indicator's leads to its page, a report's to its text. Whoever is not logged in logs in first. */
export function registerDeepLinks(server: HttpServer, { accounts, enclaves, library, values }: ConsoleParts): void {
  server.get(`${prefix}*`, async (request, reply) => {
    const link = readDeepLink(pathAfter(request.raw.url ?? "", prefix));
    if (link === undefined) throw new SoarkitError("NOT_FOUND", { path: prefix });
    if (link.kind === "indicator") return reply.redirect(`/indicators?value=${encodeURIComponent(link.value)}`);
    if (sessionOf(request) === undefined && request.headers.authorization === undefined) return loginFirst(request, reply);
    const caller = await callerOf(request, accounts);
    const report = await library.get(link.id, "internal", caller);
    const scope = await enclaves.scope(caller);
    const { items } = await values.ofReport(scope, report.id, allIndicators, false, ({ type, value }, whitelisted) => `${(toTrustarType(type) ?? type).padEnd(16)}${value}${whitelisted ? "  (whitelisted)" : ""}`);
    return reply.type("text/plain; charset=utf-8").send(reportText(report, items));
  });
}

function loginFirst(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply.redirect(`/login?next=${encodeURIComponent((request.raw.url ?? "").split("?", 1)[0] ?? "")}`);
}

function reportText(report: SeenReport, indicators: readonly string[]): string {
  const facts = [
    ["Report", report.uuid],
    ["External id", report.places.find(({ external_id: id }) => id !== null)?.external_id ?? ""],
    ["Enclaves", report.places.map(({ name }) => name).join(", ")],
    ["Tags", report.tags.join(", ")],
    ["Submitted", `${new Date(report.first_imported).toISOString()} by ${report.imported_by}`],
    ["Updated", `${new Date(report.last_imported).toISOString()} (version ${report.version})`],
  ];
  const head = facts.filter(([, text]) => text !== "").map(([name, text]) => `${(name ?? "").padEnd(16)}${text ?? ""}`); // prettier-ignore
  return [report.title, "", ...head, "", `Indicators (${indicators.length})`, ...indicators, "", "Text", bodyOf(report), ""].join("\n");
}
