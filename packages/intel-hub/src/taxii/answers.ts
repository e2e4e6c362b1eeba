import { SoarkitError } from "@soarkit/protocol";
import type { FastifyReply } from "fastify";

/** Media type of every answer. */
export const taxiiMediaType = "application/taxii+json;version=2.1";

/** @throws SoarkitError `HUB_TAXII_NOT_ACCEPTABLE` when the client takes no TAXII 2.1 (TAXII 2.1 §1.6.8). */
export function checkAccept(accept: string | undefined): void {
  if (accept === undefined || accept.split(",").some((entry) => takes(entry, true))) return;
  throw new SoarkitError("HUB_TAXII_NOT_ACCEPTABLE");
}

/** @throws SoarkitError `HUB_TAXII_MEDIA_TYPE` for a body of another kind. */
export function checkContentType(type: string | undefined): void {
  if (type !== undefined && takes(type, false)) return;
  throw new SoarkitError("HUB_TAXII_MEDIA_TYPE", { type: type ?? "nothing" });
}

function takes(entry: string, wildcards: boolean): boolean {
  const [type = "", ...parameters] = entry.split(";").map((part) => part.trim().toLowerCase());
  const version = parameters.find((parameter) => /^version\s*=/.test(parameter))?.replace(/^version\s*=\s*"?([^"]*)"?$/, "$1");
  return (type === "application/taxii+json" || (wildcards && (type === "*/*" || type === "application/*"))) && (version === undefined || version === "2.1");
}

/** Answers as bytes, because the server would add a character set to the media type of a text, which some clients then do not know. */
export function sendTaxii(reply: FastifyReply, resource: unknown): FastifyReply {
  return reply.type(taxiiMediaType).send(Buffer.from(JSON.stringify(resource)));
}

/** Refuses a request with TAXII's error resource (TAXII 2.1 §3.6.1). A client that is not known is asked for its account. */
export function refuseTaxii(reply: FastifyReply, error: SoarkitError): FastifyReply {
  const status = error.definition.class === "authentication" ? 401 : error.definition.status;
  if (status === 401) void reply.header("www-authenticate", 'Basic realm="Soarkit intel hub", charset="UTF-8"');
  if (error.code === "HUB_LOGIN_THROTTLED") void reply.header("retry-after", String(error.details.seconds ?? 1));
  return sendTaxii(reply.code(status), { title: error.message, error_code: error.code, http_status: String(status) });
}
