/** Failures are forgotten after this time without another one, milliseconds. */
const memory = 15 * 60_000;
/** How many guessers are remembered; the oldest goes first. */
const capacity = 10_000;
/** Failures beyond this many change nothing any more. */
const mostFailures = 64;

interface Failures {
  readonly count: number;
  readonly last: number;
  readonly guess: string | undefined;
}

/** How guessing is slowed down. */
export interface GuessThrottleOptions {
  /** Failures that cost nothing. */
  readonly freeTries: number;
  /** Longest wait between two tries, milliseconds. */
  readonly longestWait: number;
  /** Milliseconds since 1970; default the clock. */
  readonly now?: () => number;
}

/**
 * Slows down guessing of passwords: after some failures of the same guesser (an account, an address, or both) each further
 * try must wait twice as long as the one before, from a second on.
 */
export class GuessThrottle {
  readonly #failures = new Map<string, Failures>();
  readonly #options: GuessThrottleOptions;
  readonly #now: () => number;

  constructor(options: GuessThrottleOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  /** Milliseconds until the next try is allowed; 0 when it is allowed now. */
  wait(guesser: string): number {
    const { freeTries, longestWait } = this.#options;
    const known = this.#recent(guesser);
    if (known === undefined || known.count < freeTries) return 0;
    return Math.max(known.last + Math.min(longestWait, 1_000 * 2 ** (known.count - freeTries)) - this.#now(), 0);
  }

  /** @param guess - a hash of what was tried: the same again and again, as programs with an old password do, is one guess */
  failed(guesser: string, guess?: string): void {
    const before = this.#recent(guesser);
    if (guess !== undefined && before?.guess === guess) return;
    const count = Math.min((before?.count ?? 0) + 1, mostFailures);
    this.#failures.delete(guesser);
    this.#failures.set(guesser, { count, last: this.#now(), guess });
    const [oldest] = this.#failures.keys();
    if (this.#failures.size > capacity && oldest !== undefined) this.#failures.delete(oldest);
  }

  succeeded(guesser: string): void {
    this.#failures.delete(guesser);
  }

  #recent(guesser: string): Failures | undefined {
    const known = this.#failures.get(guesser);
    return known !== undefined && this.#now() - known.last < memory ? known : undefined;
  }
}
