import { bareDestination, messageOf, SoarkitError } from "@soarkit/protocol";
import { registerSecret } from "@soarkit/runtime";
import { Client, ReconnectionTimeMode, StompConfig, StompHeaders, Versions } from "@stomp/stompjs";
import type { Frame } from "../frames/frame.js";
import { BrokerSocket } from "./broker-socket.js";
import { errorText, forbiddenQueue } from "./error-frame.js";
import { incomingMessage, type Settle } from "./incoming.js";
import type { ConnectionStatus, IncomingMessage, StompConnectionOptions } from "./options.js";
import { Receipts } from "./receipts.js";

const slowestFirstTryMs = 500;
/** Time for a clean DISCONNECT, in ms. */
const stopMs = 2_000;
const headerLimit = 256 * 1024;
const defaultBodyLimit = 64 * 1024 * 1024;

interface Subscribed {
  readonly prefetch: number;
  readonly onMessage: (message: IncomingMessage) => void;
}

/**
 * A link to a STOMP broker that is kept for ever: it reconnects by itself, restores its subscriptions, and finds a lost
 * link within three heart-beats. Messages are acknowledged one by one, and only on the link they came on.
 */
export class StompConnection {
  readonly #options: StompConnectionOptions;
  readonly #client: Client;
  readonly #subscriptions = new Map<string, Subscribed>();
  readonly #listeners = new Set<(status: ConnectionStatus) => void>();
  readonly #receipts: Receipts;
  #socket: BrokerSocket | undefined;
  #link = 0;
  #connected = false;
  #lastReason: string | undefined;
  #refusal: string | undefined;
  #first: { promise: Promise<void>; resolve: () => void; reject: (error: Error) => void } | undefined;

