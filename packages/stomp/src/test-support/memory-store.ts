import type { MessageStore, ReceivedMessage, StoredMessage } from "../broker/message-store.js";

interface Kept {
  readonly message: StoredMessage;
  deliveries: number;
}

/** A message store in memory, for tests of broker and connection. Outlives a broker, as a database does. */
export class MemoryStore implements MessageStore {
  readonly received: ReceivedMessage[] = [];
  /** Sequences of every call of `delivering`. */
  readonly marked: (readonly number[])[] = [];
  /** Answers the next calls: a test sets it to make the store fail or wait. */
  beforeCall: (what: "read" | "delivering" | "acknowledge" | "receive") => Promise<void> = () => Promise.resolve();
  readonly #queues = new Map<string, Map<number, Kept>>();
  #sequence = 0;

  /** Adds a message and gives its message-id. */
  put(queue: string, body: string, headers: Record<string, string> = {}): string {
    const sequence = ++this.#sequence;
    const message = { sequence, messageId: `ID:soarkit-${sequence}:1:1`, headers, body, deliveries: 0 };
    this.#queue(queue).set(sequence, { message, deliveries: 0 });
    return message.messageId;
  }

  /** Bodies that are not acknowledged. */
  left(queue: string): string[] {
    return [...this.#queue(queue).values()].map(({ message }) => message.body);
  }

  async read(queue: string, after: number, limit: number): Promise<readonly StoredMessage[]> {
    await this.beforeCall("read");
    return [...this.#queue(queue).values()]
      .filter(({ message }) => message.sequence > after)
      .slice(0, limit)
      .map(({ message, deliveries }) => ({ ...message, deliveries }));
  }

  async delivering(queue: string, sequences: readonly number[]): Promise<void> {
    await this.beforeCall("delivering");
    this.marked.push(sequences);
    for (const sequence of sequences) {
      const kept = this.#queue(queue).get(sequence);
      if (kept !== undefined) kept.deliveries++;
    }
  }

  async acknowledge(queue: string, sequences: readonly number[]): Promise<void> {
    await this.beforeCall("acknowledge");
    for (const sequence of sequences) this.#queue(queue).delete(sequence);
  }

  async receive(message: ReceivedMessage): Promise<void> {
    await this.beforeCall("receive");
    this.received.push(message);
  }

  #queue(name: string): Map<number, Kept> {
    let queue = this.#queues.get(name);
    if (queue === undefined) {
      queue = new Map();
      this.#queues.set(name, queue);
    }
    return queue;
  }
}
