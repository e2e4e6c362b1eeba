import { PassThrough } from "node:stream";
import { messageOf, SoarkitError } from "@soarkit/protocol";
import { newId, parseInput, type ConsoleEvent, type HttpServer, type Logger } from "@soarkit/runtime";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import type { Accounts } from "../accounts/accounts.js";
import { callerOf } from "../accounts/callers.js";
import type { Enclaves } from "../enclaves/enclaves.js";
import type { Approvals } from "../imports/approvals.js";
import { readEvents } from "../misp/event.js";
import type { MispImporter, MispImportOptions } from "../misp/import-misp.js";
import type { ReportStore } from "../misp/store.js";
import { goneWith } from "../query/gone.js";
import { parseQuery } from "../query/parse-query.js";
import type { Queries } from "../query/queries.js";
import type { ReadThreads } from "../query/threads.js";
import type { WarningLists } from "../warninglists/warning-lists.js";
import { largestSize } from "../staxx/routes.js";

/** What the hub's own interface works with. */
export interface AdminParts {
  readonly accounts: Accounts;
  readonly approvals: Approvals;
  readonly publish: (event: ConsoleEvent) => void;
  readonly threads: ReadThreads;
  readonly queries: Queries;
  readonly enclaves: Enclaves;
  readonly reports: ReportStore;
  readonly misp: MispImporter;
  readonly lists: WarningLists;
  readonly log: Logger;
}

/** Largest document that can be loaded at once, bytes. */
const largestDocument = 64 * 1024 * 1024;

const searchQuery = z.object({ query: z.string().optional(), size: z.coerce.number().int().min(1).max(largestSize).default(100) });
const loadQuery = z.object({ source: z.string().min(1).max(1_000).transform(withoutFolder).default("MISP"), licence: z.string().max(200).optional() });
const decision = z.object({ job: z.string().regex(/^\d{14}$/, "a job ID has 14 digits"), verdict: z.enum(["approve", "reject"]) });

/** A file is named without the folder it lay in: records travel, the folders of a machine do not. */
function withoutFolder(source: string): string {
  return /^(?:[a-z]:[\\/]|\/)/i.test(source) ? source.replace(/^.*[\\/]/, "") : source;
}

/** The hub's own interface: loading reports, searching, approval, status. Callers carry a bearer token or the cookie of the console. */
export function registerAdminRoutes(server: HttpServer, parts: AdminParts): void {
  const { accounts, approvals, threads } = parts;
  const admin = async (request: FastifyRequest) => {
    const caller = await callerOf(request, accounts);
    accounts.requireAdmin(caller);
    return caller;
  };

  server.post("/api/hub/imports", { bodyLimit: largestDocument }, async (request, reply) => {
    const caller = await admin(request);
    const { source, licence } = parseInput(loadQuery, request.query, "request");
    // A document that is no report is refused before the stream begins.
    readEvents(request.body);
    await parts.lists.ready();
    const options: MispImportOptions = { source, user: caller.name, accountId: caller.id, ...(licence === undefined ? {} : { licence }) };
    return reply.type("application/x-ndjson").send(loadStream(request.body, options, parts));
  });

  // A bare array, as STAXX answers; the header x-more tells whether more rows exist.
  server.get("/api/hub/indicators", async (request, reply) => {
    const caller = await callerOf(request, accounts);
    const { query, size } = parseInput(searchQuery, request.query, "request");
    const { text, found } = await parts.queries.records({ search: [query === undefined || query.trim() === "" ? undefined : parseQuery(query), size + 1, await parts.enclaves.scope(caller)], form: "hub json", most: size }, goneWith(reply));
    return reply.header("x-more", String(found > size)).type("application/json; charset=utf-8").send(text);
  });

  server.get("/api/hub/pending", async (request) => {
    await admin(request);
    return approvals.pending();
  });

  server.post("/api/hub/pending/:job/:verdict", async (request) => {
    const caller = await admin(request);
    const { job, verdict } = parseInput(decision, request.params, "request");
    return approvals.decideAll(job, verdict === "approve" ? "stored" : "rejected", caller);
  });

  server.get("/api/hub/status", async (request, reply) => {
    await callerOf(request, accounts);
    const [byStatus, pending, reports, people] = await Promise.all([threads.run("counts", undefined, goneWith(reply)), approvals.countPending(), parts.reports.count(), accounts.count()]);
    return { indicators: { active: 0, pending: 0, rejected: 0, ...byStatus }, pending_imports: pending, reports, accounts: people };
  });
}

/** One JSON object a line, told apart by `kind`: `progress` (done, total) while it goes on, at the end `report` (report) or `error` (code, message). */
function loadStream(document: unknown, options: MispImportOptions, { misp, log, publish }: AdminParts): PassThrough {
  const stream = new PassThrough();
  const line = (value: unknown): void => {
    if (stream.writable) stream.write(`${JSON.stringify(value)}\n`);
  };
  // The load goes on to its end when the reader goes away; only the lines are lost.
  misp
    .load(document, { ...options, onProgress: (progress) => line({ kind: "progress", ...progress }) })
    .then(
      (report) => {
        publish({ topic: "indicators", kind: "indicator.added", ...(options.user === undefined ? {} : { by: options.user }) });
        line({ kind: "report", report });
      },
      (error: unknown) => line({ kind: "error", ...toError(error, log) }),
    )
    .finally(() => stream.end());
  return stream;
}

function toError(error: unknown, log: Logger): { code: string; message: string } {
  if (error instanceof SoarkitError) return { code: error.code, message: error.message };
  const reference = newId().slice(0, 8);
  log.error({ err: error, reference }, `Loading a report failed: ${messageOf(error)}`);
  const known = new SoarkitError("INTERNAL", { reference });
  return { code: known.code, message: known.message };
}
