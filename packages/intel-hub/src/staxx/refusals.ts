import { SoarkitError } from "@soarkit/protocol";
import { newId, type Logger } from "@soarkit/runtime";
import type { FastifyReply } from "fastify";

/** Longest reason phrase, characters. */
const longestPhrase = 400;

/**
 * Answers an error the way STAXX's clients can show it: text in the body and the same words as HTTP reason phrase, ASCII and on one line
 * (staxx-api §1.6). Anything unexpected becomes `INTERNAL` with a reference to the log.
 */
export async function refuse(reply: FastifyReply, thrown: unknown, log: Logger): Promise<void> {
  const error = thrown instanceof SoarkitError ? thrown : refusalOf(thrown, log);
  // HTTP/2 has no reason phrase; the clients that read it speak HTTP/1.1.
  if (reply.request.raw.httpVersionMajor === 1) reply.raw.statusMessage = reasonPhrase(error.message);
  if (error.code === "HUB_LOGIN_THROTTLED") void reply.header("retry-after", String(error.details.seconds ?? 1));
  await reply.code(error.definition.status).type("text/plain; charset=utf-8").send(error.message);
}

function refusalOf(thrown: unknown, log: Logger): SoarkitError {
  const status = typeof thrown === "object" && thrown !== null && "statusCode" in thrown ? thrown.statusCode : undefined;
  if (typeof status === "number" && status >= 400 && status < 500) return new SoarkitError("HUB_BODY_INVALID", { reason: status === 413 ? "it is too large; send fewer values at a time" : "it is not complete" }, { cause: thrown });
  const reference = newId().slice(0, 8);
  log.error({ err: thrown, reference }, "Request failed");
  return new SoarkitError("INTERNAL", { reference }, { cause: thrown });
}

/** A text as reason phrase: printable ASCII on one line. */
export function reasonPhrase(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").replaceAll(/[^\x20-\x7e]/g, "?");
  return line.length > longestPhrase ? `${line.slice(0, longestPhrase - 3)}...` : line;
}
