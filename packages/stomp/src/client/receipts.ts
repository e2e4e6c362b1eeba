import type { SoarkitError } from "@soarkit/protocol";

interface Waiting {
  readonly destination: string;
  readonly until: number;
  readonly resolve: () => void;
  readonly reject: (error: SoarkitError) => void;
}

/** SENDs that wait for their RECEIPT. */
export class Receipts {
  readonly #waiting = new Map<string, Waiting>();
  readonly #timeout: number;
  readonly #missing: (destination: string) => SoarkitError;
  #sweeper: NodeJS.Timeout | undefined;
  #next = 1;

  /** `timeout` in ms; `missing` makes the error of a SEND whose receipt did not come in that time. */
  constructor(timeout: number, missing: (destination: string) => SoarkitError) {
    this.#timeout = timeout;
    this.#missing = missing;
  }

  /** A new receipt id and the promise of its receipt. */
  expect(destination: string): { id: string; receipt: Promise<void> } {
    const id = `send-${this.#next++}`;
    const receipt = new Promise<void>((resolve, reject) => {
      this.#waiting.set(id, { destination, until: Date.now() + this.#timeout, resolve, reject });
    });
    this.#sweeper ??= setInterval(() => this.#sweep(), Math.min(1_000, this.#timeout));
    return { id, receipt };
  }

  /** True when the receipt was expected here. */
  arrived(id: string): boolean {
    const waiting = this.#take(id);
    waiting?.resolve();
    return waiting !== undefined;
  }

  /** The broker answered with an ERROR. True when the receipt was expected here. */
  refused(id: string, error: (destination: string) => SoarkitError): boolean {
    const waiting = this.#take(id);
    waiting?.reject(error(waiting.destination));
    return waiting !== undefined;
  }

  /** The link is gone: no receipt will come. */
  lost(error: (destination: string) => SoarkitError): void {
    for (const id of [...this.#waiting.keys()]) this.refused(id, error);
  }

  #take(id: string): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (this.#waiting.size === 0) {
      clearInterval(this.#sweeper);
      this.#sweeper = undefined;
    }
    return waiting;
  }

  /** Receipts are expected in order of time, so the first that may wait on ends the search. */
  #sweep(): void {
    const now = Date.now();
    for (const [id, waiting] of this.#waiting) {
      if (waiting.until > now) return;
      this.refused(id, this.#missing);
    }
  }
}
