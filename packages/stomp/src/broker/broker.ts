import { randomBytes } from "node:crypto";
import type { AddressInfo, Socket } from "node:net";
import { createServer, type Server } from "node:tls";
import { setTimeout as sleep } from "node:timers/promises";
import { SoarkitError } from "@soarkit/protocol";
import { defaultBrokerLimits } from "./limits.js";
import type { BrokerLink, BrokerStatus, StompBrokerOptions } from "./options.js";
import { QueueTable } from "./queue-table.js";
import { Session } from "./session.js";
import type { SessionSurroundings } from "./surroundings.js";

/** The silence that IBM's client bears is 15 s (soar-protocol §2.2); the broker stays below. */
const longestBeatMs = 10_000;
/** How long `stop` waits for the store and for the links to close, before it cuts them. */
const stopMs = 3_000;
const linkCloseMs = 500;

/**
 * A STOMP 1.2 broker over TLS that serves queues from a {@link MessageStore}.
 *
 * Each message goes to one consumer, in order, in turn between the consumers with room in their prefetch. What a link did
 * not acknowledge when it ended is redelivered with the same `message-id`, a new `ack` and `redelivered:true`.
 */
export class StompBroker {
  readonly #options: StompBrokerOptions;
  readonly #server: Server;
  readonly #around: SessionSurroundings;
  readonly #sessions = new Set<Session>();
  readonly #sockets = new Set<Socket>();
  readonly #epoch = randomBytes(4).toString("hex");
  #nextSession = 1;

  constructor(options: StompBrokerOptions) {
    this.#options = options;
    const limits = { ...defaultBrokerLimits, ...options.limits };
    const { store, security, log } = options;
    this.#around = {
      store,
      security,
      limits,
      log,
      queues: new QueueTable({ store, log, nackMs: limits.nackMs }),
      heartbeatMs: Math.min(options.heartbeatMs ?? longestBeatMs, longestBeatMs),
      onLink: options.onLink ?? (() => undefined),
    };
    this.#server = createServer({ cert: options.tls.cert, key: options.tls.key, minVersion: "TLSv1.2", handshakeTimeout: limits.connectMs });
    this.#server.maxConnections = limits.connections;
    this.#server.on("connection", (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once("close", () => this.#sockets.delete(socket));
    });
    this.#server.on("secureConnection", (socket) => {
      const session = new Session(`${this.#epoch}-${this.#nextSession++}`, socket, this.#around, (closed) => this.#sessions.delete(closed));
      this.#sessions.add(session);
    });
    this.#server.on("tlsClientError", (error) => log.debug({ reason: error.message }, "a TLS handshake failed"));
    this.#server.on("drop", () => log.warn({ limit: limits.connections }, "a link was refused: too many connections"));
  }

  /**
   * Listens.
   * @throws SoarkitError PORT_TAKEN, naming the flag that chooses another port.
   */
  async start(): Promise<{ port: number }> {
    const { host, port, flag = "--stomp-port" } = this.#options;
    await new Promise<void>((resolve, reject) => {
      const failed = (error: NodeJS.ErrnoException): void => {
        reject(error.code === "EADDRINUSE" ? new SoarkitError("PORT_TAKEN", { port, host, flag }, { cause: error }) : error);
      };
      this.#server.once("error", failed);
      this.#server.listen({ port, host }, () => {
        this.#server.off("error", failed);
        this.#server.on("error", (error: Error) => this.#options.log.error({ reason: error.message }, "the broker's port has a problem"));
        resolve();
      });
    });
    return { port: (this.#server.address() as AddressInfo).port };
  }

  /** Tells that the store has a new message in this queue. Costs a map look-up; the reading happens in the next turn of the event loop. */
  notify(queue: string): void {
    this.#around.queues.get(queue)?.notify();
  }

  /** How many subscriptions the queue has now. */
  consumers(queue: string): number {
    return this.#around.queues.get(queue)?.consumers ?? 0;
  }

  status(): BrokerStatus {
    return {
      connections: this.#sessions.size,
      queues: this.#around.queues.all().map(({ name, consumers, inFlight }) => ({ queue: name, consumers, inFlight })),
    };
  }

  /** Who is logged in, and what each reads. */
  links(): BrokerLink[] {
    return [...this.#sessions].map((session) => session.describe()).filter((link) => link !== undefined);
  }

  /** Ends the links of a principal whose key or password was taken away. */
  dropPrincipal(id: number | string): void {
    for (const session of [...this.#sessions]) {
      if (session.principal?.id === id) session.end("the login was taken away");
    }
  }

  /** New links get this certificate; those that are open go on. */
  updateCertificates(tls: { readonly cert: string; readonly key: string }): void {
    this.#server.setSecureContext({ cert: tls.cert, key: tls.key, minVersion: "TLSv1.2" });
  }

  /** Ends all links after their SENDs and acknowledgements are stored. What is not acknowledged is redelivered after the next start. Safe to call twice. */
  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    const finished = [...this.#sessions].map((session) => session.finish("the broker stops"));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, stopMs)));
    await Promise.race([Promise.all([...finished, this.#around.queues.durable()]), late]);
    for (const session of [...this.#sessions]) session.end("the broker stops");
    await Promise.race([closed, sleep(linkCloseMs)]);
    for (const socket of this.#sockets) socket.destroy();
    clearTimeout(timer);
    await closed;
  }
}
