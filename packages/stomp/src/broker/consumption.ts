import { messageOf } from "@soarkit/protocol";
import type { Frame } from "../frames/frame.js";
import type { Link } from "./link.js";
import type { BrokerPrincipal, StoredMessage } from "./message-store.js";
import { askedPrefetch, queueOf } from "./names.js";
import type { Queue } from "./queue.js";
import { AckMode, Subscription, type Delivery } from "./subscription.js";
import type { Answers, Refusal, SessionSurroundings } from "./surroundings.js";

/** Headers that the broker writes itself, whatever the stored message says. */
const ownHeaders: ReadonlySet<string> = new Set(["subscription", "destination", "message-id", "ack", "redelivered", "content-length"]);

/** The receiving side of a session: its subscriptions, what was delivered to them, and what became of it. */
export class Consumption {
  readonly #subscriptions = new Map<string, Subscription>();
  /** Delivered and not settled, in order of delivery. */
  readonly #deliveries = new Map<string, Delivery>();
  /** Queues that this link has acknowledged something of. */
  readonly #acknowledged = new Set<string>();
  #nextAck = 1;

  constructor(
    readonly session: string,
    readonly link: Link,
    readonly principal: BrokerPrincipal,
    readonly around: SessionSurroundings,
    readonly answers: Answers,
    /** The subscription reads its queue from now on, or no longer does. */
    readonly onReading: (kind: "reading" | "left", queue: string) => void,
  ) {}

