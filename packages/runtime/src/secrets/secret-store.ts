import { join } from "node:path";
import { fileSecretStore } from "./file-store.js";
import { keyringSecretStore } from "./keyring-store.js";
import { secretKeyOf } from "./secret-key.js";

/** Where a stored secret is found: the section of the configuration file (`_` for `[resilient]`) and its name. */
export interface SecretName {
  readonly service: string;
  readonly name: string;
}

/** Keeps secrets outside the configuration file. Every secret that leaves it is registered for redaction. */
export interface SecretStore {
  /** How the secrets are kept. */
  readonly kind: "keyring" | "encrypted file" | "plain file";
  get(service: string, name: string): Promise<string | undefined>;
  set(service: string, name: string, value: string): Promise<void>;
  /** Nothing happens when there is no such secret. */
  delete(service: string, name: string): Promise<void>;
  /** Names only, sorted. Of a keyring: those stored through Soarkit with this data folder. */
  list(): Promise<SecretName[]>;
}

/**
 * The best store this machine has: the keyring of the operating system; else a file in the data folder, encrypted when
 * there is a key (`SOARKIT_SECRET_KEY`, or the systemd credential `soarkit-secret-key`), else plain with mode 0600.
 * `SOARKIT_SECRET_STORE=file` leaves the keyring aside, `=keyring` insists on it. A plain file becomes an encrypted
 * one as soon as there is a key.
 * @throws SoarkitError `SECRETS_LOCKED`, `SECRETS_UNREADABLE`, `KEYRING_UNAVAILABLE`.
 */
export async function openSecretStore(options: { readonly dataDir: string; readonly env: NodeJS.ProcessEnv }): Promise<SecretStore> {
  const { dataDir, env } = options;
  const wanted = env["SOARKIT_SECRET_STORE"] ?? "";
  if (wanted !== "file") {
    const keyring = await keyringSecretStore({ namesFile: join(dataDir, "keyring-names.json"), required: wanted === "keyring" });
    if (keyring !== undefined) return keyring;
  }
  return fileSecretStore({ plainFile: join(dataDir, "secrets.json"), encryptedFile: join(dataDir, "secrets.enc.json"), key: await secretKeyOf(env) });
}
