import type { SoarkitApp } from "@soarkit/app-sdk";
import { SoarkitError } from "@soarkit/protocol";
import { resolveSecrets } from "@soarkit/runtime";
import type { SettingsSources } from "./app-settings.js";

/**
 * Programmatic name of an app's message destination: what the configuration says, else what the app brings. The rest
 * of the section need not be filled in yet.
 *
 * @throws SoarkitError APP_CONFIG_INVALID
 */
export async function destinationOf(app: SoarkitApp, sources: SettingsSources): Promise<string> {
  const { destinationKey: key, section, legacySections = [] } = app.config;
  const usual = app.customizations().destination.programmaticName;
  if (key === undefined) return usual;
  const { config, env, secrets } = sources;
  const present = [section, ...legacySections].find((name) => config.has(name));
  const written = present === undefined ? undefined : config.get(present, key);
  if (present === undefined || written === undefined || written.trim() === "") return usual;
  const name = (await resolveSecrets(written, { env, section: present, ...(secrets && { secrets }) })).trim();
  if (/^[A-Za-z][A-Za-z0-9_]*$/.test(name)) return name;
  throw new SoarkitError("APP_CONFIG_INVALID", { key, section: present, file: config.file, reason: `"${name}" cannot be the name of a message destination: it begins with a letter, and letters, digits and underscores follow` });
}
