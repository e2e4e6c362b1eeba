import { actionsQueue } from "@soarkit/protocol";
import { type Logger, sleep } from "@soarkit/runtime";
import type { SoarClient, StompSettings } from "@soarkit/soar-client";
import { type ConnectionStatus, StompConnection } from "@soarkit/stomp";
import type { AppRuntime } from "../apps/app-runtime.js";
import type { Handlers } from "../apps/handlers.js";
import { Dispatcher } from "../dispatch/dispatcher.js";
import type { Journal } from "../journal/journal.js";
import type { ActionStatus, DestinationStatus, FunctionStatus } from "../options.js";
import { findActions } from "./find-actions.js";
import { findFunctions } from "./find-functions.js";

/** What a session works with. */
export interface SessionOptions {
  readonly soar: SoarClient;
  readonly stomp: StompSettings;
  readonly workers: number;
  readonly journal: Journal;
  readonly handlers: Handlers;
  readonly runtimes: ReadonlyMap<string, AppRuntime>;
  readonly lookAgainMs: number;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** The server's work on one platform: its queues, and the link on which messages come. */
export class Session {
  readonly dispatcher: Dispatcher;
  readonly connection: StompConnection;
  readonly #options: SessionOptions;
  readonly #refused = new Map<string, string>();
  readonly #queues = new Map<string, string>();
  #functions: readonly FunctionStatus[] = [];
  #actions: readonly ActionStatus[] = [];
  #problem: string | undefined = "It is not connected yet.";

  constructor(options: SessionOptions) {
    this.#options = options;
    const { stomp, log, journal, soar, handlers, runtimes, workers } = options;
    this.connection = new StompConnection({
      host: stomp.host,
      port: stomp.port,
      tls: { verify: stomp.verify, ...(stomp.ca !== undefined && { ca: stomp.ca }) },
      login: stomp.login,
      passcode: stomp.passcode,
      log,
    });
    this.connection.onStatus((status) => { this.#onStatus(status); });
    this.dispatcher = new Dispatcher({ journal, connection: this.connection, soar, handlers, runtimes, workers, log });
  }

  get functions(): readonly FunctionStatus[] {
    return this.#functions;
  }

  get actions(): readonly ActionStatus[] {
    return this.#actions;
  }

  get problem(): string | undefined {
    return this.connection.connected ? undefined : this.#problem;
  }

  get destinations(): readonly DestinationStatus[] {
    return [...this.#queues].map(([queue, name]) => ({ name, queue, refused: this.#refused.get(queue) }));
  }

  /** Finds the queues and connects; resolves on the first link with all subscriptions asked for. */
  async start(): Promise<void> {
    await this.#subscribe();
    for (const { name, problem } of this.#functions) if (problem !== undefined) this.#options.log.warn({ function: name, problem }, "A function cannot be called");
    for (const { rule, problem } of this.#actions) if (problem !== undefined) this.#options.log.warn({ rule, problem }, "An action cannot be called");
    this.#lookAgain().catch((error: unknown) => { if (!this.#options.signal.aborted) this.#options.log.error({ err: error }, "Looking for functions ended"); });
    await this.connection.start();
  }

  async stop(drainMs: number): Promise<void> {
    await this.dispatcher.stop(drainMs);
    await this.connection.stop();
  }

  async #subscribe(): Promise<void> {
    const { soar, handlers, runtimes, signal } = this.#options;
    const { functions } = handlers;
    const wanted = [...functions].map(([name, { app }]) => ({ name, app: app.packageName }));
    const found = await findFunctions(soar, wanted, signal);
    // An older name that the platform does not know is no fault: the present one is what counts.
    this.#functions = found.filter(({ name, destination }) => destination !== undefined || functions.get(name)?.fn.name === name);
    this.#actions = await findActions(handlers, runtimes);
    for (const { destination } of [...this.#functions, ...this.#actions]) if (destination !== undefined) this.#read(destination);
  }

  /** One subscription per destination, however many apps use it. */
  #read(destination: string): void {
    const queue = actionsQueue(this.#options.soar.orgId, destination);
    if (this.#queues.has(queue)) return;
    this.#queues.set(queue, destination);
    this.connection.subscribe(queue, this.#options.stomp.prefetch, this.dispatcher.onMessage);
  }

  /** Functions that are imported later, and apps whose settings are corrected, are served without a restart. */
  async #lookAgain(): Promise<void> {
    const { signal, lookAgainMs, log } = this.#options;
    while ([...this.#functions, ...this.#actions].some(({ destination }) => destination === undefined)) {
      await sleep(lookAgainMs, signal);
      try {
        await this.#subscribe();
      } catch (error) {
        signal.throwIfAborted();
        log.warn({ err: error }, "The platform could not be asked for functions; asking again later");
      }
    }
  }

  #onStatus(status: ConnectionStatus): void {
    switch (status.kind) {
      case "connected":
        this.#refused.clear();
        this.#problem = undefined;
        break;
      case "disconnected":
        this.#problem = status.reason;
        break;
      case "refused":
        this.#problem = status.message;
        break;
      case "not_authorized":
        this.#refused.set(status.destination, status.message);
        this.#options.log.error({ destination: status.destination }, "This API key may not read the message destination. Add it there, or run: soarkit customize");
        break;
    }
  }
}
