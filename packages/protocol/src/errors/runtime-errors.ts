import { defineErrors } from "./define.js";

/** Errors of the room `runtime`: configuration file, secrets, data folder, servers. */
export const runtimeErrors = defineErrors({
  CONFIG_UNREADABLE: { class: "configuration", status: 500, retryable: false, text: "The configuration file {file} cannot be read: {reason}. Check that it exists and that you may read it." },
  CONFIG_SYNTAX: { class: "configuration", status: 500, retryable: false, text: "The configuration file {file} has an error in line {line}: {reason}. Correct that line." },
  PORT_TAKEN: { class: "configuration", status: 500, retryable: false, text: "Port {port} on {host} is taken by another program. Stop that program or choose another port with {flag}." },
  DATA_LOCKED: { class: "configuration", status: 500, retryable: false, text: "Another Soarkit is using the data folder {folder}. Stop it first, or give this one its own folder with --data." },
  DATABASE_NEWER: { class: "configuration", status: 500, retryable: false, text: "The database {file} was written by a newer Soarkit (version {found}, this one knows {known}). Start the newer version." },
  BODY_INVALID: { class: "input", status: 400, retryable: false, text: "{reason}" },
  NOT_FOUND: { class: "not_found", status: 404, retryable: false, text: "There is nothing at {path}." },
  INTERNAL: { class: "internal", status: 500, retryable: true, text: "Something went wrong inside Soarkit (reference {reference}). The log has the details under that reference." },
});
