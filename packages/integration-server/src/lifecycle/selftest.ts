import type { SelftestStep as AppSelftestStep, SoarkitApp } from "@soarkit/app-sdk";
import { type Entities, type MessageDestinationDTO, messageOf, SoarkitError } from "@soarkit/protocol";
import { type ConfigFile, type Logger, redactText, type SecretStore } from "@soarkit/runtime";
import { connectSoar, type SoarClient, soarConnectionFromConfig, type SoarConnectionFromConfig } from "@soarkit/soar-client";
import { StompConnection } from "@soarkit/stomp";
import { AppRuntime } from "../apps/app-runtime.js";
import { destinationOf } from "../apps/destination-of.js";
import { findFunctions } from "../connection/find-functions.js";
import { failedCall } from "../dispatch/failure.js";
import type { FunctionStatus } from "../options.js";
import { includes } from "./customize.js";
import { tryThreatService } from "./try-threat-service.js";

/** One thing that the selftest looked at. */
export interface SelftestStep extends AppSelftestStep {
  /** False for a failed step; true for a good and for a skipped one. */
  readonly ok: boolean;
  /** Short name of the app that the step belongs to. */
  readonly app?: string;
}

/** Options of {@link selftest}. */
export interface SelftestOptions {
  readonly config: ConfigFile;
  readonly env: NodeJS.ProcessEnv;
  readonly secrets?: SecretStore;
  readonly apps: readonly SoarkitApp[];
  readonly log: Logger;
  /** Longest time for the link to the broker and for each app, in milliseconds. Default 30000. */
  readonly timeoutMs?: number;
}

/**
 * Tries everything that the integration server needs, one step at a time: its threat service, the configuration, the login, the link to the
 * message broker, each function, and each app's own selftest. It takes no message away from a running server.
 */
export async function* selftest(options: SelftestOptions): AsyncGenerator<SelftestStep> {
  const { config, env, secrets, apps, timeoutMs = 30_000 } = options;
  yield* tryThreatService(apps, { config, env, secrets }, timeoutMs);
  const signal = AbortSignal.timeout(timeoutMs * (2 + apps.length));
  const settings = yield* attempt("Read section [resilient] of the configuration", async () => {
    const { log } = options;
    const read = await soarConnectionFromConfig(config, { env, log, ...(secrets && { secrets }) });
    return { value: read, detail: `${config.file}: ${read.host}:${read.port}` };
  });
  if (settings === undefined) return;
  const soar = yield* attempt("Log in to the SOAR platform", async () => {
    const client = await connectSoar({ ...settings, signal });
    return { value: client, detail: `${client.baseUrl}, organisation ${client.orgName} (${client.orgId})` };
  });
  if (soar === undefined) return;
  try {
    yield* testPermissions(soar, options.apps);
    yield* testBroker(settings, options);
    yield* testFunctions(soar, options, signal);
    for (const app of options.apps) yield* testApp(app, soar, options);
  } finally {
    await soar.close();
  }
}

async function* attempt<T>(name: string, work: () => Promise<{ value: T; detail: string }>): AsyncGenerator<SelftestStep, T | undefined> {
  try {
    const { value, detail } = await work();
    yield { name, outcome: "ok", ok: true, detail };
    return value;
  } catch (error) {
    yield { name, outcome: "failed", ok: false, detail: redactText(messageOf(error)) };
    return undefined;
  }
}

/** Compares what the apps ask for with what the login answer grants, where the platform tells it. */
async function* testPermissions(soar: SoarClient, apps: readonly SoarkitApp[]): AsyncGenerator<SelftestStep> {
  const name = "Permissions of the login";
  let granted: unknown;
  try {
    const session = await soar.get<{ orgs?: { id: number; effective_permissions?: unknown }[] }>("/session?include_permissions=true", { absolute: true });
    granted = session.orgs?.find(({ id }) => id === soar.orgId)?.effective_permissions;
  } catch (error) {
    yield { name, outcome: "failed", ok: false, detail: redactText(messageOf(error)) };
    return;
  }
  if (!Array.isArray(granted) || !granted.every((permission) => typeof permission === "string")) {
    yield { name, outcome: "skipped", ok: true, detail: "The platform does not tell which permissions the login has." };
    return;
  }
  const missing = [...new Set(apps.flatMap((app) => app.permissions))].filter((permission) => !granted.includes(permission));
  if (missing.length === 0) yield { name, outcome: "ok", ok: true, detail: granted.join(", ") };
  else yield { name, outcome: "failed", ok: false, detail: `Missing: ${missing.join(", ")}. Give the API key these permissions on the platform.` };
}

