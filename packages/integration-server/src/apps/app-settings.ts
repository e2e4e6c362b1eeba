import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import type { AppHttpOptions, SoarkitApp } from "@soarkit/app-sdk";
import { messageOf, SoarkitError } from "@soarkit/protocol";
import { type ConfigFile, registerSecret, resolveSection, type SecretSources, type SecretStore } from "@soarkit/runtime";
import { proxiesOfEnvironment, type ProxySettings } from "@soarkit/soar-client";

/** Where settings come from. */
export interface SettingsSources {
  readonly config: ConfigFile;
  readonly env: NodeJS.ProcessEnv;
  readonly secrets?: SecretStore | undefined;
}

/** What an app's section says, read and checked. */
export interface AppSettings {
  /** Result of the app's schema. */
  readonly config: unknown;
  readonly http: AppHttpOptions;
  /** Milliseconds after which a function is given up; undefined for never. */
  readonly functionTimeoutMs: number | undefined;
  readonly section: string;
}

/**
 * Reads an app's section with `[integrations]` behind it (integration-server §2.5). Secrets are resolved now.
 *
 * @throws SoarkitError APP_CONFIG_MISSING, APP_CONFIG_INVALID
 */
export async function readAppSettings(app: SoarkitApp, sources: SettingsSources): Promise<AppSettings> {
  const { config: file, env, secrets } = sources;
  const resolve = { env, ...(secrets && { secrets }) };
  const section = [app.config.section, ...(app.config.legacySections ?? [])].find((name) => file.has(name));
  if (section === undefined) {
    throw new SoarkitError("APP_CONFIG_MISSING", { file: file.file, section: app.config.section, app: app.displayName, package: app.packageName });
  }
  const own = await resolveSection(file, section, resolve);
  const further = await readFurther(app, file, resolve);
  for (const key of app.config.secrets) for (const values of [own, ...Object.values(further ?? {})]) if (values[key]) registerSecret(values[key]);
  const shared = file.has("integrations") ? await resolveSection(file, "integrations", resolve) : {};
  const invalid = (key: string, reason: string, of = section) => new SoarkitError("APP_CONFIG_INVALID", { key, section: of, file: file.file, reason });
  const parsed = app.config.schema.safeParse(further === undefined ? own : { ...own, sections: further });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = (issue?.path ?? []).map(String);
    const [first, name, ...key] = path;
    const reason = issue?.message ?? "it does not fit";
    throw further !== undefined && first === "sections" && name !== undefined ? invalid(key.join("."), reason, name) : invalid(path.join("."), reason);
  }
  const read = (key: string): string | undefined => [own[key], shared[key]].find((value) => value !== undefined && value.trim() !== "");
  const seconds = (key: string): number | undefined => {
    const text = read(key);
    if (text === undefined) return undefined;
    const value = Number(text);
    if (!Number.isFinite(value) || value <= 0 || value > 86_400) throw invalid(key, `"${text}" is not a number of seconds`);
    return value * 1000;
  };
  const timeoutMs = seconds("timeout");
  return {
    section,
    config: parsed.data,
    functionTimeoutMs: seconds("function_timeout"),
    http: {
      ...(await readTrust(read, invalid)),
      ...(timeoutMs !== undefined && { timeoutMs }),
      proxies: app.config.proxies?.(parsed.data) ?? readProxies(read),
      environmentProxies: proxiesOfEnvironment(env),
      allowHttp: truthWord(read("allow_http")) === true,
    },
  };
}

/** The app's further sections by name; undefined when it has none by declaration. */
async function readFurther(app: SoarkitApp, file: ConfigFile, resolve: SecretSources): Promise<Record<string, Record<string, string>> | undefined> {
  const prefix = app.config.furtherSections?.prefix;
  if (prefix === undefined) return undefined;
  const found: Record<string, Record<string, string>> = {};
  for (const name of file.sections()) if (name.startsWith(prefix) && name !== app.config.section) found[name] = await resolveSection(file, name, resolve);
  return found;
}

type Read = (key: string) => string | undefined;

function readProxies(read: Read): ProxySettings {
  const [http, https, noProxy] = [read("http_proxy"), read("https_proxy"), read("no_proxy")];
  return { ...(http !== undefined && { http }), ...(https !== undefined && { https }), ...(noProxy !== undefined && { noProxy }) };
}

/** `verify`: true, false or a PEM file; `cafile`: a PEM file. */
async function readTrust(read: Read, invalid: (key: string, reason: string) => SoarkitError): Promise<Pick<AppHttpOptions, "ca" | "verify" | "clientCertificate">> {
  const verify = read("verify");
  const word = truthWord(verify);
  const pem = async (key: string, path: string): Promise<string> => {
    try {
      return await readFile(path.replace(/^~(?=$|[\\/])/, homedir()), "utf8");
    } catch (error) {
      throw invalid(key, `the file ${path} cannot be read (${messageOf(error)})`);
    }
  };
  const cert = read("client_auth_cert");
  const key = read("client_auth_key");
  const client = cert !== undefined && key !== undefined ? { clientCertificate: { cert: await pem("client_auth_cert", cert), key: await pem("client_auth_key", key) } } : {};
  if (word === false) return { verify: false, ...client };
  const cafile = read("cafile");
  if (verify !== undefined && word === undefined) return { verify: true, ca: await pem("verify", verify), ...client };
  return { verify: true, ...(cafile !== undefined && { ca: await pem("cafile", cafile) }), ...client };
}

function truthWord(text: string | undefined): boolean | undefined {
  const word = text?.trim().toLowerCase();
  if (word === "true" || word === "yes" || word === "1") return true;
  return word === "false" || word === "no" || word === "0" ? false : undefined;
}
