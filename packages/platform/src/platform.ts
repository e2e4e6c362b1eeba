import path from "node:path";
import { EventStreams, listen, openSecretStore, type Certificates, type HttpServer, type Listening, type Logger, type SecretStore } from "@soarkit/runtime";
import { Accounts } from "./accounts/accounts.js";
import { Sessions } from "./accounts/sessions.js";
import { keepWorkspacesApart } from "./accounts/workspaces/access.js";
import type { Workspaces } from "./accounts/workspaces/workspaces.js";
import { Automation } from "./automation.js";
import { Cases } from "./cases.js";
import { Extraction } from "./console/extract.js";
import { RecentErrors } from "./console/recent-errors.js";
import { registerConsoleRoutes } from "./console/routes.js";
import { soarkitVersion } from "./console/soarkit-version.js";
import { System } from "./console/system.js";
import { openPlatformDatabase, type PlatformDatabase } from "./database.js";
import { createPlatformServer } from "./http/platform-server.js";
import { announcing } from "./live/changes.js";
import { LiveEvents } from "./live/live-events.js";
import { accountStreams, LoginStreams } from "./live/routes.js";
import { openOrg, type Org } from "./org/org.js";
import { Lookups } from "./threat-sources/lookups.js";
import { registerThreatSourcesRoutes } from "./threat-sources/routes.js";
import { ThreatSources } from "./threat-sources/threat-sources.js";

/** Certificate, key and authority of this machine. */
type PlatformCertificates = Pick<Certificates, "caPem" | "certPem" | "keyPem">;

/** How a platform is made. */
export interface PlatformOptions {
  /** Folder of `platform.db` and of the script sandbox's cache; it must exist. */
  readonly dataDir: string;
  readonly host: string;
  /** HTTPS; 0 takes any free port. */
  readonly port: number;
  /** STOMP over TLS; 0 takes any free port. */
  readonly stompPort: number;
  readonly certificates: PlatformCertificates;
  readonly log: Logger;
  readonly env: NodeJS.ProcessEnv;
  /** Name of the organisation, default `Soarkit` at the first start and unchanged later. */
  readonly orgName?: string;
  /** Script processes at a time, default 2. */
  readonly scriptPool?: { readonly size: number };
  /** Folder of the built console (`packages/console/dist`); without it a plain first page shows. */
  readonly consoleDir?: string;
  /** Prepare the script sandbox in the background at the start (some seconds of one core), default true. */
  readonly warmScripts?: boolean;
  /** Where passwords of threat sources are kept; default the store of the data folder. */
  readonly secrets?: SecretStore;
  /** The clock, milliseconds; for tests of things that happen over time. */
  readonly now?: () => number;
}

interface Running {
  readonly database: PlatformDatabase;
  readonly live: LiveEvents;
  readonly system: System;
  readonly org: Org;
  readonly accounts: Accounts;
  readonly cases: Cases;
  readonly automation: Automation;
  readonly threatSources: ThreatSources;
  readonly server: HttpServer;
  readonly listening: Listening;
}

/** The built-in SOAR platform: REST, message broker, workflows and scripts on one database file. */
export class Platform {
  private running: Running | undefined;
  private certificate: string;
  private authority: string;

  constructor(private readonly options: PlatformOptions) {
    this.certificate = options.certificates.certPem;
    this.authority = options.certificates.caPem;
  }

