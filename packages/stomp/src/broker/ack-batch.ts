import { messageOf } from "@soarkit/protocol";
import type { Logger } from "@soarkit/runtime";
import type { MessageStore } from "./message-store.js";

/** Wait before a failed write to the store is tried again, in ms. */
export const storeRetryMs = 1_000;

/** Collects the acknowledgements of a queue, so that those of one turn of the event loop become one write. */
export class AckBatch {
  #sequences: number[] = [];
  #waiting: (() => void)[] = [];
  #scheduled = false;
  #writing = false;

  constructor(
    readonly queue: string,
    readonly store: MessageStore,
    readonly log: Logger,
    readonly onSettled: () => void,
  ) {}

  /** True while something is not durable yet. */
  get busy(): boolean {
    return this.#writing || this.#sequences.length > 0;
  }

  add(sequences: readonly number[]): void {
    for (const sequence of sequences) this.#sequences.push(sequence);
    this.#schedule();
  }

  /** Calls back when everything added so far is durable. */
  whenDurable(done: () => void): void {
    if (!this.busy) {
      done();
      return;
    }
    this.#waiting.push(done);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled || this.#writing) return;
    this.#scheduled = true;
    setImmediate(() => void this.#write());
  }

  async #write(): Promise<void> {
    this.#scheduled = false;
    const sequences = this.#sequences;
    const waiting = this.#waiting;
    this.#sequences = [];
    this.#waiting = [];
    this.#writing = true;
    try {
      if (sequences.length > 0) await this.store.acknowledge(this.queue, sequences);
      this.#writing = false;
      for (const done of waiting) done();
      if (this.#sequences.length > 0 || this.#waiting.length > 0) this.#schedule();
      else this.onSettled();
    } catch (error) {
      this.log.error({ queue: this.queue, reason: messageOf(error) }, "acknowledgements could not be stored; trying again");
      this.#sequences = sequences.concat(this.#sequences);
      this.#waiting = waiting.concat(this.#waiting);
      setTimeout(() => {
        this.#writing = false;
        this.#schedule();
      }, storeRetryMs).unref();
    }
  }
}
