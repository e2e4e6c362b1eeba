import { setImmediate } from "node:timers/promises";
import { messageOf } from "@soarkit/protocol";
import type { Logger } from "@soarkit/runtime";

/** A turn that should be made again in a moment, without having failed. */
export class TryLater extends Error {
  override readonly name = "TryLater";
}

const laterMs = 500;

/**
 * Makes turns of instances: never two of the same instance at once, a bounded number in all. Each begins with a pause
 * for the event loop, which many turns that only read the database would otherwise hold up. A wish that comes
 * while the instance has its turn leads to another one after it.
 */
export class TurnScheduler {
  readonly #turn: (id: number) => Promise<void>;
  readonly #log: Logger;
  readonly #atOnce: number;
  readonly #waiting = new Set<number>();
  readonly #running = new Map<number, Promise<void>>();
  readonly #later = new Map<number, NodeJS.Timeout>();
  #stopped = false;

  constructor(options: { turn: (id: number) => Promise<void>; log: Logger; atOnce?: number }) {
    this.#turn = options.turn;
    this.#log = options.log;
    this.#atOnce = options.atOnce ?? 8;
  }

  /** Wishes a turn for an instance. */
  kick(id: number): void {
    if (this.#stopped) return;
    this.#waiting.add(id);
    this.#next();
  }

  /** Resolves when no turn is running or wished for. */
  async idle(): Promise<void> {
    while (this.#running.size > 0 || this.#waiting.size > 0) await Promise.allSettled([...this.#running.values(), Promise.resolve()]);
  }

  /** Takes no more wishes and waits for the turns under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#waiting.clear();
    for (const timer of this.#later.values()) clearTimeout(timer);
    this.#later.clear();
    await this.idle();
  }

  #next(): void {
    for (const id of this.#waiting) {
      if (this.#running.size >= this.#atOnce) return;
      if (this.#running.has(id)) continue;
      this.#waiting.delete(id);
      const turn = setImmediate()
        .then(() => this.#turn(id))
        .catch((error: unknown) => this.#failed(id, error))
        .finally(() => {
          this.#running.delete(id);
          this.#next();
        });
      this.#running.set(id, turn);
    }
  }

  #failed(id: number, error: unknown): void {
    if (this.#stopped) return;
    if (!(error instanceof TryLater)) {
      this.#log.error({ err: error, workflow_instance: id }, `a workflow could not go on: ${messageOf(error)}`);
      return;
    }
    const timer = setTimeout(() => {
      this.#later.delete(id);
      this.kick(id);
    }, laterMs);
    this.#later.set(id, timer);
  }
}
