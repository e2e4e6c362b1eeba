const units = ["B", "kB", "MB", "GB", "TB"];

/** A size in decimal units: `1.2 MB`. */
export function sizeText(bytes: number): string {
  let value = Math.max(0, bytes);
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit > 0 && value < 9.95 ? 1 : 0;
  return `${value.toFixed(digits)} ${units[unit] ?? ""}`;
}

/** A member's name for people: `dead_letters` is `Dead letters`. */
export function memberName(name: string): string {
  const words = name.replaceAll("_", " ").replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A plain member for people; undefined for one that is nested or empty. */
export function memberText(value: unknown): string | undefined {
  if (typeof value === "number") return value.toLocaleString("en");
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "string" && value !== "" ? value : undefined;
}

const day = 86_400_000;

/** How urgent a certificate's end is. */
export function certificateState(until: number, now: number): "fine" | "soon" | "over" {
  if (until <= now) return "over";
  return until - now < 14 * day ? "soon" : "fine";
}
