/** Parts of a moment in a zone, as shown. */
export interface Moment {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  /** `CET`, `UTC`, `GMT+5:30`. */
  zoneName: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-GB", {
      year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", timeZoneName: "short",
      ...(zone === "browser" ? {} : { timeZone: zone }),
    });
    formats.set(zone, format);
  }
  return format;
}

/** The moment as a clock in that zone shows it. @param at milliseconds since the epoch. */
export function momentOf(at: number, zone: string): Moment {
  const parts = new Map(formatOf(zone).formatToParts(at).map((part) => [part.type, part.value]));
  const number = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type) ?? 0);
  return { year: number("year"), month: number("month"), day: number("day"), hour: number("hour"), minute: number("minute"), second: number("second"), zoneName: parts.get("timeZoneName") ?? "" };
}

const two = (value: number) => String(value).padStart(2, "0");

/** `2026-11-20 14:06:02 CET`. @param seconds false leaves them out. */
export function fullTime(at: number, zone: string, seconds = true): string {
  const moment = momentOf(at, zone);
  return `${moment.year}-${two(moment.month)}-${two(moment.day)} ${two(moment.hour)}:${two(moment.minute)}${seconds ? `:${two(moment.second)}` : ""} ${moment.zoneName}`;
}

/** `14:06` today, `20 Nov 14:06` this year, `2019-07-17` before. */
export function shortTime(at: number, zone: string, now: number): string {
  const moment = momentOf(at, zone);
  const today = momentOf(now, zone);
  if (moment.year !== today.year) return `${moment.year}-${two(moment.month)}-${two(moment.day)}`;
  const clock = `${two(moment.hour)}:${two(moment.minute)}`;
  return moment.month === today.month && moment.day === today.day ? clock : `${moment.day} ${months[moment.month - 1] ?? ""} ${clock}`;
}

/** Milliseconds that the zone is ahead of UTC at that moment. */
export function zoneOffset(at: number, zone: string): number {
  const moment = momentOf(at, zone);
  return Date.UTC(moment.year, moment.month - 1, moment.day, moment.hour, moment.minute, moment.second) - Math.floor(at / 1000) * 1000;
}

/** ISO 8601 with the zone's offset: `2026-11-20T14:06:02+01:00`. */
export function isoTime(at: number, zone: string): string {
  const offset = zoneOffset(at, zone);
  const text = new Date(at + offset).toISOString().slice(0, 19);
  if (offset === 0) return `${text}Z`;
  const minutes = Math.abs(offset) / 60_000;
  return `${text}${offset < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** A duration or age: `0.41 s`, `12 s`, `1 m 12 s`, `12 min`, `3 h`, `4 d`. @param ms milliseconds. */
export function duration(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 1) return `${seconds.toFixed(2)} s`;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  if (seconds < 600) return `${Math.floor(seconds / 60)} m ${Math.floor(seconds % 60)} s`;
  return age(ms);
}

/** How long ago: `45 s`, `12 min`, `3 h`, `4 d`, from two years on `2 y`. @param ms milliseconds. */
export function age(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3600)} h`;
  const days = Math.floor(seconds / 86_400);
  return days < 730 ? `${days} d` : `${Math.floor(days / 365.25)} y`;
}
