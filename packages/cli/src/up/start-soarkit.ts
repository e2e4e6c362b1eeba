import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { join } from "node:path";
import { discoverApps, IntegrationServer } from "@soarkit/integration-server";
import { IntelHub } from "@soarkit/intel-hub";
import { Platform } from "@soarkit/platform";
import { acquireLock, createLogger, ensureCertificates, ensureDataFolder, Lifecycle, type Logger, openSecretStore, readConfigFile, removeRunFile, type RunFile, writeFileAtomic, writeRunFile } from "@soarkit/runtime";
import { reachableHost } from "../context/local-http.js";
import { installationFolder } from "../context/paths.js";
import { soarkitVersion } from "../context/version.js";
import { type GeneratedValues, writeAppConfig } from "./app-config.js";
import { customizeApps } from "./customize-apps.js";
import type { UpOptions } from "./options.js";
import { loadSamples } from "./samples.js";
import { readState, writeState } from "./state.js";

const dayMs = 24 * 60 * 60 * 1000;

/** A Soarkit that runs in this process. */
export interface RunningSoarkit {
  run: RunFile;
  loginUrl?: string;
  consoleUrl?: string;
  hubUrl?: string;
  adminUser?: string;
  passwordFile?: string;
  functions: readonly string[];
  keptValues: readonly string[];
  log: Logger;
  /** Drains and stops everything; the next start goes on where it stopped. */
  stop(reason: string): Promise<void>;
}

/** The same facts while they are being put together. */
type Draft<T> = { -readonly [Key in keyof T]: T[Key] extends object ? Draft<T[Key]> : T[Key] };

/** Called with a sentence at each step, so that a person sees what is under way. */
export type StepListener = (text: string) => void;

/**
 * Starts the chosen parts in this process (design §5 "Install and start"). The platform and the integration server
 * meet on the wire only, although they share the process.
 */
export async function startSoarkit(options: UpOptions, env: NodeJS.ProcessEnv, onStep: StepListener): Promise<RunningSoarkit> {
  const { dataDir, parts } = options;
  await ensureDataFolder(dataDir);
  const lock = await acquireLock(dataDir);
  const log = createLogger({ name: "soarkit", level: options.logLevel, file: join(dataDir, "logs", "app.log"), pretty: options.consoleLog });
  const lifecycle = new Lifecycle(log);
  lifecycle.onStop("lock", () => Promise.resolve(lock.release()));
  try {
    return await startParts();
  } catch (error) {
    await lifecycle.stop("start failed");
    throw error;
  }

  async function startParts(): Promise<RunningSoarkit> {
    const version = soarkitVersion();
    const state = await readState(dataDir);
    const certificates = await ensureCertificates(dataDir, { hosts: ["localhost", "127.0.0.1", "::1", hostname(), options.host] });
    const adminToken = randomBytes(32).toString("base64url");
    const apps = (await discoverApps({ roots: [installationFolder(), dataDir] })).map((found) => found.app).filter((app) => !isLeftOut(app.name, app.packageName));
    const host = reachableHost(options.host);
    const generated: Record<string, Record<string, string>> = {};
    const run: Draft<RunFile> = { version, pid: process.pid, host: options.host, ports: {}, admin_token: adminToken, ca_file: certificates.caFile, config_file: join(dataDir, "app.config"), started: Date.now(), org_id: 0, org_name: "" };
    const result: Partial<RunningSoarkit> = {};

    if (parts.has("hub")) {
      onStep("intel hub");
      const hub = new IntelHub({ dataDir, host: options.host, port: options.hubPort, certificates, log: log.child({ part: "hub" }) });
      const { port } = await hub.start();
      lifecycle.onStop("hub", () => hub.stop());
      hub.accounts.setLocalAdminToken(adminToken);
      await hub.accounts.ensureAdmin();
      const account = await hub.accounts.ensureAccount("soarkit", "analyst");
      run.ports.hub = port;
      result.hubUrl = `https://${host}:${port}`;
      generated["fn_anomali_staxx"] = { staxx_ip: host, staxx_port: String(port), staxx_user: account.user, cafile: certificates.caFile, ...(account.password === undefined ? {} : { staxx_password: account.password }) };
      if (options.samples && !state.samplesLoaded) {
        onStep("sample reports");
        for (const sample of await loadSamples(hub)) log.info({ sample: sample.name, stored: sample.stored }, "sample report loaded");
        state.samplesLoaded = true;
        await writeState(dataDir, state);
      }
    }

    let platform: Platform | undefined;
    if (parts.has("platform")) {
      onStep("platform");
      platform = new Platform({ dataDir, host: options.host, port: options.port, stompPort: options.stompPort, certificates, log: log.child({ part: "platform" }), env });
      const started = await platform.start();
      lifecycle.onStop("platform", () => platformStopped(platform));
      platform.accounts.setLocalAdminToken(adminToken);
      const passwordFile = join(dataDir, "admin-password.txt");
      const admin = await platform.accounts.ensureAdmin();
      if (admin.password !== undefined) await writeFileAtomic(passwordFile, `${admin.password}\n`, { mode: 0o600 });
      const key = await platform.accounts.ensureApiKey("integration server");
      run.ports.platform = started.port;
      run.ports.stomp = started.stompPort;
      run.org_id = platform.orgId;
      run.org_name = platform.orgName;
      result.consoleUrl = `https://${host}:${started.port}/`;
      result.loginUrl = `https://${host}:${started.port}/login/once?token=${await platform.accounts.createLoginLink({ minutes: 10 })}`;
      result.adminUser = admin.email;
      result.passwordFile = passwordFile;
      generated["resilient"] = {
        host,
        port: String(started.port),
        org: platform.orgName,
        api_key_id: key.id,
        ...(key.secret === undefined ? {} : { api_key_secret: key.secret }),
        cafile: certificates.caFile,
        stomp_host: host,
        stomp_port: String(started.stompPort),
        stomp_cafile: certificates.caFile,
        logdir: join(dataDir, "logs"),
      };
    }

    const { file, kept } = await writeAppConfig(dataDir, apps, generated satisfies GeneratedValues);
    run.config_file = file;
    const secrets = await openSecretStore({ dataDir, env });

    if (platform !== undefined) {
      onStep("customizations");
      const changed = await customizeApps({ run, apps, state, log, env });
      if (changed) await writeState(dataDir, state);
    }

    let server: IntegrationServer | undefined;
    if (parts.has("server")) {
      onStep("integration server");
      server = new IntegrationServer({ config: await readConfigFile(file), env, dataDir, apps, log: log.child({ part: "server" }), secrets });
      await server.start();
      lifecycle.onStop("integration server", () => server?.stop() ?? Promise.resolve());
      if (platform !== undefined) await server.ready;
    }

    lifecycle.onStop("run file", () => removeRunFile(dataDir));
    await writeRunFile(dataDir, run);
    const renewal = setInterval(() => void certificates.renew().catch((error: unknown) => log.error({ err: error }, "certificates could not be renewed")), dayMs);
    renewal.unref();
    lifecycle.onStop("certificate renewal", () => Promise.resolve(clearInterval(renewal)));

    return {
      ...result,
      run,
      functions: apps.flatMap((app) => app.functions.map((definition) => definition.name)),
      keptValues: kept,
      log,
      stop: (reason) => lifecycle.stop(reason),
    };
  }

  function isLeftOut(name: string, packageName: string): boolean {
    const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, "");
    return options.without.some((left) => plain(left) === plain(name) || plain(left) === plain(packageName));
  }
}

async function platformStopped(platform: Platform | undefined): Promise<void> {
  await platform?.stop();
}
