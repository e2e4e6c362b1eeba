import { SoarkitError } from "@soarkit/protocol";

interface Failures {
  count: number;
  last: number;
}

/** Failed tries that cost nothing, by account and by address. */
const freeTries = { account: 5, address: 20 } as const;
/** Longest wait between two tries, milliseconds. */
const longestWait = 60_000;
/** Failures are forgotten after this time without another one, milliseconds. */
const memory = 15 * 60_000;
/** How many accounts and addresses are remembered; the oldest goes first. */
const capacity = 10_000;

/**
 * Slows down guessing of people's passwords: after some failures each further try on the same account, or from the
 * same address, must wait twice as long as the one before, up to a minute. API keys are too long to be guessed and
 * are never slowed down.
 */
export class LoginThrottle {
  private readonly failures = new Map<string, Failures>();

  constructor(private readonly now: () => number = Date.now) {}

  /** @throws SoarkitError `LOGIN_THROTTLED` while the account or the address has to wait. */
  check(account: string, address: string): void {
    const wait = Math.max(this.wait(`account ${account}`, freeTries.account), this.wait(`address ${address}`, freeTries.address));
    if (wait > 0) throw new SoarkitError("LOGIN_THROTTLED", { seconds: Math.ceil(wait / 1000) });
  }

  failed(account: string, address: string): void {
    for (const key of [`account ${account}`, `address ${address}`]) {
      const before = this.recent(key);
      this.failures.delete(key);
      this.failures.set(key, { count: (before?.count ?? 0) + 1, last: this.now() });
    }
    const [oldest] = this.failures.keys();
    if (this.failures.size > capacity && oldest !== undefined) this.failures.delete(oldest);
  }

  /** The address keeps its failures: one right login does not clear the guesses made from there. */
  succeeded(account: string): void {
    this.failures.delete(`account ${account}`);
  }

  private wait(key: string, free: number): number {
    const failures = this.recent(key);
    if (failures === undefined || failures.count < free) return 0;
    const pause = Math.min(longestWait, 1000 * 2 ** (failures.count - free));
    return failures.last + pause - this.now();
  }

  private recent(key: string): Failures | undefined {
    const failures = this.failures.get(key);
    return failures !== undefined && this.now() - failures.last < memory ? failures : undefined;
  }
}
