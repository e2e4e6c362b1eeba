import type { ThreatServiceDTO } from "@soarkit/protocol";
import { type ConfigFile, hashSecret, type RunFile, resolveSection, type SecretStore } from "@soarkit/runtime";
import { PlatformAdmin } from "../context/platform-admin.js";
import type { UpState } from "./state.js";

/** What the services of the built-in apps are called, by the end of their address. */
const names: Readonly<Record<string, string>> = { trustar: "TruSTAR", staxx: "Anomali STAXX" };

/**
 * Registers the threat services of this Soarkit on its platform, switched on. What a person changed since is kept: the
 * switch, another address, and that there is none any more. Answers whether `state` has changed.
 */
export async function registerThreatSources({ run, urls, config, secrets, env, state }: { run: RunFile; urls: readonly string[]; config: ConfigFile; secrets: SecretStore; env: NodeJS.ProcessEnv; state: UpState }): Promise<boolean> {
  if (urls.length === 0) return false;
  const settings = await resolveSection(config, "custom_threat_service", { env, secrets });
  const credentials = { auth_user: settings["auth_user"] || null, password: settings["auth_password"] || null };
  const admin = await PlatformAdmin.open(run);
  let changed = false;
  try {
    for (const url of urls) {
      const end = url.split("/").at(-1) ?? url;
      const name = names[end] ?? end;
      const registered = state.threatSources[name];
      const wanted = { url, credentials: hashSecret(JSON.stringify(credentials)) };
      const known = await admin.call<ThreatServiceDTO>("GET", `/threat_sources/${encodeURIComponent(name)}`);
      if (known === undefined && registered === undefined) await admin.call("POST", "/threat_sources", { name, rest_url: url, ...credentials, enabled: true });
      else if (registered === undefined || known?.rest_url !== registered.url || (registered.url === wanted.url && registered.credentials === wanted.credentials)) continue;
      else await admin.call("PUT", `/threat_sources/${encodeURIComponent(name)}`, { rest_url: url, ...credentials });
      state.threatSources[name] = wanted;
      changed = true;
    }
  } finally {
    await admin.close();
  }
  return changed;
}
