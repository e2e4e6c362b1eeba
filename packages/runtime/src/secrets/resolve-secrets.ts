import type { ConfigFile } from "../config/config-file.js";
import { registerSecret } from "../logging/known-secrets.js";
import { isSecretKey } from "../logging/secret-keys.js";
import type { SecretStore } from "./secret-store.js";

/** Where the parts of a value come from. */
export interface SecretSources {
  readonly env: NodeJS.ProcessEnv;
  /** Without a store `^name` stays as it is. */
  readonly secrets?: SecretStore;
}

/** The store's service for a section: `_` for `[resilient]`, as `res-keyring` has it. Source: integration-server.md §2.7. */
export function secretService(section: string): string {
  return section === "resilient" ? "_" : section;
}

/**
 * Replaces references in a value: `$NAME` as the whole value and `${NAME}` anywhere by the environment, then `^name`
 * and `^{name}` by the secret store. What is not found stays as it is. Everything from the store is registered for
 * redaction. Source: integration-server.md §2.6.
 */
export async function resolveSecrets(value: string, options: SecretSources & { readonly section: string }): Promise<string> {
  const { env, secrets, section } = options;
  const fromEnvironment = await replaceReferences(value, "$", (name) => Promise.resolve(env[name]));
  if (secrets === undefined) return fromEnvironment;
  return replaceReferences(fromEnvironment, "^", (name) => secrets.get(secretService(section), name));
}

/**
 * All values of a section with their references resolved now; call it again to see later values. What comes from
 * outside into a key named as secret is registered for redaction, as is everything written into such a key.
 */
export async function resolveSection(config: ConfigFile, section: string, options: SecretSources): Promise<Record<string, string>> {
  const resolved: Record<string, string> = {};
  for (const [key, value] of Object.entries(config.section(section))) {
    const text = await resolveSecrets(value, { ...options, section });
    if (isSecretKey(key)) registerSecret(text);
    resolved[key] = text;
  }
  return resolved;
}

async function replaceReferences(value: string, mark: "$" | "^", find: (name: string) => Promise<string | undefined>): Promise<string> {
  const sign = `\\${mark}`;
  // In the form that is the whole value the braces are optional and a closing one alone is swallowed.
  const whole = new RegExp(`^${sign}\\{?([^\\s{}]+)\\}?$`).exec(value)?.[1];
  if (whole !== undefined && !whole.includes(mark)) return (await find(whole)) ?? value;
  const found = new Map<string, string | undefined>();
  const bracketed = new RegExp(`${sign}\\{([^{}]+)\\}`, "g");
  for (const [, name = ""] of value.matchAll(bracketed)) if (!found.has(name)) found.set(name, await find(name));
  return value.replace(bracketed, (reference: string, name: string) => found.get(name) ?? reference);
}
