import type { Link } from "./link.js";
import type { StoredMessage } from "./message-store.js";

/** How a consumer tells that a message is done (STOMP 1.2, SUBSCRIBE). */
export const AckMode = { auto: "auto", client: "client", individual: "client-individual" } as const;
export type AckMode = (typeof AckMode)[keyof typeof AckMode];

/** A message that a consumer has and has not settled. */
export interface Delivery {
  readonly ackId: string;
  readonly message: StoredMessage;
  readonly subscription: Subscription;
}

/** A consumer of one queue. */
export class Subscription {
  /** Messages assigned or delivered and not settled. */
  inFlight = 0;
  /** When it was asked for, in milliseconds since the epoch. */
  readonly since = Date.now();
  /** False once unsubscribed or the link ended: gets no more messages. */
  active = true;
  /** True once the right to read was checked. */
  reading = false;

  constructor(
    readonly id: string,
    readonly queue: string,
    readonly mode: AckMode,
    readonly prefetch: number,
    readonly link: Link,
    readonly deliver: (subscription: Subscription, message: StoredMessage) => void,
  ) {}

  /** How many messages it may be given now. */
  get room(): number {
    return this.active && this.inFlight < this.prefetch && this.link.writable ? this.prefetch - this.inFlight : 0;
  }
}
