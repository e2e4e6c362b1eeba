import { parseTlp } from "@soarkit/indicators";
import { SoarkitError } from "@soarkit/protocol";
import { parseInput, type HttpServer } from "@soarkit/runtime";
import { z } from "zod";
import type { Accounts } from "../accounts/accounts.js";
import { callerOf } from "../accounts/callers.js";
import { parseQuery } from "../query/parse-query.js";
import type { Enclaves } from "../enclaves/enclaves.js";
import type { Exports } from "./exports.js";
import { exportFormats, type ExportFormat } from "./render.js";

/** What the export works with. */
export interface ExportParts {
  readonly accounts: Accounts;
  readonly exports: Exports;
  readonly enclaves: Enclaves;
  /** File of the hub's database. */
  readonly file: string;
  readonly now: () => number;
}

const exportQuery = z.object({
  format: z.enum(exportFormats),
  query: z.string().max(400_000).default(""),
  report: z.string().max(300).default(""),
  max_tlp: z.string().max(30).default("AMBER"),
});

const kinds: Readonly<Record<ExportFormat, { readonly type: string; readonly ending: string }>> = {
  stix: { type: "application/stix+json;version=2.1", ending: "stix.json" },
  misp: { type: "application/json; charset=utf-8", ending: "misp.json" },
  csv: { type: "text/csv; charset=utf-8", ending: "csv" },
};

/** `GET /api/hub/export`: records as a file. `x-total-count` says how many it holds, `x-left-out` how many stayed because of their TLP. */
export function registerExportRoutes(server: HttpServer, { accounts, exports, enclaves, file, now }: ExportParts): void {
  server.get("/api/hub/export", async (request, reply) => {
    const caller = await callerOf(request, accounts);
    const { format, query, report, max_tlp: label } = parseInput(exportQuery, request.query, "export");
    const maxTlp = parseTlp(label);
    if (maxTlp === undefined) throw new SoarkitError("HUB_EXPORT_INVALID", { reason: "max_tlp is one of CLEAR, GREEN, AMBER, AMBER+STRICT, RED" });
    if (query.trim() !== "") parseQuery(query);
    const { totals, stream } = await exports.start({ file, format, scope: { query, report, maxTlp, seen: await enclaves.scope(caller), now: now() } });
    const { type, ending } = kinds[format];
    return reply
      .headers({ "x-total-count": String(totals.records), "x-left-out": String(totals.leftOut), "content-disposition": `attachment; filename="soarkit-indicators.${ending}"`, "cache-control": "no-store" })
      .type(type)
      .send(stream);
  });
}
