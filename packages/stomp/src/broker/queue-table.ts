import { Queue, type QueueSurroundings } from "./queue.js";

/** The queues that somebody reads now. */
export class QueueTable {
  readonly #queues = new Map<string, Queue>();

  constructor(readonly surroundings: Omit<QueueSurroundings, "onIdle">) {}

  get(name: string): Queue | undefined {
    return this.#queues.get(name);
  }

  open(name: string): Queue {
    let queue = this.#queues.get(name);
    if (queue === undefined) {
      queue = new Queue(name, { ...this.surroundings, onIdle: (idle) => { if (this.#queues.get(name) === idle) this.#queues.delete(name); } });
      this.#queues.set(name, queue);
    }
    return queue;
  }

  all(): readonly Queue[] {
    return [...this.#queues.values()];
  }

  /** Resolves when every acknowledgement so far is durable. */
  async durable(): Promise<void> {
    await Promise.all(this.all().map((queue) => new Promise<void>((resolve) => queue.whenDurable(resolve))));
  }
}
