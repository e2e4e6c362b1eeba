import { renderExport, type SoarkitApp } from "@soarkit/app-sdk";
import { customize, destinationOf } from "@soarkit/integration-server";
import { hashSecret, type Logger, readConfigFile, type RunFile, type SecretStore } from "@soarkit/runtime";
import { connectSoar, soarConnectionFromConfig } from "@soarkit/soar-client";
import type { UpState } from "./state.js";

/**
 * Imports each app's customizations whose rendered form is not the one that was imported last. What a person changed
 * on the platform stays. The caller is the API key of app.config, so that it may read the apps' message destinations.
 *
 * @returns whether `state` was changed
 */
export async function customizeApps({ run, apps, state, log, env, secrets }: { run: RunFile; apps: readonly SoarkitApp[]; state: UpState; log: Logger; env: NodeJS.ProcessEnv; secrets: SecretStore }): Promise<boolean> {
  const config = await readConfigFile(run.config_file);
  const all = await Promise.all(apps.map(async (app) => {
    const destination = await destinationOf(app, { config, env, secrets });
    return { app, destination, fingerprint: hashSecret(JSON.stringify(renderExport(app, destination))) };
  }));
  const due = all.filter(({ app, fingerprint }) => state.customized[app.packageName] !== fingerprint);
  if (due.length === 0) return false;
  const client = await connectSoar(await soarConnectionFromConfig(config, { env, log }));
  try {
    for (const { app, destination, fingerprint } of due) {
      const { messages } = await customize({ client, app, destination });
      for (const message of messages) log.info({ app: app.packageName, message: message.text }, "customizations imported");
      state.customized[app.packageName] = fingerprint;
    }
    return true;
  } finally {
    await client.close();
  }
}
