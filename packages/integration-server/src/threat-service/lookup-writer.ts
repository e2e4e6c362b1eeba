import type { Logger } from "@soarkit/runtime";
import type { Lookup } from "./lookup.js";
import type { LookupStore } from "./store.js";

/** Changes are gathered so long before they are written together, in milliseconds. */
const gatherMs = 10;

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Brings look-ups to the disk: all changes of some milliseconds in one transaction, each look-up once. */
export class LookupWriter {
  #changed = new Map<string, Lookup>();
  #removed = new Map<string, Lookup>();
  #waiting: Waiting[] = [];
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;

  constructor(
    private readonly store: LookupStore,
    private readonly log: Logger,
  ) {}

  /** The look-up is written as it will be then. */
  save(lookup: Lookup): void {
    this.#removed.delete(lookup.key);
    this.#changed.set(lookup.key, lookup);
    this.#schedule();
  }

  remove(lookup: Lookup): void {
    this.#changed.delete(lookup.key);
    this.#removed.set(lookup.key, lookup);
    this.#schedule();
  }

  /** Resolves when everything that was handed over before is on the disk. */
  async written(): Promise<void> {
    if (this.#changed.size > 0 || this.#removed.size > 0) {
      await new Promise<void>((resolve, reject) => this.#waiting.push({ resolve, reject }));
    } else await this.#writing;
  }

  /** Writes what is left and closes the file. */
  async close(): Promise<void> {
    await this.written().catch(() => undefined);
    clearTimeout(this.#timer);
    await this.store.close();
  }

  #schedule(): void {
    if (this.#writing === undefined) this.#timer ??= setTimeout(() => { this.#flush(); }, gatherMs);
  }

  #flush(): void {
    const [changed, removed, waiting] = [this.#changed, this.#removed, this.#waiting];
    this.#timer = undefined;
    this.#changed = new Map();
    this.#removed = new Map();
    this.#waiting = [];
    this.#writing = this.store.write([...changed.values()].map((lookup) => lookup.toRow()), [...removed.values()]);
    this.#writing.then(
      () => { for (const { resolve } of waiting) resolve(); },
      (error: unknown) => {
        this.log.error({ err: error }, "The threat service could not write its look-ups");
        for (const { reject } of waiting) reject(error);
      },
    ).finally(() => {
      this.#writing = undefined;
      if (this.#changed.size > 0 || this.#removed.size > 0) this.#schedule();
    });
  }
}
