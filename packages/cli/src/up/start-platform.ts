import { join } from "node:path";
import { Platform } from "@soarkit/platform";
import { type Certificates, type Lifecycle, type Logger, type SecretStore, writeFileAtomic } from "@soarkit/runtime";
import { consoleFolder } from "../context/paths.js";
import type { UpOptions } from "./options.js";
import { isLost, type KnownValue } from "./known-value.js";
import { type UpState, writeState } from "./state.js";

const keyName = "integration server";

/** A platform that runs, and what the integration server needs to log in to it. */
export interface StartedPlatform {
  port: number;
  stompPort: number;
  orgId: number;
  orgName: string;
  adminUser: string;
  passwordFile: string;
  loginToken: string;
  credentials: Record<string, string>;
  updateCertificates(certificates: Certificates): void;
}

/**
 * Starts the platform with an administrator and an API key for the integration server. A secret that was lost before it
 * was written down is replaced.
 */
export async function startPlatform({ options, certificates, adminToken, log, lifecycle, state, env, secrets, known }: { options: UpOptions; certificates: Certificates; adminToken: string; log: Logger; lifecycle: Lifecycle; state: UpState; env: NodeJS.ProcessEnv; secrets: SecretStore; known: KnownValue }): Promise<StartedPlatform> {
  const consoleDir = consoleFolder();
  const pages = consoleDir === undefined ? {} : { consoleDir };
  const platform = new Platform({ dataDir: options.dataDir, host: options.host, port: options.port, stompPort: options.stompPort, certificates, log: log.child({ part: "platform" }), env, secrets, ...pages });
  lifecycle.onStop("platform", () => platform.stop());
  const { port, stompPort } = await platform.start();
  platform.accounts.setLocalAdminToken(adminToken);

  const passwordFile = join(options.dataDir, "admin-password.txt");
  const admin = await platform.accounts.ensureAdmin();
  if (!state.adminPasswordWritten) {
    await writeFileAtomic(passwordFile, `${admin.password ?? (await platform.accounts.renewAdminPassword())}\n`, { mode: 0o600 });
    state.adminPasswordWritten = true;
    await writeState(options.dataDir, state);
  }

  if (!state.demoWorkspaceMade) {
    await platform.workspaces.ensure("Demo", platform.accounts.local);
    state.demoWorkspaceMade = true;
    await writeState(options.dataDir, state);
  }

  const key = await platform.accounts.ensureApiKey(keyName);
  const secret = key.secret ?? (isLost(known("api_key_secret")) ? await platform.accounts.renewApiKeySecret(key.id) : undefined);
  return {
    port,
    stompPort,
    orgId: platform.orgId,
    orgName: platform.orgName,
    adminUser: admin.email,
    passwordFile,
    loginToken: await platform.accounts.createLoginLink({ minutes: 10 }),
    credentials: { api_key_id: key.id, ...(secret === undefined ? {} : { api_key_secret: secret }) },
    updateCertificates: (renewed) => platform.updateCertificates(renewed),
  };
}
