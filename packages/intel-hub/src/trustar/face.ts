import { SoarkitError } from "@soarkit/protocol";
import { newId, type HttpServer, type Logger } from "@soarkit/runtime";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Caller } from "../accounts/accounts.js";
import type { ApiKeys } from "../api-keys/api-keys.js";
import type { Enclaves } from "../enclaves/enclaves.js";
import type { IndicatorLibrary } from "../knowledge/library.js";
import type { ReportLibrary } from "../reports/library.js";
import type { ReportLibraryStore } from "../reports/store.js";
import type { Whitelist } from "../whitelist/whitelist.js";
import { refusalBody } from "./answers.js";
import { registerIndicatorRoutes } from "./indicator-routes.js";
import { registerHouseRoutes } from "./house-routes.js";
import { readJson, registerOauth } from "./oauth.js";
import type { Quota } from "./quota.js";
import { registerReportRoutes } from "./report-routes.js";

/** What the TruSTAR face works with. */
export interface TrustarParts {
  readonly apiKeys: ApiKeys;
  readonly enclaves: Enclaves;
  readonly library: ReportLibrary;
  readonly reportStore: ReportLibraryStore;
  readonly values: IndicatorLibrary;
  readonly whitelist: Whitelist;
  readonly quota: Quota;
  readonly log: Logger;
  readonly now: () => number;
}

/** A route's way to its caller. */
export type CallerOf = (request: FastifyRequest) => Caller;

/** Longest address of a request, characters. The related indicators of hundreds of values are asked for in one address. */
const longestAddress = 192 * 1024;
/** Submissions do not count against the day's quota (trustar-api §1.7). */
const uncounted = /^\/api\/1\.3\/(?:request-quotas|reports|indicators)$/;

const callers = new WeakMap<FastifyRequest, Caller>();

/** TruSTAR's API 1.3 (trustar-api §1, §2) and its token call. */
export async function registerTrustarFace(server: HttpServer, parts: TrustarParts): Promise<void> {
  const { log, now } = parts;
  const refuse = (error: unknown, _request: FastifyRequest, reply: FastifyReply): void => {
    const known = error instanceof SoarkitError ? error : refusalOf(error, log);
    void reply.code(known.definition.status).type("application/json; charset=utf-8").send(refusalBody(known, now()));
  };
  await registerOauth(server, parts, refuse);
  await server.register(
    async (scope) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => {
        try {
          done(null, readJson(body as Buffer));
        } catch (error) {
          done(error as Error);
        }
      });
      scope.setErrorHandler(refuse);
      scope.setNotFoundHandler((request, reply) => {
        refuse(new SoarkitError("NOT_FOUND", { path: request.url.split("?", 1)[0] ?? "" }), request, reply);
      });
      scope.addHook("onRequest", async (request, reply) => {
        void reply.header("trace-id", request.id);
        if ((request.raw.url ?? "").length > longestAddress) throw new SoarkitError("HUB_ADDRESS_TOO_LONG", { limit: longestAddress });
        const caller = await parts.apiKeys.byHeader(request.headers.authorization);
        callers.set(request, caller);
        if (request.routeOptions.url?.endsWith("/request-quotas") === true) return;
        const path = (request.raw.url ?? "").split("?", 1)[0] ?? "";
        parts.quota.count(caller, { byDay: !(request.method === "POST" && uncounted.test(path)) });
      });
      registerReportRoutes(scope, parts, callerOf);
      registerIndicatorRoutes(scope, parts, callerOf);
      registerHouseRoutes(scope, parts, callerOf);
      return Promise.resolve();
    },
    { prefix: "/api/1.3" },
  );
}

function callerOf(request: FastifyRequest): Caller {
  const caller = callers.get(request);
  if (caller === undefined) throw new SoarkitError("HUB_OAUTH_TOKEN_INVALID");
  return caller;
}

function refusalOf(thrown: unknown, log: Logger): SoarkitError {
  const status = typeof thrown === "object" && thrown !== null && "statusCode" in thrown ? thrown.statusCode : undefined;
  if (status === 413) return new SoarkitError("BODY_TOO_LARGE", { limit: 10 * 1024 * 1024 }, { cause: thrown });
  if (typeof status === "number" && status >= 400 && status < 500) return new SoarkitError("HUB_BODY_INVALID", { reason: "it is not complete" }, { cause: thrown });
  const reference = newId().slice(0, 8);
  log.error({ err: thrown, reference }, "Request failed");
  return new SoarkitError("INTERNAL", { reference }, { cause: thrown });
}
