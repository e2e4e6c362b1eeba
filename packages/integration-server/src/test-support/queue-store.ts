import type { MessageStore, ReceivedMessage, StoredMessage } from "@soarkit/stomp";

interface Kept {
  readonly message: Omit<StoredMessage, "deliveries">;
  deliveries: number;
}

/** Messages and replies in memory. It outlives brokers, as a platform's database does. */
export class QueueStore implements MessageStore {
  readonly replies: ReceivedMessage[] = [];
  /** Set by a test to refuse replies. */
  refuse: (message: ReceivedMessage) => Error | undefined = () => undefined;
  /** Called after each kept reply. */
  onReply: (message: ReceivedMessage) => void = () => undefined;
  readonly #queues = new Map<string, Map<number, Kept>>();
  #sequence = 0;

  put(queue: string, body: string, headers: Record<string, string>): void {
    const sequence = ++this.#sequence;
    this.#of(queue).set(sequence, { message: { sequence, messageId: `ID:test-${sequence}`, headers, body }, deliveries: 0 });
  }

  /** How many messages are not acknowledged. */
  left(): number {
    return [...this.#queues.values()].reduce((sum, queue) => sum + queue.size, 0);
  }

  read(queue: string, after: number, limit: number): Promise<readonly StoredMessage[]> {
    const found = [...this.#of(queue).values()].filter(({ message }) => message.sequence > after).slice(0, limit);
    return Promise.resolve(found.map(({ message, deliveries }) => ({ ...message, deliveries })));
  }

  delivering(queue: string, sequences: readonly number[]): Promise<void> {
    for (const sequence of sequences) {
      const kept = this.#of(queue).get(sequence);
      if (kept !== undefined) kept.deliveries++;
    }
    return Promise.resolve();
  }

  acknowledge(queue: string, sequences: readonly number[]): Promise<void> {
    for (const sequence of sequences) this.#of(queue).delete(sequence);
    return Promise.resolve();
  }

  receive(message: ReceivedMessage): Promise<void> {
    const refusal = this.refuse(message);
    if (refusal !== undefined) return Promise.reject(refusal);
    this.replies.push(message);
    this.onReply(message);
    return Promise.resolve();
  }

  #of(name: string): Map<number, Kept> {
    const queue = this.#queues.get(name) ?? new Map<number, Kept>();
    this.#queues.set(name, queue);
    return queue;
  }
}
