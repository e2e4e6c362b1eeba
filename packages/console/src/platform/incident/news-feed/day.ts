import { fullTime } from "../../../parts/time-format.js";

/** The day of a moment in a zone: `2026-11-20`. */
export function dayOf(at: number, zone: string): string {
  return fullTime(at, zone).slice(0, 10);
}