  /**
   * Opens the database, goes on with every workflow where it stopped, and serves.
   * @throws SoarkitError `PORT_TAKEN`, `DATABASE_NEWER`, `DATABASE_UNUSABLE`.
   */
  async start(): Promise<{ port: number; stompPort: number }> {
    const { dataDir, log, host, port, certificates } = this.options;
    const now = this.options.now ?? Date.now;
    const databaseFile = path.join(dataDir, "platform.db");
    const file = await openPlatformDatabase(databaseFile, log);
    const opened: (() => Promise<void>)[] = [() => file.close()];
    const streams = new EventStreams({ now });
    const live = new LiveEvents({ database: file, log, publish: (event, audience) => streams.publish(event, audience) });
    const database = announcing(file, { pages: live.push, events: () => this.running?.automation.wakeRules(), lookups: () => this.running?.threatSources.wake() });
    try {
      const org = await openOrg(database, this.options.orgName, now());
      const accounts = new Accounts({ database, now });
      await accounts.prepare();
      const logins = new LoginStreams();
      const cases = new Cases({ database, org, dataDir, log, now, onRightsChanged: (id) => logins.end(accountStreams(id)) });
      await cases.prepare();
      const tls = { cert: certificates.certPem, key: certificates.keyPem };
      const automation = new Automation({ ...this.options, warmScripts: this.options.warmScripts ?? true, database, org, accounts, cases, tls, now });
      const lookups = new Lookups({ database, now });
      cases.artifacts.setLookups(lookups);
      cases.incidents.setLookups(lookups);
      const secrets = this.options.secrets ?? (await openSecretStore(this.options));
      const threatSources = new ThreatSources({ database, artifacts: cases.artifacts, attachments: cases.attachments, secrets, platformCa: () => this.authority, principal: accounts.local, log, now });
      const errors = new RecentErrors(now);
      const system = new System({
        database,
        file: databaseFile,
        version: soarkitVersion(),
        started: now(),
        now,
        certificate: () => this.certificate,
        readers: automation.messaging.readers,
        destinations: automation.messaging.destinations,
        broker: () => automation.messaging.brokerStatus(),
        scripts: () => automation.runner.load,
        streams: () => streams.size,
        errors,
      });
      opened.push(() => {
        system.stop();
        return Promise.resolve();
      });
      const extraction = new Extraction({ database, artifactTypes: cases.artifactTypes });
      const server = await createPlatformServer({
        tls,
        log,
        accounts,
        sessions: new Sessions(database, now),
        org,
        consoleDir: this.options.consoleDir,
        streams,
        errors,
        logins,
        readContext: (token) => automation.readContext(token),
        restRoutes: (rest) => cases.registerRestRoutes(rest),
        orgRoutes: (scope) => {
          keepWorkspacesApart(scope, database);
          cases.registerOrgRoutes(scope);
          automation.registerRoutes(scope);
          registerThreatSourcesRoutes(scope, { database, threatSources, lookups, artifacts: cases.artifacts });
          registerConsoleRoutes(scope, { extraction, system });
        },
      });
      opened.push(() => threatSources.stop(), () => automation.stop(), async () => server.close());
      const broker = await automation.start();
      const listening = await listen(server, { host, port, flag: "--port" });
      this.running = { database, live, system, org, accounts, cases, automation, threatSources, server, listening };
      await threatSources.start();
      return { port: listening.port, stompPort: broker.port };
    } catch (error) {
      for (const close of opened.reverse()) await close();
      throw error;
    }
  }

  /** Stops serving, lets what is being written end, and closes the database. The next start goes on. */
  async stop(): Promise<void> {
    const { running } = this;
    if (running === undefined) return;
    this.running = undefined;
    await running.server.close();
    await running.threatSources.stop();
    await running.automation.stop();
    await running.live.stop();
    running.system.stop();
    await running.database.close();
  }

  /** Both servers use a renewed certificate for new connections. */
  updateCertificates(certificates: PlatformCertificates): void {
    const tls = { cert: certificates.certPem, key: certificates.keyPem };
    this.authority = certificates.caPem;
    this.certificate = certificates.certPem;
    this.started.listening.updateCertificates(tls);
    this.started.automation.updateCertificates(tls);
  }

  /** Users, API keys and login links. Only while the platform runs. */
  get accounts(): Accounts {
    return this.started.accounts;
  }

  /** Workspaces. Only while the platform runs. */
  get workspaces(): Workspaces {
    return this.started.cases.workspaces;
  }

  /** The HTTP server, for requests without a network. Only while the platform runs. */
  get server(): HttpServer {
    return this.started.server;
  }

  /** Resolves when the rules were asked about every change so far; for tests and measurements. */
  rulesIdle(): Promise<void> {
    return this.started.automation.rulesIdle();
  }

  get orgId(): number {
    return this.started.org.id;
  }

  get orgName(): string {
    return this.started.org.name;
  }

  /** Random, given at the first start; part of the key by which integration servers remember messages. */
  get orgUuid(): string {
    return this.started.org.uuid;
  }

  private get started(): Running {
    if (this.running === undefined) throw new Error("the platform is not running; call start() first");
    return this.running;
  }
}
