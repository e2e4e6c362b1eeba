import type { HttpServer } from "@soarkit/runtime";
import type { FastifyReply, FastifyRequest } from "fastify";
import { SoarkitError } from "@soarkit/protocol";
import type { IdType, SeenReport } from "../reports/library.js";
import { readReportInput } from "../reports/report-input.js";
import type { ReportFilter } from "../reports/store.js";
import { indicatorKey, numbered, refuseTooDeep, reportDto, tagDto, type NumberedPage } from "./answers.js";
import type { CallerOf, TrustarParts } from "./face.js";
import { flag, list, moment, objectBody, one, page, queryOf, wrong, type PageRequest } from "./parameters.js";
import { pathAfter, reportPath, type ReportPath } from "./report-path.js";
import { tagNames, tagName } from "./tag-input.js";

type Json = Readonly<Record<string, unknown>>;

const day = 86_400_000;
const longestWindow = 14 * day;
const reportPages = { initial: 25, largest: 100 };
const indicatorPages = { initial: 100, largest: 1_000 };
/** Most reports of one slice of time; more only when they changed at the same moment. */
const sliceSize = 100;
const largestSlice = 10_000;
const shortestTerm = 3;

/** Reports of API 1.3 (trustar-api §2.1). */
export function registerReportRoutes(scope: HttpServer, parts: TrustarParts, callerOf: CallerOf): void {
  const { library, enclaves } = parts;
  const at = (request: FastifyRequest): ReportPath => reportPath(pathAfter(request.raw.url ?? "", "/api/1.3/reports/"));

  scope.post("/reports", async (request, reply) => {
    const id = await library.submit(readReportInput(request.body), callerOf(request));
    return reply.type("text/plain; charset=utf-8").send(id);
  });

  scope.get("/reports", (request) => slice(request, parts, callerOf));

  for (const method of ["GET", "POST"] as const) {
    scope.route({
      method,
      url: "/reports/search",
      handler: async (request) => {
        const query = queryOf(request);
        const term = (method === "POST" ? textOf(request.body, "searchTerm") : one(query, "searchTerm")) ?? "";
        if (term !== "" && term.length < shortestTerm) return wrong("searchTerm", `it must have at least ${shortestTerm} characters`);
        const found = await reportPage(parts, request, callerOf, { ...filterOf(request), term });
        return { ...found, items: found.items.map((report) => reportDto(report, false)) };
      },
    });
  }

  scope.get("/reports/correlate", async (request) => {
    const caller = callerOf(request);
    const seen = await enclaves.scope(caller, enclaveIds(request));
    return (await parts.values.reportsHolding(seen, list(queryOf(request), "indicators"), 1_000)).map(({ uuid }) => uuid);
  });

  scope.get("/reports/correlated", async (request) => {
    const query = queryOf(request);
    const asked = page(query, reportPages);
    refuseTooDeep(asked);
    const seen = await enclaves.scope(callerOf(request), enclaveIds(request));
    const ids = (await parts.values.reportsHolding(seen, list(query, "indicators"), 10_000)).map(({ id }) => id);
    const reports = await library.list(seen, { ids: ids.slice(asked.offset, asked.offset + asked.size) }, 0, asked.size);
    return numbered(reports.map((report) => reportDto(report)), asked, ids.length); // prettier-ignore
  });

  scope.get("/reports/tags", async (request) => {
    const seen = await enclaves.scope(callerOf(request), enclaveIds(request));
    return (await parts.reportStore.tagsInUse(seen)).map(({ name, guid }) => tagDto(name, guid));
  });

  scope.post("/reports/copy/*", async (request) => {
    const caller = callerOf(request);
    const id = reportPath(pathAfter(request.raw.url ?? "", "/reports/copy/")).id;
    const query = queryOf(request);
    const destination = one(query, "destEnclaveId") ?? wrong("destEnclaveId", "it is missing");
    const provided = flag(query, "copyFromProvidedSubmission", false) ? { input: readReportInput(request.body), tags: tagNames(objectBody(request).tags) } : undefined;
    return { id: await library.copy(id, destination, caller, provided), submissionVersion: 1 };
  });

  scope.post("/reports/move/*", async (request) => {
    const id = reportPath(pathAfter(request.raw.url ?? "", "/reports/move/")).id;
    const moved = await library.move(id, one(queryOf(request), "destEnclaveId") ?? wrong("destEnclaveId", "it is missing"), callerOf(request));
    return { id: moved.id, submissionVersion: moved.version };
  });

  scope.get("/reports/*", async (request, reply) => {
    const { id, part } = at(request);
    const caller = callerOf(request);
    if (part === "tag" || part === "alter-tags") throw notFound(request);
    const report = await library.get(id, idTypeOf(request), caller);
    if (part === "") return reportDto(report);
    if (part === "tags") return tagsOf(report);
    if (part === "status") return { id: report.uuid, status: "SUBMISSION_SUCCESS", errorMessage: "" };
    return reply.send(await indicatorsOf(report, request, parts, callerOf));
  });

  scope.put("/reports/*", async (request, reply) => {
    const { id, part } = at(request);
    if (part !== "") throw notFound(request);
    await library.update(id, idTypeOf(request), readReportInput(request.body), callerOf(request));
    return nothing(reply);
  });

  scope.delete("/reports/*", async (request, reply) => {
    const { id, part, tag } = at(request);
    if (part === "tag") await library.alterTags(id, idTypeOf(request), [], [tag], callerOf(request));
    else if (part === "") await library.remove(id, idTypeOf(request), callerOf(request));
    else throw notFound(request);
    return nothing(reply);
  });

  scope.post("/reports/*", async (request, reply) => {
    const { id, part } = at(request);
    const caller = callerOf(request);
    if (part === "tags") {
      const name = tagName(one(queryOf(request), "name") ?? textOf(request.body, "name"));
      await library.alterTags(id, idTypeOf(request), [name], [], caller);
      return reply.type("text/plain; charset=utf-8").send(name);
    }
    if (part !== "alter-tags") throw notFound(request);
    const { addedTags, removedTags } = objectBody(request);
    const report = await library.alterTags(id, idTypeOf(request), tagNames(addedTags), tagNames(removedTags), caller);
    return { id: report.uuid };
  });
}

