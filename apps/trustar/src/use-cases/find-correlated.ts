import { setTimeout as wait } from "node:timers/promises";
import type { TrustarClient } from "../trustar/client.js";
import type { Indicator } from "../trustar/dto.js";
import { TrustarRefusal } from "../trustar/refusals.js";

/** Pauses before a report's indicators are asked for again while TruSTAR still reads it, in milliseconds. */
const readingPauses = [500, 1_000, 2_000, 4_000, 8_000];

/** What TruSTAR knows beside an incident's own indicators. */
export interface Correlated {
  /** Values of the report itself; empty when TruSTAR found none in it. */
  readonly own: readonly Indicator[];
  readonly indicators: readonly Indicator[];
  /** How many there are in all, as far as TruSTAR tells. */
  readonly total: number;
}

/**
 * Indicators that share a report with those of this one, without its own (use case 4).
 *
 * @param enough - tells from what was found so far whether further pages are needed
 */
export async function findCorrelated(client: TrustarClient, reportId: string, enclaveIds: readonly string[], enough: (found: readonly Indicator[]) => boolean, signal: AbortSignal): Promise<Correlated> {
  const own = await indicatorsOf(client, reportId, signal);
  if (own.length === 0) return { own, indicators: [], total: 0 };
  const known = new Set(own.map(({ value }) => sameness(value)));
  const others = (found: readonly Indicator[]): readonly Indicator[] => found.filter(({ value }) => !known.has(sameness(value)));
  const related = await client.related(own.map(({ value }) => value), enclaveIds, (found) => enough(others(found)));
  const indicators = others(related.indicators);
  return { own, indicators, total: related.more ? Math.max(indicators.length, related.total - (related.indicators.length - indicators.length)) : indicators.length };
}

/** The report's indicators. A server that still reads the report answers 404 (trustar-api §2.1.8). */
async function indicatorsOf(client: TrustarClient, reportId: string, signal: AbortSignal): Promise<readonly Indicator[]> {
  for (const pause of readingPauses) {
    try {
      return await client.reportIndicators(reportId);
    } catch (error) {
      if (!(error instanceof TrustarRefusal) || error.status !== 404) throw error;
      await wait(pause, undefined, { signal });
    }
  }
  return await client.reportIndicators(reportId);
}

/** What makes two values the same: case counts only in addresses with a path. */
export function sameness(value: string): string {
  const trimmed = value.trim();
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : trimmed.toLowerCase();
}

