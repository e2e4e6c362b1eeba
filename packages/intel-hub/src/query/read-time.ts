const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** A moment as a query or a record writes it, and how long it lasts (a second, a day), both in milliseconds. */
export interface Moment {
  readonly from: number;
  /** Last millisecond that still belongs to it. */
  readonly until: number;
}

/**
 * Reads a time of a query (staxx-api §1.4): `-1d` (s, m, h, d, w before now), an ISO date or date-time, or the form of `date_last` with AM or PM.
 * Without a zone it is UTC. `undefined` when it is none.
 */
export function readTime(text: string, now: number): Moment | undefined {
  const relative = /^-(\d{1,9})([smhdw])$/i.exec(text);
  if (relative !== null) {
    const from = now - Number(relative[1]) * (units[(relative[2] ?? "").toLowerCase()] ?? 0);
    return { from, until: from };
  }
  const parts = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(\.\d{1,6})?)?(?: ?(AM|PM))?(Z|[+-]\d{2}:?\d{2})?)?$/i.exec(text.trim());
  if (parts === null) return undefined;
  const [, day = "", hour, minute = "00", second, fraction = "", half, zone] = parts;
  const clock = hour === undefined ? "00" : hourOf(hour, half);
  const from = Date.parse(`${day}T${clock}:${minute}:${second ?? "00"}${fraction.slice(0, 4)}${zoneOf(zone)}`);
  if (Number.isNaN(from)) return undefined;
  const length = hour === undefined ? 86_400_000 : second === undefined ? 60_000 : fraction === "" ? 1_000 : 1;
  return { from, until: from + length - 1 };
}

/** A 24-hour clock with a redundant AM or PM is accepted too (staxx-api §1.3). */
function hourOf(hour: string, half: string | undefined): string {
  const number = Number(hour);
  if (half === undefined || number > 12) return hour;
  const noon = half.toUpperCase() === "PM" ? 12 : 0;
  return String((number % 12) + noon).padStart(2, "0");
}

function zoneOf(zone: string | undefined): string {
  if (zone === undefined) return "Z";
  return zone.length === 5 && zone !== "Z" ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone.toUpperCase();
}

const twelveHours = Array.from({ length: 24 }, (_, hour) => ({ hour: String(hour % 12 === 0 ? 12 : hour % 12).padStart(2, "0"), half: hour < 12 ? "AM" : "PM" }));

/** `YYYY-MM-DD hh:mm:ss AM|PM` on the 12-hour clock, UTC (staxx-api §1.3). */
export function staxxTime(time: number): string {
  const date = new Date(time);
  const iso = date.toISOString();
  const at = twelveHours[date.getUTCHours()];
  return `${iso.slice(0, -14)} ${at?.hour ?? ""}${iso.slice(-11, -5)} ${at?.half ?? ""}`;
}
