import { defineErrors } from "./define.js";

/** Errors of the room `platform`: accounts, incidents, rules, workflows, scripts, messaging. */
export const platformErrors = defineErrors({
  LOGIN_FAILED: { class: "authentication", status: 401, retryable: false, text: "Invalid user name or password. Check both; an administrator can set a new password." },
  LOGIN_THROTTLED: { class: "limit", status: 429, retryable: true, text: "Too many failed logins. Wait {seconds} seconds and try again." },
  LOGIN_REQUIRED: { class: "authentication", status: 401, retryable: false, text: "You are not logged in, or the login has ended. Log in with POST /rest/session, or send an API key with each request." },
  API_KEY_INVALID: { class: "authentication", status: 401, retryable: false, text: "The API key id or secret is not valid. Compare api_key_id and api_key_secret with those in the platform's app.config, or create a new key." },
  CSRF_INVALID: { class: "permission", status: 403, retryable: false, text: "The X-sess-id header is missing or does not belong to this login. Send the csrf_token that the login answered." },
  LOGIN_LINK_INVALID: { class: "authentication", status: 403, retryable: false, text: "This login link was used already or is older than 10 minutes. Ask for a new one." },
  PERMISSION_MISSING: { class: "permission", status: 403, retryable: false, text: "{who} lacks the permission {permission}. An administrator can grant it." },
  ORG_UNKNOWN: { class: "not_found", status: 404, retryable: false, text: "There is no organisation {org} here; this platform serves the organisation {known}." },
  ACCOUNT_INVALID: { class: "input", status: 400, retryable: false, text: "The account cannot be saved: {reason}" },
  OBJECT_UNKNOWN: { class: "not_found", status: 404, retryable: false, text: "There is no {kind} {id}. It may have been deleted; read the list again." },
  VALUE_INVALID: { class: "input", status: 400, retryable: false, text: "The field {field} cannot be set: {reason}" },
  FIELD_MISSING: { class: "input", status: 400, retryable: false, text: "The field {field} is required. Send a value for it." },
  REQUEST_INVALID: { class: "input", status: 400, retryable: false, text: "{what} is not right: {reason}" },
  INCIDENT_CHANGED: { class: "conflict", status: 409, retryable: true, text: "Incident {id} was changed by somebody else (version {current}, you sent {sent}). Read it again, make your change to the new version and send that." },
  QUERY_INVALID: { class: "input", status: 400, retryable: false, text: "The query cannot be run: {reason}" },
  NAME_TAKEN: { class: "input", status: 400, retryable: false, text: "There is already a {kind} named {name}. Choose another name." },
  BUILT_IN: { class: "input", status: 400, retryable: false, text: "The {kind} {name} comes with the platform and cannot be deleted or turned into something else." },
  IN_USE: { class: "input", status: 400, retryable: false, text: "The {kind} {name} is in use by {by}. Change that first." },
  FUNCTION_INPUT_INVALID: { class: "input", status: 400, retryable: false, text: "The function {function} cannot be called: its input {field} {reason}" },
  REPLY_REFUSED: { class: "permission", status: 403, retryable: false, text: "{who} is not authorized to write to queue {queue}. Add it to the message destination's users or api_keys." },
  RULE_CANNOT_RUN: { class: "input", status: 400, retryable: false, text: "The rule {rule} cannot run: {reason}" },
  ACTIVITY_FIELD_INVALID: { class: "input", status: 400, retryable: false, text: "The rule {rule} cannot run: the field {field} {reason}" },
  CONDITION_INVALID: { class: "input", status: 400, retryable: false, text: "The conditions of {what} cannot be used: {reason}" },
  IMPORT_ENDED: { class: "input", status: 400, retryable: false, text: "The import {id} has ended ({status}). Send the document again to import it once more." },
});
