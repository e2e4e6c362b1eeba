/** An address may save up the requests of so many seconds: what waited at a platform comes all at once. */
const burstSeconds = 5;
/** How many addresses are remembered; the one that was quiet for the longest time goes first. */
const capacity = 10_000;

/** Bounds the requests per second, address by address (token bucket). */
export class RequestRate {
  readonly #left = new Map<string, { readonly requests: number; readonly at: number }>();

  /**
   * @param perSecond - 0 for no limit
   * @param now - milliseconds of a clock that nobody sets
   */
  constructor(
    readonly perSecond: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Counts a request. Milliseconds until it would be allowed; 0 when it is allowed now. */
  take(address: string): number {
    if (this.perSecond === 0) return 0;
    const now = this.now();
    const before = this.#left.get(address) ?? { requests: this.perSecond * burstSeconds, at: now };
    const requests = Math.min(before.requests + ((now - before.at) / 1_000) * this.perSecond, this.perSecond * burstSeconds);
    const isAllowed = requests >= 1;
    this.#left.delete(address);
    this.#left.set(address, { requests: isAllowed ? requests - 1 : requests, at: now });
    const [quietest] = this.#left.keys();
    if (this.#left.size > capacity && quietest !== undefined) this.#left.delete(quietest);
    return isAllowed ? 0 : ((1 - requests) / this.perSecond) * 1_000;
  }
}
