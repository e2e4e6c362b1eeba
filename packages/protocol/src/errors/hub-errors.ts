import { defineErrors } from "./define.js";

/** Errors of the room `intel-hub`: accounts, queries, imports. Their texts also leave as HTTP reason phrases (staxx-api §1.6). */
export const hubErrors = defineErrors({
  HUB_BODY_INVALID: { class: "input", status: 400, retryable: false, text: "The request body cannot be read: {reason}." },
  HUB_LOGIN_REFUSED: { class: "authentication", status: 403, retryable: false, text: "User name or password is wrong. Check staxx_user and staxx_password." },
  HUB_LOGIN_THROTTLED: { class: "limit", status: 429, retryable: true, text: "Too many failed logins for this account from this address. Wait {seconds} seconds and try again with the right password." },
  HUB_TOKEN_INVALID: { class: "authentication", status: 403, retryable: false, text: "The token is unknown or has expired. Log in again." },
  HUB_UNAUTHENTICATED: { class: "authentication", status: 401, retryable: false, text: "This call needs a login. Log in on the page, or send the token as Authorization: Bearer." },
  HUB_ADMIN_ONLY: { class: "permission", status: 403, retryable: false, text: "The account {user} may not do this. Ask somebody with the role admin." },
  HUB_SESSION_ENDED: { class: "authentication", status: 401, retryable: false, text: "The session has ended. Log in again." },
  HUB_CSRF_MISSING: { class: "authentication", status: 403, retryable: false, text: "The request does not carry the token of this session. Load the page again." },
  HUB_ACCOUNT_LOCKED: { class: "permission", status: 403, retryable: false, text: "The account {user} is locked. Ask an administrator of the hub to unlock it." },
  HUB_ACCOUNT_UNKNOWN: { class: "not_found", status: 404, retryable: false, text: "There is no account {id}. It may have been removed; load the list again." },
  HUB_ACCOUNT_EXISTS: { class: "conflict", status: 409, retryable: false, text: "There is already an account {user}. Choose another name." },
  HUB_ACCOUNT_NEEDED: { class: "conflict", status: 409, retryable: false, text: "The account {user} cannot be changed so: {reason}." },
  HUB_INDICATOR_UNKNOWN: { class: "not_found", status: 404, retryable: false, text: "The hub has no indicator {id}. Search for its value." },
  HUB_FILE_UNREADABLE: { class: "input", status: 400, retryable: false, text: "{file} cannot be read: line {line}: {reason}. Correct the file and read it again." },
  HUB_QUERY_INVALID: { class: "input", status: 400, retryable: false, text: "The query is wrong at position {position}: {reason}." },
  HUB_IMPORT_INVALID: { class: "input", status: 400, retryable: false, text: "The import is refused: {reason}." },
  HUB_IMPORT_UNKNOWN: { class: "not_found", status: 404, retryable: false, text: "There is no import {id} of this account. Check the job ID." },
  HUB_IMPORT_DECIDED: { class: "conflict", status: 409, retryable: false, text: "The import {id} is already {state}. Only a pending import can be approved or rejected." },
  HUB_EXPORT_INVALID: { class: "input", status: 400, retryable: false, text: "Nothing is exported: {reason}." },
  HUB_EXPORTS_BUSY: { class: "limit", status: 503, retryable: true, text: "{most} exports are running already. Try again when one of them has ended." },
  HUB_EVENT_INVALID: { class: "input", status: 400, retryable: false, text: "This is no MISP event: {reason}. Export the event from MISP as JSON and try again." },
});
