import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import { SoarkitError } from "@soarkit/protocol";
import type * as Fastify from "fastify";
import type { Logger } from "../logging/logger.js";
import type { Metrics } from "../process/metrics.js";
import type { AnyReply, AnyRequest } from "./any-transport.js";
import { boundBodyTime } from "./body-time.js";
import { closeConnectionsInTime } from "./closing.js";
import { errorBody, publicError } from "./error-answer.js";
import { addHealthRoutes } from "./health.js";
import { addRequestRecord } from "./request-record.js";
import { addSecurityHeaders, setSecurityHeaders } from "./security-headers.js";

const require = createRequire(import.meta.url);

/** A server made by `createHttpServer`. */
export type HttpServer = Fastify.FastifyInstance;

/** How an HTTPS server is made. */
export interface HttpServerOptions {
  /** In logs and metrics, for example `platform`. */
  readonly name: string;
  /** PEM texts; `listen` gives the means to replace them while running. Undefined for plain HTTP, which must not leave the machine unless a person allowed it. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  readonly log: Logger;
  /** Largest body accepted, bytes, default 10 MiB; a route may set its own `bodyLimit`. */
  readonly bodyLimit?: number;
  /** Room for the address and the headers of a request, bytes, default Node's 16 KiB. */
  readonly maxHeaderBytes?: number;
  /** Offer HTTP/2 beside HTTP/1.1, for pages with many event streams. Default false. */
  readonly http2?: boolean;
  /** Forwarded-for headers are never believed. */
  readonly trustProxy?: false;
  /** Where request figures go; default the registry of the process. */
  readonly metrics?: Metrics;
  /** The body of an error answer, for a face that is not IBM's. Default IBM's. */
  readonly errorBody?: (error: SoarkitError) => unknown;
  /** How long open requests and streams may go on after `close()`, milliseconds, default 3,000. */
  readonly closeMs?: number;
  /** How long the body of a request may take to arrive, milliseconds, default 120,000; a route with `config: { longBody: true }` bounds it itself. */
  readonly bodyMs?: number;
}

const defaultBodyLimit = 10 * 1024 * 1024;

/**
 * An HTTPS (or plain HTTP) server with what every one of ours has: IBM's error body for whatever goes wrong, `/healthz`, `/readyz`,
 * `/metrics`, security headers, request ids; trailing slashes are ignored and an empty body is accepted whatever its
 * type. Requests are logged without query, headers and body.
 */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  const { fastify, LogController } = require("fastify") as typeof Fastify;
  const bodyLimit = options.bodyLimit ?? defaultBodyLimit;
  const toBody = options.errorBody ?? errorBody;
  const answer = (thrown: unknown, request: AnyRequest, reply: AnyReply): void => {
    const log = options.log.child({ request: request.id });
    const error = publicError(thrown, { log, bodyLimit, contentType: request.headers["content-type"] });
    reply.code(error.definition.status).send(toBody(error));
  };
  const { maxHeaderBytes } = options;
  const headers = maxHeaderBytes === undefined ? {} : { maxHeaderSize: maxHeaderBytes, settings: { maxHeaderListSize: maxHeaderBytes } };
  const tls = options.tls && { ...options.tls, minVersion: "TLSv1.2" as const, ...headers };
  const settings = {
    loggerInstance: options.log as Fastify.FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    frameworkErrors: (thrown: unknown, request: AnyRequest, reply: object) => {
      setSecurityHeaders(request, reply as AnyReply);
      answer(thrown, request, reply as AnyReply);
    },
    bodyLimit,
    trustProxy: false,
    requestIdHeader: false as const,
    genReqId: () => randomUUID(),
    routerOptions: { ignoreTrailingSlash: true, ignoreDuplicateSlashes: true, maxParamLength: 1_000 },
  };
  // The types of the two transports differ only in `server` and `raw`, which nobody of ours touches.
  const server = (
    tls === undefined ? fastify(settings) : options.http2 === true ? fastify({ ...settings, http2: true, https: { ...tls, allowHTTP1: true } }) : fastify({ ...settings, https: tls })
  ) as unknown as HttpServer;

  // An HTTP/2 server that also speaks HTTP/1.1 reads this from itself, not from its options.
  if (maxHeaderBytes !== undefined) Object.assign(server.server, { maxHeaderSize: maxHeaderBytes });

  server.setErrorHandler(answer);
  server.setNotFoundHandler(async (request, reply) => {
    const path = request.url.split("?", 1)[0] ?? request.url;
    await reply.code(404).send(toBody(new SoarkitError("NOT_FOUND", { path })));
  });
  acceptEmptyBodies(server);
  addSecurityHeaders(server);
  addRequestRecord(server, options);
  addHealthRoutes(server, options.metrics);
  boundBodyTime(server, options.bodyMs ?? 120_000);
  closeConnectionsInTime(server, options.closeMs ?? 3_000);
  return server;
}

/** IBM's clients say `content-type: application/json` on calls without a body. Source: soar-protocol.md §1.2. */
function acceptEmptyBodies(server: HttpServer): void {
  const parse = server.getDefaultJsonParser("error", "error");
  server.removeContentTypeParser("application/json");
  server.addContentTypeParser<string>("application/json", { parseAs: "string" }, (request, body, done) => {
    if (body.trim() === "") done(null, undefined);
    else void parse(request, body.startsWith("\uFEFF") ? body.slice(1) : body, done);
  });
}
