import { messageOf } from "@soarkit/protocol";
import type { Logger } from "@soarkit/runtime";
import { AckBatch, storeRetryMs } from "./ack-batch.js";
import type { MessageStore, StoredMessage } from "./message-store.js";
import { AckMode, type Delivery, type Subscription } from "./subscription.js";

/** Most messages that are read and marked in one go. */
const roundSize = 128;
const longestNackMs = 60_000;

/** What a queue needs from its broker. */
export interface QueueSurroundings {
  readonly store: MessageStore;
  readonly log: Logger;
  readonly nackMs: number;
  /** The queue has nobody to serve and nothing open: the broker may forget it. */
  onIdle(queue: Queue): void;
}

/**
 * Hands the messages of one queue to its consumers: in order, each to one consumer, in turn between those with room.
 * Exists only while somebody reads the queue or something is not settled; what it knows beyond the store is who has what.
 */
export class Queue {
  readonly #consumers: Subscription[] = [];
  readonly #acks: AckBatch;
  /** Read and not handed out, by sequence. */
  #ready: StoredMessage[] = [];
  readonly #refused = new Map<StoredMessage, NodeJS.Timeout>();
  #cursor = 0;
  #more = true;
  #turn = 0;
  #scheduled = false;
  #working = false;
  #unsettled = 0;

  constructor(
    readonly name: string,
    readonly surroundings: QueueSurroundings,
  ) {
    this.#acks = new AckBatch(name, surroundings.store, surroundings.log, () => this.#restIfIdle());
  }

  get consumers(): number {
    return this.#consumers.length;
  }

  /** Messages that a consumer has and has not settled. */
  get inFlight(): number {
    return this.#unsettled;
  }

  add(consumer: Subscription): void {
    this.#consumers.push(consumer);
    this.wake();
  }

  /** The consumer gets no more. What it has stays its own until settled or given back. */
  remove(consumer: Subscription): void {
    consumer.active = false;
    const index = this.#consumers.indexOf(consumer);
    if (index >= 0) this.#consumers.splice(index, 1);
    this.#restIfIdle();
  }

  /** The store has a new message. */
  notify(): void {
    this.#more = true;
    this.wake();
  }

  /** Room has come free or messages came back: look again in the next turn of the event loop. */
  wake(): void {
    if (this.#scheduled || this.#working || this.#consumers.length === 0) return;
    this.#scheduled = true;
    setImmediate(() => void this.#work());
  }

  /** The messages are done. */
  acknowledge(deliveries: readonly Delivery[]): void {
    this.#settle(deliveries);
    this.#acks.add(deliveries.map((delivery) => delivery.message.sequence));
    this.wake();
  }

  /** Calls back when all acknowledgements so far are durable. */
  whenDurable(done: () => void): void {
    this.#acks.whenDurable(done);
  }

  /** The link of these messages ended: they go to the next consumer, marked. */
  giveBack(deliveries: readonly Delivery[]): void {
    this.#settle(deliveries);
    this.#return(deliveries.map((delivery) => delivery.message));
    this.#restIfIdle();
  }

  /** The consumer refused these messages: they are offered again after a wait that grows with every delivery. */
  offerLater(deliveries: readonly Delivery[]): void {
    this.#settle(deliveries);
    for (const { message } of deliveries) {
      const wait = Math.min(longestNackMs, this.surroundings.nackMs * 2 ** Math.min(20, message.deliveries - 1));
      const timer = setTimeout(() => {
        this.#refused.delete(message);
        this.#return([message]);
      }, wait);
      this.#refused.set(message, timer.unref());
    }
    this.wake();
    this.#restIfIdle();
  }

  #settle(deliveries: readonly Delivery[]): void {
    this.#unsettled -= deliveries.length;
    for (const { subscription } of deliveries) subscription.inFlight--;
  }

  #return(messages: readonly StoredMessage[]): void {
    if (messages.length === 0) return;
    this.#ready = this.#ready.concat(messages).sort((a, b) => a.sequence - b.sequence);
    this.wake();
  }

  async #work(): Promise<void> {
    this.#scheduled = false;
    this.#working = true;
    let retry = false;
    try {
      for (;;) {
        const room = Math.min(roundSize, this.#consumers.reduce((sum, consumer) => sum + consumer.room, 0));
        if (room === 0) break;
        if (this.#more && this.#ready.length < room) await this.#read(room - this.#ready.length);
        if (this.#ready.length > 0) await this.#handOut();
        else if (!this.#more) break;
      }
    } catch (error) {
      this.surroundings.log.error({ queue: this.name, reason: messageOf(error) }, "messages could not be read from the store; trying again");
      retry = true;
    }
    this.#working = false;
    if (retry) setTimeout(() => this.wake(), storeRetryMs).unref();
    this.#restIfIdle();
  }

  async #read(count: number): Promise<void> {
    this.#more = false;
    try {
      const messages = await this.surroundings.store.read(this.name, this.#cursor, count);
      for (const message of messages) this.#cursor = Math.max(this.#cursor, message.sequence);
      this.#ready = this.#ready.concat(messages);
      if (messages.length >= count) this.#more = true;
    } catch (error) {
      this.#more = true;
      throw error;
    }
  }

  /** Assigns, marks the deliveries durably, then lets the frames go. */
  async #handOut(): Promise<void> {
    const assigned: { message: StoredMessage; consumer: Subscription }[] = [];
    let next: StoredMessage | undefined;
    while (assigned.length < roundSize && (next = this.#ready[assigned.length]) !== undefined) {
      const consumer = this.#nextConsumer();
      if (consumer === undefined) break;
      consumer.inFlight++;
      consumer.link.reserve(next.body.length);
      assigned.push({ message: next, consumer });
    }
    this.#ready.splice(0, assigned.length);
    if (assigned.length === 0) return;
    let marked = false;
    try {
      await this.surroundings.store.delivering(this.name, assigned.map(({ message }) => message.sequence));
      marked = true;
    } finally {
      const left: StoredMessage[] = [];
      for (const { message, consumer } of assigned) {
        consumer.link.reserve(-message.body.length);
        if (marked && consumer.active) this.#deliver(consumer, message);
        else {
          consumer.inFlight--;
          left.push(marked ? { ...message, deliveries: message.deliveries + 1 } : message);
        }
      }
      this.#return(left);
    }
  }

  #deliver(consumer: Subscription, message: StoredMessage): void {
    consumer.deliver(consumer, message);
    if (consumer.mode === AckMode.auto) {
      consumer.inFlight--;
      this.#acks.add([message.sequence]);
    } else {
      this.#unsettled++;
    }
  }

  #nextConsumer(): Subscription | undefined {
    for (let tried = 0; tried < this.#consumers.length; tried++) {
      this.#turn = (this.#turn + 1) % this.#consumers.length;
      const consumer = this.#consumers[this.#turn];
      if (consumer !== undefined && consumer.room > 0) return consumer;
    }
    return undefined;
  }

  #restIfIdle(): void {
    if (this.#consumers.length > 0 || this.#unsettled > 0 || this.#working || this.#acks.busy) return;
    for (const timer of this.#refused.values()) clearTimeout(timer);
    this.#refused.clear();
    this.surroundings.onIdle(this);
  }
}
