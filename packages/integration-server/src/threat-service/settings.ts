import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { messageOf, SoarkitError } from "@soarkit/protocol";
import { isLoopback, resolveSection } from "@soarkit/runtime";
import type { SettingsSources } from "../apps/app-settings.js";

/** PEM texts of a certificate, with those that signed it, and of its key. */
export interface ServerCertificate {
  readonly cert: string;
  readonly key: string;
}

/** What `[webserver]` and `[custom_threat_service]` say, read and checked (integration-server §6). */
export interface ThreatServiceSettings {
  /** Where it listens. */
  readonly host: string;
  readonly port: number;
  /** File with certificate and key; undefined for plain HTTP. */
  readonly certificateFile: string | undefined;
  /** Root of the services, for example `/cts`; empty for the root of the server. */
  readonly urlbase: string;
  /** False to tell platforms that no file content is wanted, whatever searchers want. */
  readonly uploadFile: boolean;
  /** Seconds after which a platform asks again, the first time and later. */
  readonly firstRetrySecs: number;
  readonly laterRetrySecs: number;
  /** How often a platform may ask for an answer that is not there, and how often a searcher is asked, before the look-up is given up. */
  readonly maxRetries: number;
  /** Answers that are kept. */
  readonly cacheSize: number;
  /** Milliseconds for which an answer is kept. */
  readonly cacheTtlMs: number;
  /** Unfinished look-ups that are taken at the same time. */
  readonly maxPending: number;
  /** Requests that one client address may make a second, over some seconds; 0 for as many as it likes. */
  readonly maxRequestsPerSecond: number;
  /** Largest file, in bytes. */
  readonly maxFileBytes: number;
  readonly login: { readonly user: string; readonly password: string } | undefined;
}

const webserver = "webserver";
const service = "custom_threat_service";

/**
 * Reads the sections of the threat service; undefined when the file has neither of them.
 *
 * @throws SoarkitError APP_CONFIG_INVALID
 */
export async function readThreatServiceSettings({ config, env, secrets }: SettingsSources): Promise<ThreatServiceSettings | undefined> {
  if (!config.has(webserver) && !config.has(service)) return undefined;
  const sources = { env, ...(secrets && { secrets }) };
  const read = async (section: string) => new Section(section, config.file, config.has(section) ? await resolveSection(config, section, sources) : {});
  const web = await read(webserver);
  const own = await read(service);
  const host = web.text("server") ?? "localhost";
  const secure = web.flag("secure", false);
  const certificateFile = web.text("certfile") ?? web.text("cafile");
  if (secure && certificateFile === undefined) throw web.invalid("certfile", "secure = 1 needs a PEM file with the certificate and its key");
  if (!secure && !isLoopback(host) && !web.flag("allow_http", false)) {
    throw web.invalid("secure", `without it artifacts and passwords would leave this machine unencrypted on ${host}; set secure = 1 with certfile, or allow_http = true if that is what you want`);
  }
  const urlbase = (own.text("urlbase") ?? "/cts").replace(/\/+$/, "").replace(/^(?=[^/])/, "/");
  if (!/^(\/[A-Za-z0-9._~-]+)*$/.test(urlbase)) throw own.invalid("urlbase", "it must be a path such as /cts");
  const user = own.text("auth_user");
  const password = own.text("auth_password");
  if ((user === undefined) !== (password === undefined)) throw own.invalid(user === undefined ? "auth_user" : "auth_password", "auth_user and auth_password belong together: give both or none");
  return {
    host,
    port: web.whole("port", 9000, 0, 65_535),
    certificateFile: secure && certificateFile !== undefined ? certificateFile.replace(/^~(?=$|[\\/])/, homedir()) : undefined,
    urlbase,
    uploadFile: own.flag("upload_file", true),
    firstRetrySecs: own.whole("first_retry_secs", 5, 1, 86_400),
    laterRetrySecs: own.whole("later_retry_secs", 60, 1, 86_400),
    maxRetries: own.whole("max_retries", 60, 1, 100_000),
    cacheSize: own.whole("cache_size", 10_000, 0, 1_000_000),
    cacheTtlMs: own.whole("cache_ttl", 600_000, 0, 2_592_000_000),
    maxPending: own.whole("max_pending", 10_000, 1, 1_000_000),
    maxRequestsPerSecond: own.whole("max_requests_per_second", 2_000, 0, 1_000_000),
    maxFileBytes: own.whole("max_file_mb", 25, 1, 1_024) * 1024 * 1024,
    login: user !== undefined && password !== undefined ? { user, password } : undefined,
  };
}

/**
 * Reads certificate and key out of one PEM file.
 *
 * @throws SoarkitError APP_CONFIG_INVALID
 */
export async function readCertificate(file: string, configFile: string): Promise<ServerCertificate> {
  const invalid = (reason: string) => new SoarkitError("APP_CONFIG_INVALID", { key: "certfile", section: webserver, file: configFile, reason });
  let pem: string;
  try {
    pem = await readFile(file, "utf8");
  } catch (error) {
    throw invalid(`the file ${file} cannot be read (${messageOf(error)})`);
  }
  const blocks = [...pem.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g)].map(([text, kind]) => ({ text, kind: kind ?? "" }));
  const key = blocks.find(({ kind }) => kind.endsWith("PRIVATE KEY"));
  const certificates = blocks.filter(({ kind }) => kind === "CERTIFICATE");
  if (certificates.length === 0) throw invalid(`the file ${file} holds no certificate (-----BEGIN CERTIFICATE-----)`);
  if (key === undefined) throw invalid(`the file ${file} holds no key (-----BEGIN PRIVATE KEY-----); put certificate and key into one file`);
  return { cert: certificates.map(({ text }) => `${text}\n`).join(""), key: `${key.text}\n` };
}

/** One section, with what is wrong in it named by key. */
class Section {
  constructor(
    private readonly name: string,
    private readonly file: string,
    private readonly values: Readonly<Record<string, string>>,
  ) {}

  invalid(key: string, reason: string): SoarkitError {
    return new SoarkitError("APP_CONFIG_INVALID", { key, section: this.name, file: this.file, reason });
  }

  /** Undefined for a key that is not there or empty. */
  text(key: string): string | undefined {
    const value = this.values[key]?.trim();
    return value === "" ? undefined : value;
  }

  whole(key: string, otherwise: number, low: number, high: number): number {
    const text = this.text(key);
    if (text === undefined) return otherwise;
    const value = /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= low && value <= high) return value;
    throw this.invalid(key, `it must be a whole number from ${low} to ${high}`);
  }

  flag(key: string, otherwise: boolean): boolean {
    const word = this.text(key)?.toLowerCase();
    if (word === undefined) return otherwise;
    if (["1", "y", "yes", "t", "true", "on"].includes(word)) return true;
    if (["0", "n", "no", "f", "false", "off"].includes(word)) return false;
    throw this.invalid(key, "it must be 1 (yes) or 0 (no)");
  }
}
