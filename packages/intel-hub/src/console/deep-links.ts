import { SoarkitError } from "@soarkit/protocol";
import type { HttpServer } from "@soarkit/runtime";
import { pathAfter } from "../trustar/report-path.js";
import { readDeepLink } from "./deep-link.js";

const prefix = "/constellation/reports/";

/** Links of notes: an indicator's leads to its page, a report's to its text. Whoever is not logged in logs in there first. */
export function registerDeepLinks(server: HttpServer): void {
  server.get(`${prefix}*`, (request, reply) => {
    const link = readDeepLink(pathAfter(request.raw.url ?? "", prefix));
    if (link === undefined) throw new SoarkitError("NOT_FOUND", { path: prefix });
    return reply.redirect(link.kind === "indicator" ? `/indicators?value=${encodeURIComponent(link.value)}` : `/reports/${link.id}`);
  });
}
