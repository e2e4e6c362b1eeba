import { defineErrors } from "./define.js";

/** Errors of the room `integration-server`: connection, dispatcher, journal. */
export const serverErrors = defineErrors({
  FUNCTION_UNKNOWN: { class: "not_found", status: 404, retryable: false, text: "No app of this integration server provides the function {function}. Install the app that does, or move the function to the message destination of the right server." },
  FUNCTION_MESSAGE_INVALID: { class: "input", status: 400, retryable: false, text: "The message on {destination} is neither a function call nor a rule's message: {reason}. Send only these to this message destination." },
  ACTION_UNKNOWN: { class: "not_found", status: 404, retryable: false, text: "No app of this integration server handles the rule \"{rule}\" on the message destination {destination}. Install the app that does, or take the message destination out of the rule." },
  ACTION_UNNAMED: { class: "input", status: 400, retryable: false, text: "The message on {destination} does not tell which rule sent it ({reason}), so no app can handle it. Send objects to this message destination with a rule." },
  ACTION_TWICE: { class: "configuration", status: 500, retryable: false, text: "The rule \"{rule}\" on the message destination {destination} is handled by {first} and by {second}. Give one of the two apps another message destination, or leave it out." },
  ACTION_BROKE: { class: "internal", status: 500, retryable: false, text: "The action for the rule \"{rule}\" stopped on an unexpected error (reference {reference}). The integration server's log has the details under that reference." },
  FUNCTION_BROKE: { class: "internal", status: 500, retryable: false, text: "The function {function} stopped on an unexpected error (reference {reference}). The integration server's log has the details under that reference." },
  SELFTEST_BROKE: { class: "internal", status: 500, retryable: false, text: "The selftest of {app} stopped on an unexpected error (reference {reference}). The log has the details under that reference." },
  FUNCTION_TIMEOUT: { class: "unavailable", status: 504, retryable: true, text: "The function {function} did not finish within {seconds} seconds and was given up. Check the system that it calls, or raise function_timeout in section [{section}]." },
  FUNCTION_IN_DOUBT: { class: "conflict", status: 409, retryable: false, text: "The integration server stopped while {function} was at work, and nobody can tell whether its effect outside took place. Look there, then run: soarkit messages retry {id} (run it again) or: soarkit messages drop {id} (give it up)." },
  FUNCTION_ASKS: { class: "conflict", status: 409, retryable: false, text: "{function} waits for a person. {question} Then run: soarkit messages retry {id} (do it all the same) or: soarkit messages drop {id} (give it up)." },
  FUNCTION_DROPPED: { class: "conflict", status: 409, retryable: false, text: "The call of {function} was in doubt and a person gave it up (message {id}). Run the rule again if its effect did not take place." },
  RESULT_REFUSED: { class: "limit", status: 502, retryable: false, text: "The function {function} has a result, but the SOAR platform did not take it: {reason}" },
  MESSAGE_NOT_IN_DOUBT: { class: "not_found", status: 404, retryable: false, text: "There is no message {id} in doubt. soarkit messages lists those that are." },
  APP_UNLOADABLE: { class: "configuration", status: 500, retryable: false, text: "The app in {folder} cannot be loaded: {reason}. Install it again, or remove it." },
  FUNCTION_TWICE: { class: "configuration", status: 500, retryable: false, text: "The function {function} is provided by {first} and by {second}. Leave one of the two apps out." },
  CUSTOMIZE_REFUSED: { class: "input", status: 400, retryable: false, text: "The SOAR platform did not take the customizations of {app} ({status}): {reason}" },
  SERVER_STOPPED: { class: "unavailable", status: 503, retryable: true, text: "The integration server was stopped before it was connected." },
});
