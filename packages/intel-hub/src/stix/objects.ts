/** A STIX object as it came: nothing but its type and id is certain. */
export interface StixObject {
  readonly type: string;
  readonly id: string;
  readonly [property: string]: unknown;
}

/** Longest text that is taken from a property, in characters. */
const longestText = 100_000;

/** A STIX object, or undefined for anything that has no type. Objects inside `observed-data` of version 2.0 have no id; they get an empty one. */
export function asStixObject(candidate: unknown): StixObject | undefined {
  if (typeof candidate !== "object" || candidate === null || Array.isArray(candidate)) return undefined;
  const { type, id } = candidate as { type?: unknown; id?: unknown };
  return typeof type === "string" && type !== "" && type.length <= 250 ? { ...candidate, type, id: typeof id === "string" ? id : "" } : undefined;
}

/** A property that is text; empty for any other. */
export function textOf(object: object, property: string): string {
  const value = Object.hasOwn(object, property) ? (object as Record<string, unknown>)[property] : undefined;
  return typeof value === "string" ? value.slice(0, longestText) : "";
}

/** A property that is a list of texts; entries that are none are left out. */
export function textsOf(object: object, property: string): string[] {
  return listOf(object, property).filter((entry) => typeof entry === "string");
}

/** A property that is a list; empty for any other. */
export function listOf(object: object, property: string): readonly unknown[] {
  const value = Object.hasOwn(object, property) ? (object as Record<string, unknown>)[property] : undefined;
  return Array.isArray(value) ? value : [];
}

/** A property that is an object with members; undefined for any other. */
export function membersOf(object: object, property: string): Readonly<Record<string, unknown>> | undefined {
  const value = Object.hasOwn(object, property) ? (object as Record<string, unknown>)[property] : undefined;
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
}

/** A property that is a time, milliseconds since the epoch; undefined when it is missing or none. */
export function timeOf(object: object, property: string): number | undefined {
  const text = textOf(object, property);
  const time = text === "" ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

/** The first words of a text, for lists. */
export function excerpt(text: string, length = 80): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}
