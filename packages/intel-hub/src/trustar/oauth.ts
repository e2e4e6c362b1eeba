import { SoarkitError } from "@soarkit/protocol";
import type { HttpServer } from "@soarkit/runtime";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { ApiKeys } from "../api-keys/api-keys.js";
import { one, queryOf } from "./parameters.js";

/** `POST /oauth/token`: client credentials as Basic authorization, the grant as a form field or in the query (trustar-api §1.2). */
export async function registerOauth(server: HttpServer, { apiKeys }: { readonly apiKeys: ApiKeys }, refuse: (error: unknown, request: FastifyRequest, reply: FastifyReply) => void): Promise<void> {
  await server.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", { parseAs: "string" }, (_request, body, parsed) => {
      parsed(null, body);
    });
    scope.setErrorHandler(refuse);
    scope.post("/oauth/token", async (request, reply) => {
      const form = new URLSearchParams(typeof request.body === "string" ? request.body : "");
      const grant = form.get("grant_type") ?? one(queryOf(request), "grant_type") ?? grantOfJson(request.body);
      if (grant !== "client_credentials") throw new SoarkitError("HUB_OAUTH_GRANT_UNKNOWN");
      const { key, secret } = credentialsOf(request.headers.authorization);
      const { token, remaining } = await apiKeys.issue(key, secret);
      return reply.header("trace-id", request.id).send({ access_token: token, token_type: "bearer", expires_in: Math.max(0, Math.ceil(remaining / 1_000) - 1), scope: "read" });
    });
    done();
  });
}

function grantOfJson(body: unknown): string | undefined {
  try {
    const read = readJson(Buffer.from(typeof body === "string" ? body : ""));
    return typeof read === "object" && read !== null && "grant_type" in read && typeof read.grant_type === "string" ? read.grant_type : undefined;
  } catch {
    return undefined;
  }
}

function credentialsOf(header: string | undefined): { key: string; secret: string } {
  const encoded = /^Basic\s+([A-Za-z0-9+/=_-]+)$/i.exec(header ?? "")?.[1];
  const text = encoded === undefined ? "" : Buffer.from(encoded, "base64").toString("utf8");
  const colon = text.indexOf(":");
  if (colon < 1) throw new SoarkitError("HUB_OAUTH_CLIENT_REFUSED");
  return { key: text.slice(0, colon), secret: text.slice(colon + 1) };
}

/** A JSON body; none is `undefined`, whatever its type says (trustar-api §1.3). @throws SoarkitError `HUB_BODY_INVALID`. */
export function readJson(body: Buffer): unknown {
  const text = body.toString("utf8").replace(/^\uFEFF/, "");
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SoarkitError("HUB_BODY_INVALID", { reason: "it is not JSON" }, { cause: error });
  }
}
