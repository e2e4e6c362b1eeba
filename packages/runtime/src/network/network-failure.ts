import { messageOf } from "@soarkit/protocol";

/** Why a call got no answer. */
export interface NetworkFailure {
  readonly kind: "certificate" | "timeout" | "unreachable" | "proxy" | "broken";
  /** In plain words, fit to follow a colon. */
  readonly reason: string;
  /** False when it is certain that the peer received nothing of the call. */
  readonly maybeSent: boolean;
}

const certificateReasons: Readonly<Record<string, string>> = {
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "the authority that signed it is not known here",
  UNABLE_TO_GET_ISSUER_CERT: "the authority that signed it is not known here",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "the authority that signed it is not known here",
  SELF_SIGNED_CERT_IN_CHAIN: "it was signed by an authority that is not known here",
  DEPTH_ZERO_SELF_SIGNED_CERT: "it is signed by itself",
  CERT_UNTRUSTED: "the authority that signed it is not trusted",
  CERT_HAS_EXPIRED: "it has expired",
  CERT_NOT_YET_VALID: "it is not valid yet; compare the clocks of both machines",
  CERT_REVOKED: "it was revoked",
  CERT_REJECTED: "its authority does not allow this use",
  CERT_SIGNATURE_FAILURE: "its signature is wrong",
  INVALID_CA: "an authority in its chain may not sign certificates",
  INVALID_PURPOSE: "it is not meant for servers",
  HOSTNAME_MISMATCH: "it was made for another host name",
  ERR_TLS_CERT_ALTNAME_INVALID: "it was made for another host name",
};

const unreachableReasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "the host name is not known",
  EAI_AGAIN: "the host name cannot be looked up at the moment",
  EHOSTUNREACH: "there is no way to the host",
  ENETUNREACH: "there is no way to its network",
  EACCES: "this machine does not allow the connection",
  EADDRNOTAVAIL: "the address cannot be used on this machine",
  ETIMEDOUT: "connecting took too long",
  UND_ERR_CONNECT_TIMEOUT: "connecting took too long",
};

const brokenReasons: Readonly<Record<string, string>> = {
  ECONNRESET: "the connection was cut",
  EPIPE: "the connection was cut",
  UND_ERR_SOCKET: "the connection was cut before the answer was complete",
  UND_ERR_CLOSED: "the connection was closed",
  UND_ERR_DESTROYED: "the connection was closed",
  EPROTO: "the two sides could not agree on TLS; is that port an HTTPS port?",
  ERR_SSL_WRONG_VERSION_NUMBER: "that port does not speak TLS",
  ERR_SSL_PACKET_LENGTH_TOO_LONG: "that port does not speak TLS",
};

const timeoutCodes = new Set(["UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT"]);

/** Reads the code of whatever an HTTP call threw and says what happened. Texts of errors are never interpreted. */
export function networkFailure(error: unknown): NetworkFailure {
  for (const cause of causesOf(error)) {
    const code = codeOf(cause);
    if (code === undefined) continue;
    const certificate = certificateReasons[code];
    if (certificate !== undefined) return { kind: "certificate", reason: certificate, maybeSent: false };
    const unreachable = unreachableReasons[code];
    if (unreachable !== undefined) return { kind: "unreachable", reason: unreachable, maybeSent: false };
    if (timeoutCodes.has(code)) return { kind: "timeout", reason: "no answer in time", maybeSent: true };
    // undici gives this code when the CONNECT of a tunnel was answered with anything but 200.
    if (code === "UND_ERR_ABORTED") return { kind: "proxy", reason: messageOf(cause), maybeSent: false };
    const broken = brokenReasons[code];
    if (broken !== undefined) return { kind: "broken", reason: broken, maybeSent: true };
  }
  return { kind: "broken", reason: messageOf(error), maybeSent: true };
}

function* causesOf(error: unknown): Generator {
  let current = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth++) {
    yield current;
    if (current instanceof AggregateError) yield* current.errors as unknown[];
    current = current.cause;
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
