import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { messageOf, SoarkitError } from "@soarkit/protocol";
import { type ConfigFile, type Logger, resolveSection, type SecretStore } from "@soarkit/runtime";
import type { SoarConnectionOptions } from "./soar-client.js";
import { readSettings, type Settings } from "./settings.js";

/** How to reach the platform's message broker. */
export interface StompSettings {
  readonly host: string;
  readonly port: number;
  readonly ca?: string;
  readonly verify: boolean;
  /** Messages that may be on their way or running at once, per destination. */
  readonly prefetch: number;
  readonly login: string;
  readonly passcode: string;
  /** False when `stomp = 0` switches messages off. */
  readonly enabled: boolean;
}

/** What section `[resilient]` says. */
export interface SoarConnectionFromConfig extends SoarConnectionOptions {
  readonly stomp: StompSettings;
  /** Functions that may run at once, per destination. */
  readonly numWorkers: number;
}

/** Functions that run at once when the file does not say `num_workers`. They wait on the network, so many may. */
const defaultWorkers = 1000;

/**
 * Reads section `[resilient]` of an `app.config` (integration-server §2.4), with its secrets resolved.
 *
 * @throws SoarkitError SOAR_SETTING_MISSING, SOAR_SETTING_INVALID, SOAR_CAFILE_UNREADABLE
 */
export async function soarConnectionFromConfig(
  config: ConfigFile,
  options: { readonly env: NodeJS.ProcessEnv; readonly log: Logger; readonly secrets?: SecretStore },
): Promise<SoarConnectionFromConfig> {
  const { env, log, secrets } = options;
  const values = config.has("resilient") ? await resolveSection(config, "resilient", { env, ...(secrets && { secrets }) }) : {};
  const settings = readSettings(values, config.file);
  const credentials = readCredentials(settings);
  const trust = await readTrust(settings, "cafile");
  if (trust.verify === false) log.warn("cafile = false: the certificate of the SOAR platform is not checked");
  const stompTrust = settings.text("stomp_cafile") === undefined ? trust : await readTrust(settings, "stomp_cafile");
  const host = settings.required("host", "Set it to the host name of the SOAR platform.");
  const numWorkers = settings.integer("num_workers", 1, 2000) ?? defaultWorkers;
  const timeout = settings.number("request_timeout", 1, 3600);
  const retry = readRetry(settings);
  const org = settings.text("org");
  const prefix = env["RESOURCE_PREFIX"] ?? settings.text("resource_prefix");
  const proxy = readProxy(settings);
  return {
    host,
    port: settings.integer("port", 1, 65_535) ?? 443,
    ...(org !== undefined && { org }),
    ...credentials.rest,
    ...trust,
    ...(proxy && { proxy }),
    ...(prefix && { resourcePrefix: prefix }),
    ...(timeout !== undefined && { timeoutMs: timeout * 1000 }),
    ...(retry && { retry }),
    log,
    numWorkers,
    stomp: {
      host: settings.text("stomp_host") ?? host,
      port: settings.integer("stomp_port", 1, 65_535) ?? 65_001,
      ...(stompTrust.ca !== undefined && { ca: stompTrust.ca }),
      verify: stompTrust.verify ?? true,
      prefetch: settings.integer("stomp_prefetch_limit", 1, 2000) ?? numWorkers,
      enabled: settings.text("stomp") !== "0",
      ...credentials.stomp,
    },
  };
}

function readCredentials(settings: Settings): {
  rest: Pick<SoarConnectionOptions, "apiKeyId" | "apiKeySecret" | "email" | "password">;
  stomp: Pick<StompSettings, "login" | "passcode">;
} {
  const apiKeyId = settings.text("api_key_id");
  const apiKeySecret = settings.text("api_key_secret");
  if (apiKeyId !== undefined && apiKeySecret !== undefined) {
    return { rest: { apiKeyId, apiKeySecret }, stomp: { login: apiKeyId, passcode: apiKeySecret } };
  }
  const email = settings.text("email");
  const password = settings.text("password");
  if (email !== undefined && password !== undefined) return { rest: { email, password }, stomp: { login: email, passcode: password } };
  const hint = "Set api_key_id and api_key_secret (or email and password).";
  throw settings.missing(apiKeyId === undefined ? (email === undefined ? "api_key_id" : "password") : "api_key_secret", hint);
}

/** `cafile`: a PEM file, or the word false (soar-protocol §1.1). */
async function readTrust(settings: Settings, key: "cafile" | "stomp_cafile"): Promise<Pick<SoarConnectionOptions, "ca" | "verify">> {
  const value = settings.text(key);
  if (value === undefined || value.toLowerCase() === "true") return { verify: true };
  if (value.toLowerCase() === "false") return { verify: false };
  const path = value.replace(/^~(?=$|[\\/])/, homedir());
  let ca: string;
  try {
    ca = await readFile(path, "utf8");
  } catch (error) {
    throw new SoarkitError("SOAR_CAFILE_UNREADABLE", { path, key, reason: messageOf(error) }, { cause: error });
  }
  if (!ca.includes("-----BEGIN CERTIFICATE-----")) throw new SoarkitError("SOAR_CAFILE_UNREADABLE", { path, key, reason: "it holds no PEM certificate" });
  return { ca, verify: true };
}

function readProxy(settings: Settings): SoarConnectionOptions["proxy"] {
  const host = settings.text("proxy_host");
  if (host === undefined) return undefined;
  const port = settings.integer("proxy_port", 0, 65_535) ?? 0;
  const user = settings.text("proxy_user");
  const password = settings.text("proxy_password");
  const address = (host.includes("://") ? host : `https://${host}`) + (port === 0 ? "" : `:${port}`);
  if (!URL.canParse(address)) throw settings.invalid("proxy_host", `"${host}" is not a host name`);
  return { url: address, ...(user !== undefined && { user }), ...(password !== undefined && { password }) };
}

function readRetry(settings: Settings): SoarConnectionOptions["retry"] {
  const tries = settings.integer("request_max_retries", 1, 100);
  const delay = settings.number("request_retry_delay", 0, 600);
  const backoff = settings.number("request_retry_backoff", 1, 10);
  if (tries === undefined && delay === undefined && backoff === undefined) return undefined;
  return { ...(tries !== undefined && { tries }), ...(delay !== undefined && { firstDelayMs: delay * 1000 }), ...(backoff !== undefined && { backoff }) };
}
