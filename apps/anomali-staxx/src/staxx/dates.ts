/** A moment as STAXX wrote it, and what it means in the zone that the configuration names. */
export interface StaxxDate {
  /** As received. */
  text: string;
  /** The moment in UTC; null when the text is not a date. */
  iso: string | null;
  /** For people: the text as received with its zone, or the text alone when it is not a date. */
  display: string;
}

const pattern = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{1,2}):(\d{2}):(\d{2})\s*(am|pm)?$/i;

/** True when the runtime knows `zone` as an IANA time zone. */
export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en-GB", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** Minutes by which `zone` is ahead of UTC at the moment `time` (ms). */
function offsetMinutes(time: number, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit",
  }).formatToParts(time);
  const part = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.find((one) => one.type === type)?.value);
  const wall = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
  return Math.round((wall - Math.floor(time / 1000) * 1000) / 60_000);
}

/** Wall time of a zone as a moment; in the hour that a zone has twice the first one counts. */
function zonedTime(wall: number, zone: string): number {
  const before = wall - offsetMinutes(wall - 86_400_000, zone) * 60_000;
  return offsetMinutes(before, zone) * 60_000 === wall - before ? before : wall - offsetMinutes(before, zone) * 60_000;
}

/** Hour of the day: a 12-hour clock, or a 24-hour clock with a redundant AM/PM (hour above 12, or 0). */
function hourOfDay(hour: number, half: string | undefined): number {
  if (half === undefined || hour > 12 || hour === 0) return hour;
  return (hour % 12) + (half.toLowerCase() === "pm" ? 12 : 0);
}

/**
 * Reads `date_last`, which STAXX writes in its own local time without a zone (staxx-api §1.3).
 *
 * @param text - as received, e.g. `2020-08-12 10:05:58 AM`
 * @param zone - IANA zone of the STAXX server (config `server_timezone`)
 */
export function readStaxxDate(text: string, zone: string): StaxxDate {
  const match = pattern.exec(text.trim());
  if (match === null) return { text, iso: null, display: text };
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [number, number, number, number, number, number];
  const wall = Date.UTC(year, month - 1, day, hourOfDay(hour, match[7]), minute, second);
  const real = new Date(wall);
  if (hour > 23 || minute > 59 || second > 59 || real.getUTCMonth() !== month - 1 || real.getUTCDate() !== day) return { text, iso: null, display: text };
  return { text, iso: new Date(zonedTime(wall, zone)).toISOString(), display: `${text.trim()} (${zone})` };
}
