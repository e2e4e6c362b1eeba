/** A place in the order in which objects were shared: microseconds since the epoch, each used once, so that no page ever ends inside one. */
export type Position = number;

/** A position as TAXII writes times, with six places. */
export function dateAdded(position: Position): string {
  return `${new Date(Math.floor(position / 1_000)).toISOString().slice(0, -1)}${String(position % 1_000).padStart(3, "0")}Z`;
}

/** Reads a TAXII timestamp to the microsecond; undefined for anything else. */
export function positionOf(text: string): Position | undefined {
  const parts = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?Z$/.exec(text);
  const seconds = parts === null ? Number.NaN : Date.parse(`${parts[1] ?? ""}Z`);
  return Number.isNaN(seconds) ? undefined : seconds * 1_000 + Number((parts?.[2] ?? "").padEnd(6, "0").slice(0, 6));
}
