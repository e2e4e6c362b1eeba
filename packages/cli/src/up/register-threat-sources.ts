import type { ThreatServiceRegistration } from "@soarkit/integration-server";
import type { ThreatServiceDTO } from "@soarkit/protocol";
import { hashSecret, type RunFile } from "@soarkit/runtime";
import { PlatformAdmin } from "../context/platform-admin.js";
import type { UpState } from "./state.js";

/**
 * Registers the threat services of this Soarkit on its platform, switched on. What a person changed since is kept: the
 * switch, another address, and that there is none any more. Answers whether `state` has changed.
 */
export async function registerThreatSources(run: RunFile, registrations: readonly ThreatServiceRegistration[], state: UpState): Promise<boolean> {
  if (registrations.length === 0) return false;
  const admin = await PlatformAdmin.open(run);
  let changed = false;
  try {
    for (const { name, url, login } of registrations) {
      const credentials = { auth_user: login?.user ?? null, password: login?.password ?? null };
      const path = `/threat_sources/${encodeURIComponent(name)}`;
      const registered = state.threatSources[name];
      const wanted = { url, credentials: hashSecret(JSON.stringify(credentials)) };
      const known = await admin.call<ThreatServiceDTO>("GET", path);
      if (known === undefined && registered === undefined) await admin.call("POST", "/threat_sources", { name, rest_url: url, ...credentials, enabled: true });
      else if (registered === undefined || known?.rest_url !== registered.url || (registered.url === wanted.url && registered.credentials === wanted.credentials)) continue;
      else await admin.call("PUT", path, { rest_url: url, ...credentials });
      state.threatSources[name] = wanted;
      changed = true;
    }
  } finally {
    await admin.close();
  }
  return changed;
}
