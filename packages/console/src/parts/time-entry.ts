import { momentOf, zoneOffset } from "./time-format.js";

const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/**
 * A time as a person types it: `2026-11-20 14:06`, `2026-11-20`, `14:06`, `now`, `-2h`, ISO 8601, epoch seconds or milliseconds.
 * @returns milliseconds since the epoch; undefined for text that is no time.
 */
export function parseTime(text: string, zone: string, now: number): number | undefined {
  const entry = text.trim();
  if (/^now$/i.test(entry)) return now;
  const ago = /^([+-])\s*(\d{1,6})\s*(s|min|m|h|d|w)$/i.exec(entry);
  if (ago !== null) return now + (ago[1] === "-" ? -1 : 1) * Number(ago[2]) * (units[(ago[3] ?? "").toLowerCase()] ?? 0);
  if (/^\d{9,10}$/.test(entry)) return Number(entry) * 1000;
  if (/^\d{12,13}$/.test(entry)) return Number(entry);
  if (/^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)$/i.test(entry)) {
    const at = Date.parse(entry);
    return Number.isNaN(at) ? undefined : at;
  }
  const clock = /^(\d{1,2}):(\d\d)(?::(\d\d))?$/.exec(entry);
  if (clock !== null) {
    const today = momentOf(now, zone);
    return inZone([today.year, today.month, today.day, Number(clock[1]), Number(clock[2]), Number(clock[3] ?? 0)], zone);
  }
  const day = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]+(\d{1,2}):(\d\d)(?::(\d\d))?)?(?:\s+[A-Z]{2,5}[+\-:\d]*)?$/.exec(entry);
  if (day === null) return undefined;
  return inZone([Number(day[1]), Number(day[2]), Number(day[3]), Number(day[4] ?? 0), Number(day[5] ?? 0), Number(day[6] ?? 0)], zone);
}

type Clock = readonly [year: number, month: number, day: number, hour: number, minute: number, second: number];

function inZone([year, month, day, hour, minute, second]: Clock, zone: string): number | undefined {
  const asUtc = Date.UTC(year, month - 1, day, hour, minute, second);
  const check = new Date(asUtc);
  if (check.getUTCMonth() !== month - 1 || check.getUTCDate() !== day || check.getUTCHours() !== hour || check.getUTCMinutes() !== minute) return undefined;
  const first = asUtc - zoneOffset(asUtc, zone);
  return asUtc - zoneOffset(first, zone);
}
