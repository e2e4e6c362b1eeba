import type { SoarkitApp } from "@soarkit/app-sdk";
import type { SettingsSources } from "../apps/app-settings.js";
import { readThreatServiceSettings } from "./settings.js";
import { serviceUrl } from "./service-url.js";

/** What a platform is told to make a threat source of a service: the values of `resutil threatserviceedit`. */
export interface ThreatServiceRegistration {
  /** Name of the threat source, for example `TruSTAR`. */
  readonly name: string;
  readonly url: string;
  /** User and password that the service asks for. */
  readonly login: { readonly user: string; readonly password: string } | undefined;
}

/**
 * The threat services of an `app.config`, as this machine reaches them; none when it switches them off.
 *
 * @param port - where the service listens, when the configuration leaves that to the system
 * @throws SoarkitError APP_CONFIG_INVALID
 */
export async function threatServiceRegistrations(apps: readonly SoarkitApp[], sources: SettingsSources, port?: number): Promise<readonly ThreatServiceRegistration[]> {
  const settings = await readThreatServiceSettings(sources);
  if (settings === undefined) return [];
  return apps.flatMap((app) => app.threatSearchers).map(({ path, displayName }) => ({ name: displayName, url: serviceUrl({ ...settings, port: port ?? settings.port }, path), login: settings.login }));
}
