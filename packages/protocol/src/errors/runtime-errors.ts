import { defineErrors } from "./define.js";

/** Errors of the room `runtime`: configuration file, secrets, data folder, servers. */
export const runtimeErrors = defineErrors({
  CONFIG_UNREADABLE: { class: "configuration", status: 500, retryable: false, text: "The configuration file {file} cannot be read: {reason}. Check that it exists and that you may read it." },
  CONFIG_SYNTAX: { class: "configuration", status: 500, retryable: false, text: "The configuration file {file} has an error in line {line}: {reason}. Correct that line." },
  CONFIG_VALUE: { class: "input", status: 400, retryable: false, text: "The value for {key} in [{section}] cannot be written to a configuration file: {reason}. Keep it with res-keyring or in an environment variable and refer to it as ^{key} or $NAME." },
  PORT_TAKEN: { class: "configuration", status: 500, retryable: false, text: "Port {port} on {host} is taken by another program. Stop that program or choose another port with {flag}." },
  ADDRESS_UNUSABLE: { class: "configuration", status: 500, retryable: false, text: "This machine cannot listen on {host} port {port}: {reason}. Choose another address with --host or another port with {flag}." },
  DATA_LOCKED: { class: "configuration", status: 500, retryable: false, text: "Another Soarkit is using the data folder {folder}. Stop it first, or give this one its own folder with --data." },
  DATA_UNUSABLE: { class: "configuration", status: 500, retryable: false, text: "The data folder {folder} cannot be used: {reason}. Correct that or choose another folder with --data." },
  DATABASE_NEWER: { class: "configuration", status: 500, retryable: false, text: "The database {file} was written by a newer Soarkit (version {found}, this one knows {known}). Start the newer version." },
  DATABASE_UNUSABLE: { class: "configuration", status: 500, retryable: false, text: "The database {file} cannot be opened: {reason}. Check the file and the free space of its disk, or restore it with soarkit restore." },
  CERTIFICATE_UNUSABLE: { class: "configuration", status: 500, retryable: false, text: "The certificate files in {folder} cannot be used: {reason}. Move ca.pem, ca-key.pem, server.pem and server-key.pem away and start again; new ones are made, and clients need the new ca.pem." },
  SECRETS_LOCKED: { class: "configuration", status: 500, retryable: false, text: "The secrets in {file} are encrypted and no key was given. Set SOARKIT_SECRET_KEY (or the systemd credential soarkit-secret-key) to the key they were stored with." },
  SECRETS_UNREADABLE: { class: "configuration", status: 500, retryable: false, text: "The secrets in {file} cannot be read: {reason}. Check SOARKIT_SECRET_KEY; if the key is lost, move the file away and store the secrets again with res-keyring." },
  KEYRING_UNAVAILABLE: { class: "unavailable", status: 503, retryable: true, text: "The keyring of this machine does not answer: {reason}. Unlock it, or set SOARKIT_SECRET_STORE=file to keep secrets in the data folder." },
  RUN_FILE_UNREADABLE: { class: "configuration", status: 500, retryable: false, text: "{file} cannot be read: {reason}. Stop Soarkit, remove the file and start it again." },
  BODY_INVALID: { class: "input", status: 400, retryable: false, text: "{reason}" },
  BODY_NOT_JSON: { class: "input", status: 400, retryable: false, text: "The request's body is not valid JSON: {reason}. Correct it and send it again." },
  BODY_TOO_LARGE: { class: "limit", status: 413, retryable: false, text: "The request's body is larger than {limit} bytes. Send less at once." },
  CONTENT_TYPE_UNKNOWN: { class: "input", status: 415, retryable: false, text: "A body of the type {type} is not understood here. Send application/json." },
  REQUEST_REFUSED: { class: "input", status: 400, retryable: false, text: "The request cannot be understood: {reason}." },
  NOT_FOUND: { class: "not_found", status: 404, retryable: false, text: "There is nothing at {path}." },
  CONSOLE_NOT_BUILT: { class: "unavailable", status: 503, retryable: false, text: "The pages of the console are not in {folder}. Build them with npm run build and load the page again; the REST interface works without them." },
  INTERNAL: { class: "internal", status: 500, retryable: true, text: "Something went wrong inside Soarkit (reference {reference}). The log has the details under that reference." },
});
