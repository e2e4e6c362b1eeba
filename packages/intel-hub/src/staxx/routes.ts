import { SoarkitError } from "@soarkit/protocol";
import type { HttpServer, Logger } from "@soarkit/runtime";
import type { FastifyRequest } from "fastify";
import type { Accounts } from "../accounts/accounts.js";
import type { Enclaves } from "../enclaves/enclaves.js";
import type { Imports } from "../imports/imports.js";
import { readSettings } from "../imports/settings.js";
import { goneWith } from "../query/gone.js";
import { parseQuery } from "../query/parse-query.js";
import type { Queries } from "../query/queries.js";
import { readImportBody } from "./import-params.js";
import { refuse } from "./refusals.js";

/** What the STAXX face works with. */
export interface StaxxParts {
  readonly accounts: Accounts;
  readonly imports: Imports;
  readonly queries: Queries;
  readonly enclaves: Enclaves;
  readonly log: Logger;
}

/** Rows of a query that names no size. */
export const defaultSize = 1_000;
/** Most rows of one query; a larger size is cut to it. */
export const largestSize = 10_000;
/** What the hub can do beyond STAXX, named in the login answer. */
const extensions = ["force", "import_key", "import_status", "query_escapes"] as const;

/** The three calls of STAXX (staxx-api §1.2 to §1.5) and `import_status`, our extension. */
export async function registerStaxxRoutes(server: HttpServer, parts: StaxxParts): Promise<void> {
  await server.register((scope, _options, done) => {
    // Bodies are read here, whatever their content type says: clients send JSON as text and forms as they like.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, parsed) => {
      parsed(null, body);
    });
    scope.setErrorHandler((error, _request, reply) => refuse(reply, error, parts.log));
    scope.post("/api/v1/login", (request) => login(request, parts));
    scope.post("/api/v1/intelligence", async (request, reply) => {
      const { type, text } = await intelligence(request, goneWith(reply), parts);
      return reply.type(type).send(text);
    });
    scope.post("/api/v1/import_intel", async (request, reply) => reply.type("text/plain; charset=utf-8").send(await importIntel(request, parts)));
    scope.post("/api/v1/import_status", (request) => importStatus(request, parts));
    done();
  });
}

async function login(request: FastifyRequest, { accounts }: StaxxParts): Promise<unknown> {
  const body = jsonBody(request);
  return { token_id: await accounts.login(textOf(body, "username"), textOf(body, "password"), request.ip), extensions };
}

async function intelligence(request: FastifyRequest, gone: AbortSignal, { accounts, queries, enclaves }: StaxxParts): Promise<{ type: string; text: string }> {
  const body = jsonBody(request);
  const caller = await accounts.byToken(textOf(body, "token"));
  const format = body.type ?? "json";
  if (format !== "json" && format !== "csv") return invalid("type must be json or csv");
  const size = sizeOf(body.size);
  const { text } = await queries.records({ search: [parseQuery(textOf(body, "query")), size, await enclaves.scope(caller)], form: format === "csv" ? "staxx csv" : "staxx json", most: size }, gone);
  return { type: format === "csv" ? "text/csv; charset=utf-8" : "application/json; charset=utf-8", text };
}

async function importIntel(request: FastifyRequest, { accounts, imports }: StaxxParts): Promise<string> {
  const { params, text } = readImportBody(bufferOf(request), request.headers["content-type"] ?? "");
  const caller = await accounts.byToken(textOf(params, "token"));
  const settings = readSettings(params);
  if (text.trim() === "") throw new SoarkitError("HUB_IMPORT_INVALID", { reason: "intel_str is empty" });
  // The blank at the end belongs to STAXX's answer.
  return `Import intelligence job ID ${await imports.file(text, settings, caller)} `;
}

async function importStatus(request: FastifyRequest, { accounts, imports }: StaxxParts): Promise<unknown> {
  const body = jsonBody(request);
  const caller = await accounts.byToken(textOf(body, "token"));
  if (body.import_key !== undefined) return imports.state({ importKey: textOf(body, "import_key") }, caller);
  return imports.state({ jobId: textOf(body, "job_id") }, caller);
}

function bufferOf(request: FastifyRequest): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}

function jsonBody(request: FastifyRequest): Record<string, unknown> {
  let body: unknown;
  try {
    body = JSON.parse(bufferOf(request).toString("utf8"));
  } catch (error) {
    throw new SoarkitError("HUB_BODY_INVALID", { reason: "it is not JSON" }, { cause: error });
  }
  return typeof body === "object" && body !== null && !Array.isArray(body) ? (body as Record<string, unknown>) : invalid("it must be a JSON object");
}

function textOf(body: Readonly<Record<string, unknown>>, name: string): string {
  const value = body[name];
  return typeof value === "string" && value !== "" ? value : invalid(`${name} is missing or is not a text`);
}

function sizeOf(value: unknown): number {
  if (value === undefined || value === null || value === "") return defaultSize;
  const number = typeof value === "string" && /^\s*\d{1,9}\s*$/.test(value) ? Number(value) : value;
  if (typeof number !== "number" || !Number.isInteger(number) || number < 1) return invalid("size must be a whole number of at least 1");
  return Math.min(number, largestSize);
}

function invalid(reason: string): never {
  throw new SoarkitError("HUB_BODY_INVALID", { reason });
}
