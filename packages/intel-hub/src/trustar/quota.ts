import { SoarkitError } from "@soarkit/protocol";
import type { Caller } from "../accounts/accounts.js";

/** How many calls an account may make; reports and indicators that are submitted do not count by the day. */
export interface TrustarLimits {
  /** Default 6,000. */
  readonly requestsPerMinute?: number;
  /** Default 1,000,000; begins anew at midnight UTC. */
  readonly requestsPerDay?: number;
}

/** Use of a limit. */
export interface QuotaState {
  readonly guid: string;
  readonly maxRequests: number;
  readonly usedRequests: number;
  readonly timeWindow: number;
  readonly lastResetTime: number;
  readonly nextResetTime: number;
}

const minute = 60_000;
const day = 86_400_000;
const defaultPerMinute = 6_000;
const defaultPerDay = 1_000_000;

interface Window {
  readonly start: number;
  used: number;
}

/** Counts calls by account, in memory: a restart begins anew. */
export class Quota {
  private readonly minutes = new Map<number, Window>();
  private readonly days = new Map<number, Window>();

  constructor(
    private readonly limits: TrustarLimits,
    private readonly now: () => number,
  ) {}

  /** Counts one call. @throws SoarkitError `HUB_QUOTA_EXCEEDED`. */
  count({ id }: Caller, counted: { readonly byDay: boolean }): void {
    const perMinute = windowOf(this.minutes, id, minute, this.now());
    this.refuseOver(perMinute, minute, this.limits.requestsPerMinute ?? defaultPerMinute);
    const perDay = windowOf(this.days, id, day, this.now());
    if (counted.byDay) {
      this.refuseOver(perDay, day, this.limits.requestsPerDay ?? defaultPerDay);
      perDay.used += 1;
    }
    perMinute.used += 1;
  }

  /** The day's limit of an account (trustar-api §1.7). */
  state({ id }: Caller): QuotaState[] {
    const { start, used } = windowOf(this.days, id, day, this.now());
    return [{ guid: `00000000-0000-4000-8000-${id.toString(16).padStart(12, "0")}`, maxRequests: this.limits.requestsPerDay ?? defaultPerDay, usedRequests: used, timeWindow: day, lastResetTime: start, nextResetTime: start + day }];
  }

  private refuseOver({ start, used }: Window, length: number, most: number): void {
    if (used < most) return;
    const wait = Math.max(1, start + length - this.now());
    throw new SoarkitError("HUB_QUOTA_EXCEEDED", { wait, seconds: Math.ceil(wait / 1_000) });
  }
}

function windowOf(windows: Map<number, Window>, account: number, length: number, now: number): Window {
  const start = Math.floor(now / length) * length;
  const known = windows.get(account);
  if (known?.start === start) return known;
  const fresh = { start, used: 0 };
  windows.set(account, fresh);
  return fresh;
}