async function* testBroker(settings: SoarConnectionFromConfig, options: SelftestOptions): AsyncGenerator<SelftestStep> {
  const { stomp } = settings;
  const name = "Log in to the message broker";
  const at = `${stomp.host}:${stomp.port}`;
  if (!stomp.enabled) {
    yield { name, outcome: "skipped", ok: true, detail: "Messages are switched off (stomp = 0)." };
    return;
  }
  const tls = { verify: stomp.verify, ...(stomp.ca !== undefined && { ca: stomp.ca }) };
  const connection = new StompConnection({ host: stomp.host, port: stomp.port, tls, login: stomp.login, passcode: stomp.passcode, log: options.log });
  let timer: NodeJS.Timeout | undefined;
  const problem = await new Promise<string | undefined>((resolve) => {
    timer = setTimeout(() => { resolve(`${at} did not answer in time. Check stomp_host, stomp_port and firewalls.`); }, options.timeoutMs ?? 30_000);
    connection.onStatus((status) => {
      if (status.kind === "connected") resolve(undefined);
      if (status.kind === "disconnected") resolve(status.reason);
      if (status.kind === "refused") resolve(status.message);
    });
    connection.start().catch(() => undefined);
  });
  clearTimeout(timer);
  await connection.stop();
  yield problem === undefined ? { name, outcome: "ok", ok: true, detail: at } : { name, outcome: "failed", ok: false, detail: redactText(problem) };
}

async function* testFunctions(soar: SoarClient, options: SelftestOptions, signal: AbortSignal): AsyncGenerator<SelftestStep> {
  const { apps } = options;
  let found: FunctionStatus[];
  let actions: readonly string[];
  let destinations: MessageDestinationDTO[];
  try {
    found = await findFunctions(soar, apps.flatMap((app) => app.functions.map((fn) => ({ name: fn.name, app: app.packageName }))), signal);
    actions = await Promise.all(apps.filter((app) => app.actions.length > 0).map((app) => destinationOf(app, options)));
    destinations = (await soar.get<Entities<MessageDestinationDTO>>("/message_destinations", { signal })).entities;
  } catch (error) {
    yield { name: "Find the functions on the platform", outcome: "failed", ok: false, detail: redactText(messageOf(error)) };
    return;
  }
  for (const { name, destination, problem } of found) {
    const ok = destination !== undefined;
    yield { name: `Function ${name}`, outcome: ok ? "ok" : "failed", ok, detail: ok ? `is called on ${destination}` : (problem ?? "It is not there.") };
  }
  const { kind, handle } = soar.principal;
  for (const used of new Set([...found.flatMap(({ destination }) => destination ?? []), ...actions])) {
    const known = destinations.find(({ programmatic_name: name }) => name === used);
    const ok = kind === "local" || includes(kind === "user" ? known?.users : known?.api_keys, handle);
    const detail = ok ? "may be read" : `This login is not among its readers. Add it on the platform, or run: soarkit customize`;
    yield { name: `Message destination ${used}`, outcome: ok ? "ok" : "failed", ok, detail };
  }
}

async function* testApp(app: SoarkitApp, soar: SoarClient, options: SelftestOptions): AsyncGenerator<SelftestStep> {
  const { config, env, secrets, log } = options;
  const runtime = new AppRuntime(app, { config, env, secrets });
  const signal = AbortSignal.timeout(options.timeoutMs ?? 30_000);
  try {
    const settings = await runtime.settings();
    yield { name: `Read section [${settings.section}] of the configuration`, outcome: "ok", ok: true, detail: config.file, app: app.name };
    const http = runtime.http(settings).withSignal(signal);
    for await (const step of app.selftest({ config: settings.config, soar, http, log: log.child({ app: app.name }), signal })) {
      yield { ...step, detail: redactText(step.detail), ok: step.outcome !== "failed", app: app.name };
    }
  } catch (error) {
    const failed = failedCall((reference) => new SoarkitError("SELFTEST_BROKE", { app: app.displayName, reference }).message, error);
    if (failed.kind === "broken" && failed.reference !== undefined) log.error({ err: error, reference: failed.reference }, "A selftest stopped on an unexpected error");
    const detail = failed.kind === "failed" ? (failed.result.reason ?? "") : failed.kind === "ask" ? failed.question : failed.message;
    yield { name: `Selftest of ${app.displayName}`, outcome: "failed", ok: false, detail, app: app.name };
  } finally {
    await runtime.close();
  }
}
