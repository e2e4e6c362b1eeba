import { existsSync } from "node:fs";
import { join } from "node:path";
import { IntegrationServer, threatServiceRegistrations } from "@soarkit/integration-server";
import { messageOf } from "@soarkit/protocol";
import { acquireLock, type Certificates, createLogger, ensureCertificates, ensureDataFolder, Lifecycle, type Logger, openSecretStore, randomToken, readConfigFile, removeRunFile, type RunFile, writeRunFile } from "@soarkit/runtime";
import { isCalled, installedApps } from "../context/installed-apps.js";
import { reachableHost } from "../context/local-http.js";
import { soarkitVersion } from "../context/version.js";
import { type GeneratedValues, writeAppConfig } from "./app-config.js";
import { customizeApps } from "./customize-apps.js";
import type { UpOptions } from "./options.js";
import { startControl } from "../control/control-server.js";
import { renewDaily } from "./renew-daily.js";
import { loadSamples } from "./samples.js";
import { startHub } from "./start-hub.js";
import { prepareTrustar } from "./trustar-sections.js";
import { prepareThreatService, writeThreatCertificate } from "./threat-service-sections.js";
import { registerThreatSources } from "./register-threat-sources.js";
import { startPlatform } from "./start-platform.js";
import { readState, writeState } from "./state.js";

/** A Soarkit that runs in this process. */
export interface RunningSoarkit {
  run: RunFile;
  loginUrl?: string;
  consoleUrl?: string;
  hubUrl?: string;
  hubLoginUrl?: string;
  adminUser?: string;
  passwordFile?: string;
  /** Addresses to register as threat sources. */
  threatUrls: readonly string[];
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
  lifecycle.onStop("lock", () => {
    lock.release();
    return Promise.resolve();
  });
  try {
    return await startParts();
  } catch (error) {
    await lifecycle.stop("start failed");
    throw error;
  }

  async function startParts(): Promise<RunningSoarkit> {
    const version = soarkitVersion();
    const state = await readState(dataDir);
    const secrets = await openSecretStore({ dataDir, env });
    const certificates = await ensureCertificates(dataDir, { hosts: [options.host] });
    const adminToken = randomToken();
    const apps = (await installedApps(dataDir)).filter((app) => !options.without.some((name) => isCalled(app, name)));
    const host = reachableHost(options.host);
    const generated: Record<string, Record<string, string>> = {};
    const run: Draft<RunFile> = { version, pid: process.pid, host: options.host, ports: {}, admin_token: adminToken, ca_file: certificates.caFile, config_file: join(dataDir, "app.config"), started: Date.now(), org_id: 0, org_name: "" };
    const result: Partial<RunningSoarkit> = {};
    const threatUrls: string[] = [];
    const renewals: ((renewed: Certificates) => void)[] = [];
    const presentConfig = existsSync(run.config_file) ? await readConfigFile(run.config_file) : undefined;

    if (parts.has("hub")) {
      onStep("intel hub");
      const hub = await startHub({ options, certificates, adminToken, log, lifecycle, known: (key) => presentConfig?.get("fn_anomali_staxx", key) });
      renewals.push((renewed) => hub.updateCertificates(renewed));
      run.ports.hub = hub.port;
      result.hubUrl = `https://${host}:${hub.port}/`;
      result.hubLoginUrl = `https://${host}:${hub.port}/login/once?token=${hub.loginToken}`;
      generated["fn_anomali_staxx"] = { staxx_ip: host, staxx_port: String(hub.port), cafile: certificates.caFile, ...hub.credentials };
      if (apps.some((app) => app.name === "trustar")) Object.assign(generated, await prepareTrustar(hub.hub, `https://${host}:${hub.port}`, certificates.caFile, presentConfig));
      if (options.samples && !state.samplesLoaded) {
        onStep("sample reports");
        for (const sample of await loadSamples(hub.hub)) log.info({ sample: sample.name, stored: sample.stored }, "sample report loaded");
        state.samplesLoaded = true;
        await writeState(dataDir, state);
      }
    }

    if (parts.has("platform")) {
      onStep("platform");
      const platform = await startPlatform({ options, certificates, adminToken, log, lifecycle, state, env, secrets, known: (key) => presentConfig?.get("resilient", key) });
      renewals.push((renewed) => platform.updateCertificates(renewed));
      run.ports.platform = platform.port;
      run.ports.stomp = platform.stompPort;
      run.org_id = platform.orgId;
      run.org_name = platform.orgName;
      result.consoleUrl = `https://${host}:${platform.port}/`;
      result.loginUrl = `https://${host}:${platform.port}/login/once?token=${platform.loginToken}`;
      result.adminUser = platform.adminUser;
      result.passwordFile = platform.passwordFile;
      generated["resilient"] = {
        host,
        port: String(platform.port),
        org: platform.orgName,
        ...platform.credentials,
        cafile: certificates.caFile,
        stomp_host: host,
        stomp_port: String(platform.stompPort),
        stomp_cafile: certificates.caFile,
        logdir: join(dataDir, "logs"),
      };
    }

    if (parts.has("server")) {
      const known = (key: string) => presentConfig?.get("custom_threat_service", key);
      Object.assign(generated, await prepareThreatService({ options, certificates, known }));
      renewals.push((renewed) => {
        writeThreatCertificate(dataDir, renewed).catch((error: unknown) => log.error({ reason: messageOf(error) }, "the certificate of the threat service could not be written"));
      });
    }

    const { file, kept } = await writeAppConfig(dataDir, apps, generated satisfies GeneratedValues);
    run.config_file = file;

    if (parts.has("platform")) {
      onStep("customizations");
      const changed = await customizeApps({ run, apps, state, log, env, secrets });
      if (changed) await writeState(dataDir, state);
    }

    if (parts.has("server")) {
      onStep("integration server");
      const config = await readConfigFile(file);
      const server = new IntegrationServer({ config, env, dataDir, apps, log: log.child({ part: "server" }), secrets });
      lifecycle.onStop("integration server", () => server.stop());
      await server.start();
      const { threatService } = server.status();
      if (threatService !== undefined) run.ports.threat = threatService.port;
      threatUrls.push(...(threatService?.services ?? []).map(({ url }) => url));
      lifecycle.onStop("control socket", await startControl(dataDir, server));
      if (parts.has("platform")) {
        await server.ready;
        const registrations = await threatServiceRegistrations(apps, { config, env, secrets }, threatService?.port);
        if (await registerThreatSources(run, registrations, state)) await writeState(dataDir, state);
      }
    }

    lifecycle.onStop("run file", () => removeRunFile(dataDir));
    await writeRunFile(dataDir, run);
    lifecycle.onStop("certificate renewal", renewDaily(certificates, renewals, log));

    return {
      ...result,
      run,
      threatUrls,
      functions: apps.flatMap((app) => app.functions.map((definition) => definition.name)),
      keptValues: kept,
      log,
      stop: (reason) => lifecycle.stop(reason),
    };
  }
}