/** Reports of a stretch of time, last changed first. Two that changed at the same moment are never told apart (trustar-api §1.9). */
async function slice(request: FastifyRequest, { library, enclaves, now }: TrustarParts, callerOf: CallerOf): Promise<unknown> {
  const seen = await enclaves.scope(callerOf(request), enclaveIds(request));
  const { from: asked, to: until, ...filter } = filterOf(request);
  const to = until ?? now();
  const from = Math.max(asked ?? to - day, to - longestWindow);
  const found = await library.list(seen, { ...filter, from, to }, 0, sliceSize + 1);
  const last = found[sliceSize]?.last_imported;
  if (last === undefined) return { items: found.map((report) => reportDto(report)) };
  const whole = found.filter(({ last_imported: changed }) => changed > last);
  const items = whole.length > 0 ? whole : await library.list(seen, { ...filter, from: last, to: last }, 0, largestSlice);
  return { items: items.map((report) => reportDto(report)) };
}

async function reportPage({ library, enclaves }: TrustarParts, request: FastifyRequest, callerOf: CallerOf, filter: ReportFilter): Promise<NumberedPage<SeenReport>> {
  const asked: PageRequest = page(queryOf(request), reportPages);
  refuseTooDeep(asked);
  const seen = await enclaves.scope(callerOf(request), enclaveIds(request));
  const [reports, total] = await Promise.all([library.list(seen, filter, asked.offset, asked.size), library.count(seen, filter, 10_000)]);
  return numbered(reports, asked, total);
}

async function indicatorsOf(report: SeenReport, request: FastifyRequest, { enclaves, values }: TrustarParts, callerOf: CallerOf): Promise<NumberedPage<Json>> {
  const asked = page(queryOf(request), indicatorPages);
  const seen = await enclaves.scope(callerOf(request));
  return values.ofReport(seen, report.id, asked, flag(queryOf(request), "applyWhitelist", true), (value, whitelisted) => ({ ...indicatorKey(value), weight: 1, reason: "", whitelisted }));
}

function filterOf(request: FastifyRequest): ReportFilter {
  const query = queryOf(request);
  return { from: moment(query, "from"), to: moment(query, "to"), tags: list(query, "tags"), excludedTags: list(query, "excludedTags") };
}

/** The enclaves that a call is about. Distribution types are left aside: clients send COMMUNITY beside enclaves (trustar-api §2.1.5). */
function enclaveIds(request: FastifyRequest): string[] {
  return list(queryOf(request), "enclaveIds");
}

function idTypeOf(request: FastifyRequest): IdType {
  const word = one(queryOf(request), "idType")?.toLowerCase();
  if (word === undefined || word === "internal") return "internal";
  return word === "external" ? "external" : wrong("idType", "it must be internal or external");
}

function tagsOf({ tags, places }: SeenReport): unknown {
  return tags.map((name) => tagDto(name, places[0]?.guid ?? ""));
}

function textOf(body: unknown, name: string): string | undefined {
  if (typeof body !== "object" || body === null || !(name in body)) return undefined;
  const value = (body as Json)[name];
  if (value === null || value === undefined || value === "") return undefined;
  return typeof value === "string" ? value.trim() : wrong(name, "it must be a text");
}

function nothing(reply: FastifyReply): FastifyReply {
  return reply.code(200).send();
}

function notFound(request: FastifyRequest): SoarkitError {
  return new SoarkitError("NOT_FOUND", { path: (request.raw.url ?? "").split("?", 1)[0] ?? "" });
}
