import { defineErrors } from "./define.js";

/** Errors of the room `soar-client`: calls to a SOAR platform. */
export const clientErrors = defineErrors({
  SOAR_SETTING_MISSING: { class: "configuration", status: 500, retryable: false, text: "The setting {key} is missing in section [resilient] of {file}. {hint}" },
  SOAR_SETTING_INVALID: { class: "configuration", status: 500, retryable: false, text: "The setting {key} in section [resilient] of {file} is not usable: {reason}. Correct it there." },
  SOAR_CAFILE_UNREADABLE: { class: "configuration", status: 500, retryable: false, text: "The certificate file {path} (setting {key} in [resilient]) cannot be read: {reason}. Check the path and that you may read it." },
  SOAR_CERTIFICATE_UNTRUSTED: { class: "configuration", status: 502, retryable: false, text: "The certificate of {host} is not trusted: {reason}. Set cafile in [resilient] to the PEM file of the authority that signed it; cafile = false turns the check off and is for tests only." },
  SOAR_UNREACHABLE: { class: "unavailable", status: 502, retryable: true, text: "The SOAR platform {host} cannot be reached: {reason}. Check host and port in [resilient], that the platform runs, and proxies and firewalls between." },
  SOAR_TIMEOUT: { class: "unavailable", status: 504, retryable: true, text: "The SOAR platform {host} did not answer {call} within {seconds} seconds. Check its load and the network." },
  SOAR_UNAUTHORIZED: { class: "authentication", status: 401, retryable: false, text: "The SOAR platform {host} refused the login: {reason}. Check api_key_id and api_key_secret (or email and password) in [resilient], that the key is not blocked, and that this machine's address is allowed." },
  SOAR_FORBIDDEN: { class: "permission", status: 403, retryable: false, text: "The SOAR platform does not allow {call}: {reason}. Give the API key the permission that this needs." },
  SOAR_NOT_FOUND: { class: "not_found", status: 404, retryable: false, text: "The SOAR platform does not have what {call} asks for: {reason}." },
  SOAR_CONFLICT: { class: "conflict", status: 409, retryable: true, text: "Somebody else keeps changing what {call} changes ({tries} tries). Try again in a moment." },
  SOAR_REFUSED: { class: "input", status: 400, retryable: false, text: "The SOAR platform refused {call} ({status}): {reason}" },
  SOAR_FAILED: { class: "unavailable", status: 502, retryable: true, text: "The SOAR platform failed at {call} ({status}): {reason}. Try again; its log says more." },
  SOAR_ANSWER_UNREADABLE: { class: "unavailable", status: 502, retryable: false, text: "The answer of {host} to {call} is not what a SOAR platform sends: {reason}. Check that host and port in [resilient] are those of the platform." },
  SOAR_ORG_MISSING: { class: "configuration", status: 500, retryable: false, text: "This login belongs to several organisations and none is chosen. Set org in [resilient] to one of: {names}" },
  SOAR_ORG_UNKNOWN: { class: "configuration", status: 500, retryable: false, text: "This login does not belong to the organisation \"{org}\". Set org in [resilient] to one of: {names}" },
  SOAR_ORG_DISABLED: { class: "permission", status: 403, retryable: false, text: "The organisation \"{org}\" is switched off for this login, seen from the address {address}. Ask the administrator of the SOAR platform." },
});