  constructor(options: StompConnectionOptions) {
    this.#options = options;
    registerSecret(options.passcode);
    const { outgoing, incoming } = options.heartbeat ?? { outgoing: 10_000, incoming: 10_000 };
    const { first, max } = options.reconnect ?? { first: slowestFirstTryMs, max: 30_000 };
    const reconnectDelay = Math.max(1, Math.min(first, slowestFirstTryMs));
    const receiptTimeout = options.receiptTimeout ?? 60_000;
    this.#receipts = new Receipts(receiptTimeout, (destination) => this.#error("STOMP_RECEIPT_MISSING", { destination, seconds: receiptTimeout / 1000 }));
    this.#client = new Client(Object.assign(new StompConfig(), {
      webSocketFactory: () => this.#openSocket(),
      stompVersions: new Versions([Versions.V1_2]),
      connectHeaders: stompHeaders({ host: options.host, login: options.login, passcode: options.passcode }),
      heartbeatOutgoing: outgoing,
      heartbeatIncoming: incoming,
      reconnectDelay,
      maxReconnectDelay: Math.max(reconnectDelay, max),
      reconnectTimeMode: ReconnectionTimeMode.EXPONENTIAL,
      connectionTimeout: options.connectTimeout ?? 10_000,
      discardWebsocketOnCommFailure: true,
      onConnect: () => this.#onConnected(),
      onHeartbeatLost: () => this.#socket?.blame(this.#error("STOMP_SILENT")),
    }));
  }

  /** True between CONNECTED and the end of the link. */
  get connected(): boolean {
    return this.#connected;
  }

  /**
   * Connects, and keeps the link from now on. Resolves on the first CONNECTED; a broker that is away or refuses the login
   * is tried again and again, told to `onStatus`.
   * @throws SoarkitError STOMP_NOT_CONNECTED when `stop` is called before the first CONNECTED.
   */
  start(): Promise<void> {
    if (this.#first === undefined) {
      const { promise, resolve, reject } = deferred();
      promise.catch(() => undefined);
      this.#first = { promise, resolve, reject };
      if (!this.#options.tls.verify) this.#options.log.warn({ host: this.#options.host }, "the certificate of the message broker is not verified, as configured");
      this.#client.activate();
    }
    return this.#first.promise;
  }

  /** Disconnects cleanly where the broker answers, within two seconds in any case. What is not acknowledged is redelivered. Safe to call twice. */
  async stop(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<"late">((resolve) => (timer = setTimeout(() => resolve("late"), stopMs)));
    const outcome = await Promise.race([this.#client.deactivate(), late]);
    clearTimeout(timer);
    if (outcome === "late") this.#socket?.terminate();
    this.#first?.reject(this.#error("STOMP_NOT_CONNECTED"));
    this.#first = undefined;
  }

  /**
   * Reads a queue from now on, across reconnects. A second call for the same destination replaces the handler.
   * @param prefetch most messages that the broker gives before it gets an `ack`, from 1.
   */
  subscribe(destination: string, prefetch: number, onMessage: (message: IncomingMessage) => void): void {
    const known = this.#subscriptions.has(destination);
    this.#subscriptions.set(destination, { prefetch: Math.max(1, Math.floor(prefetch)), onMessage });
    if (!known && this.#connected) this.#sendSubscribe(destination);
  }

  /** Gets no more messages of this queue. Those that came can still be acknowledged. */
  unsubscribe(destination: string): void {
    if (this.#subscriptions.delete(destination) && this.#connected) this.#client.unsubscribe(destination);
  }

  /**
   * Sends a text and resolves when the broker's RECEIPT says that it has it.
   * @throws SoarkitError STOMP_NOT_CONNECTED, STOMP_LINK_LOST (the broker may have it), STOMP_SEND_REFUSED, STOMP_RECEIPT_MISSING.
   */
  async send(destination: string, headers: Readonly<Record<string, string>>, body: string): Promise<void> {
    if (!this.#connected) throw this.#error("STOMP_NOT_CONNECTED");
    const { id, receipt } = this.#receipts.expect(destination);
    this.#client.publish({ destination, headers: stompHeaders({ ...headers, receipt: id }), body });
    await receipt;
  }

  /** Hears of every change of the link, in order. The answer stops it. */
  onStatus(listener: (status: ConnectionStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #openSocket(): BrokerSocket {
    const { host, port, tls, bodyLimit = defaultBodyLimit } = this.#options;
    const socket: BrokerSocket = new BrokerSocket({
      host,
      port,
      tls,
      limits: { headerBytes: headerLimit, bodyBytes: bodyLimit },
      take: (frame) => this.#take(frame),
      onClosed: (reason) => this.#onClosed(socket, reason),
    });
    this.#socket = socket;
    return socket;
  }

  #onConnected(): void {
    this.#connected = true;
    this.#link++;
    this.#lastReason = undefined;
    for (const destination of this.#subscriptions.keys()) this.#sendSubscribe(destination);
    this.#options.log.info({ host: this.#options.host, port: this.#options.port }, "connected to the message broker");
    this.#tell({ kind: "connected", link: this.#link });
    this.#first?.resolve();
  }

  #onClosed(socket: BrokerSocket, reason: SoarkitError): void {
    if (socket !== this.#socket) return;
    this.#socket = undefined;
    this.#connected = false;
    this.#receipts.lost((destination) => this.#error("STOMP_LINK_LOST", { destination }));
    const text = this.#client.active ? (this.#refusal ?? reason.message) : "The connection was stopped.";
    this.#refusal = undefined;
    if (text === this.#lastReason) return;
    this.#lastReason = text;
    if (this.#client.active) this.#options.log.warn({ host: this.#options.host, port: this.#options.port, reason: text }, "no link to the message broker; trying again");
    this.#tell({ kind: "disconnected", reason: text });
  }

  #sendSubscribe(destination: string): void {
    const prefetch = String(this.#subscriptions.get(destination)?.prefetch ?? 1);
    const headers = { id: destination, ack: "client-individual", "activemq.prefetchSize": prefetch, "prefetch-count": prefetch, receipt: `subscribe-${destination}` };
    this.#client.subscribe(destination, () => undefined, stompHeaders(headers));
  }

  /** Everything but CONNECTED and the receipt of DISCONNECT is handled here. */
  #take(frame: Frame): boolean {
    switch (frame.command) {
      case "MESSAGE":
        this.#onMessage(frame);
        return true;
      case "RECEIPT": {
        const id = frame.headers["receipt-id"] ?? "";
        return this.#receipts.arrived(id) || id.startsWith("subscribe-");
      }
      case "ERROR":
        this.#onError(frame);
        return true;
      default:
        return false;
    }
  }

  #onMessage(frame: Frame): void {
    const subscribed = this.#subscriptions.get(frame.headers["subscription"] ?? "");
    if (subscribed === undefined) return;
    try {
      subscribed.onMessage(incomingMessage(frame, this.#link, this.#settle));
    } catch (error) {
      this.#options.log.error({ destination: frame.headers["destination"], reason: messageOf(error) }, "a message handler failed; the message stays with the broker");
    }
  }

  readonly #settle: Settle = (kind, { headers }, link) => {
    const { ack, subscription } = headers;
    if (!this.#connected || link !== this.#link || ack === undefined || subscription === undefined) return;
    if (kind === "ack") this.#client.ack(ack, subscription);
    else this.#client.nack(ack, subscription);
  };

  #onError(frame: Frame): void {
    const message = errorText(frame);
    const receipt = frame.headers["receipt-id"] ?? "";
    if (this.#receipts.refused(receipt, (destination) => this.#error("STOMP_SEND_REFUSED", { destination, reason: message }))) return;
    this.#options.log.error({ host: this.#options.host, message }, "the message broker answered with an error");
    const queue = forbiddenQueue(frame);
    if (queue !== undefined) {
      const asked = receipt.startsWith("subscribe-") ? receipt.slice("subscribe-".length) : queue;
      this.#tell({ kind: "not_authorized", destination: bareDestination(asked), message });
      return;
    }
    this.#refusal = message;
    this.#tell({ kind: "refused", message });
  }

  #tell(status: ConnectionStatus): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(status);
      } catch (error) {
        this.#options.log.error({ reason: messageOf(error) }, "a listener of the connection failed");
      }
    }
  }

  #error(code: "STOMP_NOT_CONNECTED" | "STOMP_LINK_LOST" | "STOMP_SEND_REFUSED" | "STOMP_RECEIPT_MISSING" | "STOMP_SILENT", details: Record<string, string | number> = {}): SoarkitError {
    return new SoarkitError(code, { host: this.#options.host, port: this.#options.port, ...details });
  }
}

function stompHeaders(headers: Readonly<Record<string, string>>): StompHeaders {
  return Object.assign(new StompHeaders(), headers);
}

function deferred(): { promise: Promise<void>; resolve: () => void; reject: (error: Error) => void } {
  let resolve: () => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
