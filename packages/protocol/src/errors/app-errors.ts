import { defineErrors } from "./define.js";

/** Errors of the room `app-sdk and the apps`: configuration, inputs, outside systems. */
export const appErrors = defineErrors({
  APP_INVALID: { class: "configuration", status: 500, retryable: false, text: "The app {app} cannot be used: {reason}. Ask its author for a corrected version." },
  APP_NOT_REPLACED: { class: "not_found", status: 404, retryable: false, text: "No installed app takes the place of {name}. Apps that can be upgraded from: {names}." },
  APP_CONFIG_MISSING: { class: "configuration", status: 500, retryable: false, text: "The configuration file {file} has no section [{section}], which {app} needs. Add it with: soarkit config -u -l {package}" },
  APP_CONFIG_INVALID: { class: "configuration", status: 500, retryable: false, text: "The setting {key} in section [{section}] of {file} is not usable: {reason}. Correct it there." },
  ACTION_MESSAGE_INVALID: { class: "configuration", status: 400, retryable: false, text: "The message of the rule \"{rule}\" cannot be handled: {reason}. Import the app's customizations again, which brings the rule as the app expects it." },
  INPUT_MISSING: { class: "input", status: 400, retryable: false, text: "The input {field} is required but was not given. {hint}" },
  INPUT_INVALID: { class: "input", status: 400, retryable: false, text: "The input {field} cannot be used: {reason}. {hint}" },
  OUTSIDE_URL_INVALID: { class: "configuration", status: 500, retryable: false, text: "The address {url} cannot be called: {reason}." },
  OUTSIDE_UNREACHABLE: { class: "unavailable", status: 502, retryable: true, text: "{host} cannot be reached: {reason}. Check host and port in the configuration, that the server runs, and proxies and firewalls between." },
  OUTSIDE_TIMEOUT: { class: "unavailable", status: 504, retryable: true, text: "{host} did not answer within {seconds} seconds. Check that the server is not overloaded, or raise the setting timeout." },
  OUTSIDE_CERTIFICATE: { class: "configuration", status: 502, retryable: false, text: "The certificate of {host} is not trusted: {reason}. Set verify (or cafile) to the PEM file of the authority that signed it; verify = false turns the check off and is for tests only." },
  OUTSIDE_PROXY: { class: "unavailable", status: 502, retryable: true, text: "The proxy {proxy} refused the call to {host}: {reason}. Check http_proxy, https_proxy and the proxy's user and password." },
  OUTSIDE_TOO_LARGE: { class: "limit", status: 502, retryable: false, text: "The answer of {host} is larger than the limit of {limit} bytes. Ask for less at once." },
  OUTSIDE_ANSWER_UNREADABLE: { class: "unavailable", status: 502, retryable: false, text: "The answer of {host} cannot be read: {reason}. Check that the configured address is the one of the right server." },
  EFFECT_UNKNOWN: { class: "conflict", status: 409, retryable: false, text: "The server was interrupted while this ran, and nobody can tell whether {effect}. {advice}" },
  OUTSIDE_STATUS: { class: "unavailable", status: 502, retryable: false, text: "{host} answered {status}: {reason}" },
});
