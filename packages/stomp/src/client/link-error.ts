import { messageOf, SoarkitError } from "@soarkit/protocol";

const untrusted: ReadonlySet<string> = new Set([
  "CERT_CHAIN_TOO_LONG", "CERT_HAS_EXPIRED", "CERT_NOT_YET_VALID", "CERT_REJECTED", "CERT_REVOKED", "CERT_SIGNATURE_FAILURE", "CERT_UNTRUSTED",
  "DEPTH_ZERO_SELF_SIGNED_CERT", "INVALID_CA", "INVALID_PURPOSE", "SELF_SIGNED_CERT_IN_CHAIN", "UNABLE_TO_GET_ISSUER_CERT", "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

/** What went wrong with a link, in the words of the catalogue. */
export function linkError(error: unknown, { host, port }: { host: string; port: number }): SoarkitError {
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
  const details = { host, port, reason: messageOf(error) || code };
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") return new SoarkitError("STOMP_CERTIFICATE_NAME", details, { cause: error });
  if (untrusted.has(code)) return new SoarkitError("STOMP_CERTIFICATE_UNTRUSTED", details, { cause: error });
  return new SoarkitError("STOMP_UNREACHABLE", details, { cause: error });
}
