import { messageOf, SoarkitError } from "@soarkit/protocol";
import { newId } from "../security/secrets-and-ids.js";
import type { Logger } from "../logging/logger.js";
import { redactText } from "../logging/redact.js";

/** The body of every refused request, as a real IBM SOAR answers. Source: soar-protocol.md §1.6. */
export interface ErrorBody {
  readonly success: false;
  readonly title: null;
  readonly message: string;
  readonly hints: readonly string[];
  readonly error_code: "generic";
  /** Our addition: the code of the error catalogue, for callers that branch on it. */
  readonly code: string;
}

/** What the texts of refusals speak of. */
interface ErrorContext {
  readonly log: Logger;
  /** Bytes. */
  readonly bodyLimit: number;
  /** The request's, as sent. */
  readonly contentType: string | undefined;
}

/** IBM's error body for an error. */
export function errorBody(error: SoarkitError): ErrorBody {
  return { success: false, title: null, message: redactText(error.message), hints: [], error_code: "generic", code: error.code };
}

/**
 * What leaves the server for anything that was thrown: catalogue errors as they are, refusals of the HTTP layer in
 * our words, everything else as `INTERNAL` with a reference under which the log has the details.
 */
export function publicError(error: unknown, context: ErrorContext): SoarkitError {
  const { log } = context;
  if (error instanceof SoarkitError) {
    if (error.definition.status >= 500) log.error({ err: error }, error.message);
    return error;
  }
  const refusal = refusalOf(error, context);
  if (refusal !== undefined) return refusal;
  const reference = newId().slice(0, 8);
  log.error({ err: error, reference }, "Request failed");
  return new SoarkitError("INTERNAL", { reference }, { cause: error });
}

function refusalOf(error: unknown, { bodyLimit, contentType }: ErrorContext): SoarkitError | undefined {
  if (typeof error !== "object" || error === null || !("statusCode" in error)) return undefined;
  const { statusCode, code } = error as { statusCode: unknown; code?: unknown };
  if (typeof statusCode !== "number" || statusCode < 400 || statusCode > 499) return undefined;
  const reason = redactText(messageOf(error));
  const cause = { cause: error };
  if (statusCode === 413) return new SoarkitError("BODY_TOO_LARGE", { limit: bodyLimit }, cause);
  if (statusCode === 415) return new SoarkitError("CONTENT_TYPE_UNKNOWN", { type: contentType ?? "unknown" }, cause);
  if (error instanceof SyntaxError || code === "FST_ERR_CTP_INVALID_JSON_BODY") return new SoarkitError("BODY_NOT_JSON", { reason }, cause);
  return new SoarkitError("REQUEST_REFUSED", { reason: reason.replace(/\.$/, "") }, cause);
}
