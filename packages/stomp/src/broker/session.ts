import type { TLSSocket } from "node:tls";
import { messageOf } from "@soarkit/protocol";
import type { Logger } from "@soarkit/runtime";
import type { Frame } from "../frames/frame.js";
import { Consumption } from "./consumption.js";
import { Link } from "./link.js";
import { logIn } from "./login.js";
import type { BrokerPrincipal } from "./message-store.js";
import type { BrokerLink, BrokerLinkEvent } from "./options.js";
import { Production } from "./production.js";
import type { Refusal, SessionSurroundings } from "./surroundings.js";

/** One client: its login, then what its frames ask for. */
export class Session {
  readonly #link: Link;
  readonly #around: SessionSurroundings;
  readonly #log: Logger;
  readonly #onClosed: (session: Session) => void;
  #state: "new" | "logging in" | "open" | "closing" = "new";
  /** Frames that came while the login was looked at. */
  #held: Frame[] = [];
  #principal: BrokerPrincipal | undefined;
  #consumption: Consumption | undefined;
  #production: Production | undefined;

  #since = 0;
  readonly #peer: string;

  constructor(readonly id: string, socket: TLSSocket, around: SessionSurroundings, onClosed: (session: Session) => void) {
    this.#around = around;
    this.#peer = socket.remoteAddress ?? "";
    this.#log = around.log.child({ link: id, peer: this.#peer });
    this.#onClosed = onClosed;
    this.#link = new Link(socket, around.limits, {
      onFrame: (frame) => this.#onFrame(frame),
      onBroken: (error) => this.#refuse(undefined, { message: messageOf(error), close: true }),
      onWritable: () => this.#consumption?.wake(),
      onClosed: (reason) => this.#closed(reason),
    });
  }

  get principal(): BrokerPrincipal | undefined {
    return this.#principal;
  }

  /** The client and what it reads; undefined before its login. */
  describe(): BrokerLink | undefined {
    if (this.#principal === undefined) return undefined;
    return { id: this.id, principal: this.#principal, peer: this.#peer, since: this.#since, reads: this.#consumption?.reads() ?? [] };
  }

  /** Ends the link; what the client has not acknowledged is redelivered to the next consumer. */
  end(reason: string): void {
    this.#state = "closing";
    this.#link.end(reason);
  }

  /** Takes no more frames, and ends the link when its SENDs are stored or refused and its acknowledgements are durable. */
  async finish(reason: string): Promise<void> {
    this.#state = "closing";
    this.#consumption?.close();
    await this.#production?.settled();
    await this.#consumption?.durable();
    this.#link.end(reason);
  }

  #onFrame(frame: Frame): void {
    if (this.#state === "closing") return;
    if (this.#state === "logging in") {
      this.#held.push(frame);
      return;
    }
    if (this.#state === "new") {
      if (frame.command === "CONNECT" || frame.command === "STOMP") void this.#connect(frame);
      else this.#refuse(frame, { message: "The first frame must be CONNECT", close: true });
      return;
    }
    const refusal = this.#dispatch(frame);
    if (refusal !== undefined) this.#refuse(frame, refusal);
  }

  #dispatch(frame: Frame): Refusal | undefined {
    switch (frame.command) {
      case "SEND":
        return this.#production?.send(frame);
      case "ACK":
      case "NACK":
        return this.#consumption?.settle(frame, () => this.#receipt(frame));
      case "SUBSCRIBE":
        return this.#consumption?.subscribe(frame);
      case "UNSUBSCRIBE":
        return this.#consumption?.unsubscribe(frame, () => this.#receipt(frame));
      case "DISCONNECT":
        void this.#disconnect(frame);
        return undefined;
      case "BEGIN":
      case "COMMIT":
      case "ABORT":
        return { message: "Transactions are not served; send and acknowledge without BEGIN, COMMIT and ABORT", close: true };
      case "CONNECT":
      case "STOMP":
        return { message: "This link is connected already", close: true };
      default:
        return { message: `Unknown command ${frame.command}; this broker speaks STOMP 1.2`, close: true };
    }
  }

  async #connect(frame: Frame): Promise<void> {
    this.#state = "logging in";
    this.#link.pause();
    const outcome = await logIn(frame, this.#around);
    if (this.#left()) return;
    this.#link.resume();
    if ("refusal" in outcome) {
      this.#log.warn({ login: (frame.headers["login"] ?? "").slice(0, 200), reason: outcome.refusal }, "login refused");
      this.#refuse(frame, { message: outcome.refusal, close: true });
      return;
    }
    const { principal, sendEvery, receiveEvery } = outcome;
    this.#principal = principal;
    const answer = {
      receipt: (of: Frame) => this.#receipt(of),
      refuse: (of: Frame, refusal: Refusal) => this.#refuse(of, refusal),
    };
    this.#since = Date.now();
    this.#consumption = new Consumption(this.id, this.#link, principal, this.#around, answer, (kind, queue) => this.#tell(kind, queue));
    this.#production = new Production(this.#link, principal, this.#around, answer);
    this.#state = "open";
    this.#link.open(sendEvery, receiveEvery);
    this.#link.write("CONNECTED", { version: "1.2", "heart-beat": `${sendEvery || this.#around.heartbeatMs},${receiveEvery}`, session: this.id, server: "soarkit" });
    this.#log.debug({ principal: principal.name }, "client connected");
    this.#tell("connected", "");
    const held = this.#held;
    this.#held = [];
    for (const next of held) this.#onFrame(next);
  }

  async #disconnect(frame: Frame): Promise<void> {
    this.#state = "closing";
    await this.#production?.settled();
    await this.#consumption?.durable();
    this.#receipt(frame);
    this.#link.end("the client disconnected");
  }

  #receipt(frame: Frame): void {
    const receipt = frame.headers["receipt"];
    if (receipt !== undefined) this.#link.write("RECEIPT", { "receipt-id": receipt });
  }

  #refuse(frame: Frame | undefined, refusal: Refusal): void {
    const receipt = frame?.headers["receipt"];
    const headers: Record<string, string> = { message: refusal.message, "content-type": "text/plain" };
    if (receipt !== undefined) headers["receipt-id"] = receipt;
    if (frame?.command === "CONNECT") headers["version"] = "1.2";
    this.#log.info({ reason: refusal.message, closing: refusal.close }, "answered with an error");
    this.#link.write("ERROR", frame?.command === "CONNECT" ? plainHeaders(headers) : headers, refusal.message);
    if (refusal.close) this.end(refusal.message);
  }

  #tell(kind: BrokerLinkEvent["kind"], queue: string): void {
    const link = this.describe();
    if (link === undefined) return;
    this.#around.onLink(kind === "reading" || kind === "left" ? { kind, link, queue } : { kind, link });
  }

  /** Read through a call, since the state changes while something is awaited. */
  #left(): boolean {
    return this.#state === "closing";
  }

  #closed(reason: string): void {
    this.#state = "closing";
    this.#held = [];
    this.#consumption?.close();
    this.#tell("lost", "");
    this.#log.debug({ reason }, "link ended");
    this.#onClosed(this);
  }
}

/** Header values without line ends, for texts that were not made here. */
function plainHeaders(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.replace(/[\r\n]+/g, " ")]));
}
