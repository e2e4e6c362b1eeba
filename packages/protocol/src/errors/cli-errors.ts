import { defineErrors } from "./define.js";

/** Errors of the room `cli`: commands. */
export const cliErrors = defineErrors({
  NOTHING_RUNNING: { class: "unavailable", status: 503, retryable: true, text: "No Soarkit is running on the data folder {folder}. Start one with `npm start` (or `soarkit up`), or name its folder with --data." },
  PART_NOT_RUNNING: { class: "unavailable", status: 503, retryable: true, text: "The running Soarkit has no {part}. Start it with `soarkit up` without --only, or with {part} among --only." },
  NO_CONFIG_FILE: { class: "configuration", status: 500, retryable: false, text: "No app.config was found (looked at --config-file, APP_CONFIG_FILE, ./app.config, ~/.resilient/app.config and {folder}/app.config). Make one with `resilient-circuits config -c`." },
  REPORT_UNKNOWN: { class: "not_found", status: 404, retryable: false, text: "There is no sample report {name}. Choose one of {names}, or give the path of a MISP JSON event." },
  REPORT_UNREADABLE: { class: "input", status: 400, retryable: false, text: "{file} is not a MISP JSON event: {reason}." },
  APP_UNKNOWN: { class: "not_found", status: 404, retryable: false, text: "No installed app is called {name}. Installed: {names}." },
  LOAD_FAILED: { class: "input", status: 400, retryable: false, text: "The load {id} has failed: {reason}" },
  HUB_REFUSED: { class: "input", status: 400, retryable: false, text: "The hub answered {status}: {reason}" },
  DEMO_NO_NOTE: { class: "unavailable", status: 503, retryable: true, text: "No note came back within {seconds} s (the action is {status}). See the action status of the incident and `soarkit status`." },
  OPTION_INVALID: { class: "input", status: 400, retryable: false, text: "{option} is {value}, but it must be {expected}." },
});
