import { SoarkitError } from "@soarkit/protocol";
import { type SoarClient, soarConnectionFromConfig } from "@soarkit/soar-client";
import { AppRuntime } from "./apps/app-runtime.js";
import { Handlers } from "./apps/handlers.js";
import { startWarnings } from "./apps/start-warnings.js";
import { connectWithRetries } from "./connection/connect-with-retries.js";
import { Session } from "./connection/session.js";
import { Journal } from "./journal/journal.js";
import { DoubtfulMessages } from "./journal/doubtful-messages.js";
import type { IntegrationServerOptions, ServerStatus } from "./options.js";
import { readThreatServiceSettings } from "./threat-service/settings.js";
import { ThreatService } from "./threat-service/threat-service.js";

/** How long `stop` lets running functions finish unless told otherwise, in milliseconds. */
const defaultDrainMs = 8_000;

/** How long `start` waits for a connection before it goes on in the background, in milliseconds. */
const patienceMs = 5_000;

/**
 * Runs the functions and actions of its apps for one SOAR platform: logs in, reads their message destinations, and
 * answers their messages. Its threat service answers what platforms ask about artifacts.
 */
export class IntegrationServer {
  /** Resolves when the server is connected and has asked for all its queues; rejects when it cannot be. */
  readonly ready: Promise<void>;
  /** Calls that wait for a person; needs a started server. */
  readonly messages: DoubtfulMessages;
  readonly #options: IntegrationServerOptions;
  readonly #handlers: Handlers;
  readonly #runtimes: ReadonlyMap<string, AppRuntime>;
  readonly #ended = new AbortController();
  #settle: { resolve: () => void; reject: (error: unknown) => void } = { resolve: () => undefined, reject: () => undefined };
  #state: ServerStatus["state"] = "stopped";
  #problem: string | undefined;
  #journal: Journal | undefined;
  #soar: SoarClient | undefined;
  #session: Session | undefined;
  #threatService: ThreatService | undefined;
  #stopping: Promise<void> | undefined;
  #warnings: readonly string[] = [];

  /** @throws SoarkitError FUNCTION_TWICE when two apps provide the same function */
  constructor(options: IntegrationServerOptions) {
    this.#options = options;
    this.#handlers = new Handlers(options.apps);
    const { config, env, secrets } = options;
    this.#runtimes = new Map(options.apps.map((app) => [app.name, new AppRuntime(app, { config, env, secrets })]));
    this.ready = new Promise((resolve, reject) => { this.#settle = { resolve, reject }; });
    this.ready.catch(() => undefined);
    this.messages = new DoubtfulMessages(() => this.#journal, () => this.#session?.dispatcher);
  }

  /**
   * Connects. Returns when connected, or after five seconds, while it keeps trying in the background: see `ready`.
   *
   * @throws SoarkitError when a person has to change something: settings, credentials, certificates, the organisation
   */
  async start(): Promise<void> {
    const { config, env, secrets, log, dataDir } = this.#options;
    this.#state = "connecting";
    try {
      const settings = await soarConnectionFromConfig(config, { env, log, ...(secrets && { secrets }) });
      this.#journal = await Journal.open(dataDir, log);
      await this.#startThreatService();
      const connected = this.#connect(this.#journal, settings);
      connected.then(this.#settle.resolve, this.#settle.reject);
      let timer: NodeJS.Timeout | undefined;
      const patience = new Promise<void>((resolve) => { timer = setTimeout(resolve, patienceMs); });
      try {
        await Promise.race([connected, patience]);
      } finally {
        clearTimeout(timer);
      }
    } catch (error) {
      this.#settle.reject(error);
      await this.stop({ drainMs: 0 });
      throw error;
    }
  }

  /**
   * Takes no new calls, lets running ones finish and ends the connections. What did not finish stays with the broker
   * and is run again by the next start. Safe to call twice.
   */
  stop(options: { readonly drainMs?: number } = {}): Promise<void> {
    this.#stopping ??= this.#stop(options.drainMs ?? defaultDrainMs);
    return this.#stopping;
  }

  /** What the server is doing now. */
  status(): ServerStatus {
    const session = this.#session;
    return {
      state: this.#state,
      platform: this.#soar && { url: this.#soar.baseUrl, org: this.#soar.orgName },
      connected: session?.connection.connected ?? false,
      problem: session === undefined ? this.#problem : session.problem,
      destinations: session?.destinations ?? [],
      functions: session?.functions ?? [],
      actions: session?.actions ?? [],
      warnings: this.#warnings,
      threatService: this.#threatService?.status(),
      calls: session?.dispatcher.counts ?? { running: 0, waiting: 0, completed: 0, failed: 0 },
    };
  }

  /** It answers also while the platform cannot be reached. */
  async #startThreatService(): Promise<void> {
    const { config, env, secrets, log, dataDir } = this.#options;
    const settings = await readThreatServiceSettings({ config, env, secrets });
    if (settings === undefined) return;
    this.#threatService = new ThreatService({ settings, configFile: config.file, dataDir, runtimes: this.#runtimes, log: log.child({ part: "threat-service" }) });
    await this.#threatService.start();
  }

  async #connect(journal: Journal, settings: Awaited<ReturnType<typeof soarConnectionFromConfig>>): Promise<void> {
    const { log, lookAgainMs = 60_000 } = this.#options;
    const { signal } = this.#ended;
    const soar = await connectWithRetries(settings, signal, (error) => { this.#problem = error.message; });
    this.#soar = soar;
    log.info({ url: soar.baseUrl, org: soar.orgName }, "Logged in to the SOAR platform");
    if (!settings.stomp.enabled || !soar.actionsEnabled) {
      this.#problem = settings.stomp.enabled ? "The SOAR platform has no message destinations switched on." : "Messages are switched off (stomp = 0).";
      log.warn(this.#problem);
      this.#state = "running";
      return;
    }
    this.#session = new Session({ soar, stomp: settings.stomp, workers: settings.numWorkers, journal, handlers: this.#handlers, runtimes: this.#runtimes, lookAgainMs, log, signal });
    await this.#session.start();
    this.#warnings = await startWarnings(this.#runtimes, { soar, log, signal });
    signal.throwIfAborted();
    this.#state = "running";
    log.info({ destinations: this.#session.destinations.map(({ name }) => name), functions: this.#session.functions.filter(({ destination }) => destination !== undefined).map(({ name }) => name) }, "The integration server is running");
  }

  async #stop(drainMs: number): Promise<void> {
    this.#state = "draining";
    const answered = this.#threatService?.stop();
    await this.#session?.dispatcher.stop(drainMs);
    await answered;
    this.#ended.abort(new SoarkitError("SERVER_STOPPED"));
    await this.#session?.stop(0);
    await Promise.all([...this.#runtimes.values()].map((runtime) => runtime.close()));
    await this.#soar?.close();
    await this.#journal?.close();
    this.#settle.reject(new SoarkitError("SERVER_STOPPED"));
    this.#state = "stopped";
  }
}
