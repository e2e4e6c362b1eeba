/** Failures that are free before waiting begins. */
const freeFailures = 5;
/** Longest wait, milliseconds. */
const longestWait = 300_000;
/** A failure is forgotten after this time without another, milliseconds. */
const memory = 900_000;
/** Most account and address pairs remembered; the oldest goes first. */
const remembered = 10_000;

interface Failures {
  count: number;
  last: number;
}

/** Slows down password guessing per account and address: after five failures the wait doubles from one second to five minutes. */
export class LoginThrottle {
  private readonly failures = new Map<string, Failures>();

  constructor(private readonly now: () => number) {}

  /** Milliseconds until the next try is allowed; 0 when it is allowed now. */
  wait(account: string, address: string): number {
    const known = this.failures.get(key(account, address));
    if (known === undefined || known.count < freeFailures) return 0;
    const pause = Math.min(1_000 * 2 ** (known.count - freeFailures), longestWait);
    return Math.max(known.last + pause - this.now(), 0);
  }

  failed(account: string, address: string): void {
    const name = key(account, address);
    const known = this.failures.get(name);
    const now = this.now();
    const count = known === undefined || now - known.last > memory ? 1 : Math.min(known.count + 1, 64);
    this.failures.delete(name);
    this.failures.set(name, { count, last: now });
    const [oldest] = this.failures.keys();
    if (this.failures.size > remembered && oldest !== undefined) this.failures.delete(oldest);
  }

  succeeded(account: string, address: string): void {
    this.failures.delete(key(account, address));
  }
}

function key(account: string, address: string): string {
  return `${account.slice(0, 200)}\n${address}`;
}