  /** The queues that it reads now. */
  reads(): { queue: string; since: number; inFlight: number }[] {
    return [...this.#subscriptions.values()].filter((subscription) => subscription.active && subscription.reading).map(({ queue, since, inFlight }) => ({ queue, since, inFlight }));
  }

  /** Takes a SUBSCRIBE. The same one again is no error (soar-protocol §2.3). */
  subscribe(frame: Frame): Refusal | undefined {
    const { id, ack = AckMode.auto } = frame.headers;
    const target = queueOf(frame.headers["destination"]);
    if (id === undefined) return { message: "SUBSCRIBE needs an id header", close: true };
    if ("refusal" in target) return { message: target.refusal, close: false };
    const mode = Object.values(AckMode).find((known) => known === ack);
    if (mode === undefined) return { message: "The ack header must be auto, client or client-individual", close: true };
    if (frame.headers["selector"] !== undefined || frame.headers["browser"] === "true") {
      return { message: "Selectors and browsers are not served; leave the header out", close: false };
    }
    const asked = askedPrefetch(frame.headers);
    if (Number.isNaN(asked)) return { message: "The prefetch must be a whole number from 1", close: false };
    const prefetch = Math.min(asked ?? this.around.limits.defaultPrefetch, this.around.limits.prefetch);
    const known = this.#subscriptions.get(id);
    if (known !== undefined) {
      if (known.queue !== target.queue || known.mode !== mode) return { message: `The subscription id ${id} is in use for another queue; choose another id`, close: true };
      this.answers.receipt(frame);
      return undefined;
    }
    if (this.#subscriptions.size >= this.around.limits.subscriptions) return { message: "This link has too many subscriptions; remove some", close: false };
    const subscription = new Subscription(id, target.queue, mode, prefetch, this.link, (to, message) => this.#deliver(to, message));
    this.#subscriptions.set(id, subscription);
    void this.#begin(frame, subscription);
    return undefined;
  }

  async #begin(frame: Frame, subscription: Subscription): Promise<void> {
    let refusal: string | undefined;
    try {
      if (!(await this.around.security.mayRead(this.principal, subscription.queue))) {
        refusal = `User ${this.principal.name} is not authorized to read from queue: ${subscription.queue}`;
      }
    } catch (error) {
      this.around.log.error({ queue: subscription.queue, reason: messageOf(error) }, "the right to read could not be checked");
      refusal = "The right to read could not be checked; try again later";
    }
    if (!subscription.active) return;
    if (refusal === undefined) {
      this.answers.receipt(frame);
      this.around.queues.open(subscription.queue).add(subscription);
      subscription.reading = true;
      this.onReading("reading", subscription.queue);
      return;
    }
    subscription.active = false;
    this.#subscriptions.delete(subscription.id);
    this.answers.refuse(frame, { message: refusal, close: false });
  }

  /** No new messages; those delivered can still be acknowledged on this link, so that a client can drain. */
  unsubscribe(frame: Frame, done: () => void): Refusal | undefined {
    const { id } = frame.headers;
    if (id === undefined) return { message: "UNSUBSCRIBE needs an id header", close: true };
    const subscription = this.#subscriptions.get(id);
    if (subscription !== undefined) {
      this.#subscriptions.delete(id);
      subscription.active = false;
      this.around.queues.get(subscription.queue)?.remove(subscription);
      if (subscription.reading) this.onReading("left", subscription.queue);
    }
    done();
    return undefined;
  }

  /** Takes an ACK or NACK. One for a message that is settled already is no error: IBM's client may repeat it. */
  settle(frame: Frame, done: () => void): Refusal | undefined {
    const { id, transaction } = frame.headers;
    if (transaction !== undefined) return { message: "Transactions are not served; leave the transaction header out", close: true };
    if (id === undefined) return { message: `${frame.command} needs an id header`, close: true };
    const delivery = this.#deliveries.get(id);
    if (delivery === undefined) {
      done();
      return undefined;
    }
    const settled = delivery.subscription.mode === AckMode.client ? this.#upTo(delivery) : [delivery];
    for (const one of settled) this.#deliveries.delete(one.ackId);
    const queue = this.#queueOf(delivery);
    if (frame.command === "NACK") {
      queue.offerLater(settled);
      done();
      return undefined;
    }
    this.#acknowledged.add(queue.name);
    queue.acknowledge(settled);
    if (frame.headers["receipt"] !== undefined) queue.whenDurable(done);
    return undefined;
  }

  /** The peer can take more. */
  wake(): void {
    for (const { queue } of this.#subscriptions.values()) this.around.queues.get(queue)?.wake();
  }

  /** Resolves when the acknowledgements of this link are durable. */
  async durable(): Promise<void> {
    const queues = [...this.#acknowledged].map((name) => this.around.queues.get(name)).filter((queue) => queue !== undefined);
    await Promise.all(queues.map((queue) => new Promise<void>((resolve) => queue.whenDurable(resolve))));
  }

  /** The link is gone: what was delivered goes to the next consumer. */
  close(): void {
    const open = new Map<Queue, Delivery[]>();
    for (const delivery of this.#deliveries.values()) {
      const queue = this.#queueOf(delivery);
      const list = open.get(queue) ?? [];
      list.push(delivery);
      open.set(queue, list);
    }
    this.#deliveries.clear();
    for (const subscription of this.#subscriptions.values()) {
      subscription.active = false;
      this.around.queues.get(subscription.queue)?.remove(subscription);
      if (subscription.reading) this.onReading("left", subscription.queue);
    }
    this.#subscriptions.clear();
    for (const [queue, deliveries] of open) queue.giveBack(deliveries);
  }

  /** Client mode acknowledges everything that the subscription got before, too. */
  #upTo(last: Delivery): Delivery[] {
    const before: Delivery[] = [];
    for (const delivery of this.#deliveries.values()) {
      if (delivery.subscription === last.subscription) before.push(delivery);
      if (delivery === last) break;
    }
    return before;
  }

  #queueOf(delivery: Delivery): Queue {
    return this.around.queues.open(delivery.subscription.queue);
  }

  #deliver(subscription: Subscription, message: StoredMessage): void {
    const headers: Record<string, string> = {
      subscription: subscription.id,
      destination: `/queue/${subscription.queue}`,
      "message-id": message.messageId,
    };
    if (subscription.mode !== AckMode.auto) {
      const ackId = `${this.session}-${this.#nextAck++}`;
      headers["ack"] = ackId;
      this.#deliveries.set(ackId, { ackId, message: { ...message, deliveries: message.deliveries + 1 }, subscription });
    }
    if (message.deliveries > 0) headers["redelivered"] = "true";
    for (const [name, value] of Object.entries(message.headers)) {
      if (!ownHeaders.has(name)) headers[name] = value;
    }
    this.link.write("MESSAGE", headers, message.body);
  }
}
