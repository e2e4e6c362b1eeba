import type { FastifyInstance } from "fastify";
import type { AnyReply, AnyRequest } from "./any-transport.js";

/** Strict defaults for answers that are data; a route that serves pages sets its own policy over them. */
const headers: Record<string, string> = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

/** Sets the headers before any route runs, so that a route can replace each of them. */
export function addSecurityHeaders(server: FastifyInstance): void {
  server.addHook("onRequest", (request, reply, done) => {
    setSecurityHeaders(request, reply);
    done();
  });
}

/** The same for an answer that no hook sees. */
export function setSecurityHeaders(request: AnyRequest, reply: AnyReply): void {
  reply.headers(headers).header("x-request-id", request.id);
}
