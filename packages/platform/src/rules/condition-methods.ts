import type { TextContent } from "@soarkit/protocol";
import { plainText } from "../http/text-content.js";

/** What one condition is asked with. */
export interface ConditionValues {
  readonly current: unknown;
  /** The value before the change; meaningless when there was none. */
  readonly previous: unknown;
  /** What happened to the object; undefined when nothing did (menu items, gateways, queries). */
  readonly change: "created" | "modified" | "deleted" | undefined;
  readonly wanted: unknown;
  /** Unit of `due_within` and `overdue_by`. */
  readonly unit: string | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * The condition methods (soar-protocol §1.9), except `script`. `equals` and `contains` ignore case, rich text is
 * compared without markup. The methods about changes ask what an object was before: they hold for a change of an object, not
 * for its creation, which `object_added` asks about.
 */
export const conditionMethods: Readonly<Record<string, (values: ConditionValues) => boolean>> = {
  equals: ({ current, wanted }) => same(current, wanted),
  not_equals: ({ current, wanted }) => !same(current, wanted),
  contains: ({ current, wanted }) => contains(current, wanted),
  not_contains: ({ current, wanted }) => !contains(current, wanted),
  in: ({ current, wanted }) => among(current, wanted),
  not_in: ({ current, wanted }) => !among(current, wanted),
  gt: ({ current, wanted }) => compare(current, wanted, (a, b) => a > b),
  gte: ({ current, wanted }) => compare(current, wanted, (a, b) => a >= b),
  lt: ({ current, wanted }) => compare(current, wanted, (a, b) => a < b),
  lte: ({ current, wanted }) => compare(current, wanted, (a, b) => a <= b),
  has_a_value: ({ current }) => !isEmpty(current),
  not_has_a_value: ({ current }) => isEmpty(current),
  does_not_have_a_value: ({ current }) => isEmpty(current),
  changed: (values) => changed(values),
  changed_to: (values) => changed(values) && same(values.current, values.wanted),
  not_changed_to: (values) => !(changed(values) && same(values.current, values.wanted)),
  changed_from: (values) => changed(values) && same(values.previous, values.wanted),
  not_changed_from: (values) => !(changed(values) && same(values.previous, values.wanted)),
  object_added: ({ change }) => change === "created",
  object_removed: ({ change }) => change === "deleted",
  value_added: ({ current, previous, change, wanted }) => change === "modified" && among(current, wanted) && !among(previous, wanted),
  value_removed: ({ current, previous, change, wanted }) => change === "modified" && !among(current, wanted) && among(previous, wanted),
  contains_user: ({ current, wanted }) => among(current, wanted),
  not_contains_user: ({ current, wanted }) => !among(current, wanted),
  includes_hierarchical: ({ current, wanted }) => among(current, wanted),
  not_includes_hierarchical: ({ current, wanted }) => !among(current, wanted),
  due_within: ({ current, wanted, unit, now }) => compare(current, wanted, (due, length) => due >= now && due - now <= length * unitLength(unit)),
  overdue_by: ({ current, wanted, unit, now }) => compare(current, wanted, (due, length) => now - due >= length * unitLength(unit)),
};

/** A value without case, markup and the difference between "empty" and "none"; handles by name. */
function plain(value: unknown): unknown {
  if (isEmpty(value)) return null;
  if (typeof value === "string") return value.trim().toLowerCase();
  if (Array.isArray(value)) return value.map(plain);
  if (isRichText(value)) return plainText(value).trim().toLowerCase();
  if (typeof value === "object" && value !== null) {
    if ("name" in value) return plain(value.name);
    if ("id" in value) return value.id;
  }
  return value;
}

function same(a: unknown, b: unknown): boolean {
  const left = plain(a);
  const right = plain(b);
  if (Array.isArray(left) || Array.isArray(right)) {
    const [these, those] = [listOf(left), listOf(right)];
    return these.every((one) => those.some((other) => equal(one, other))) && those.every((one) => these.some((other) => equal(one, other)));
  }
  return equal(left, right);
}

/** One plain value against another: numbers also in their written form, booleans also as yes and no. */
function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a === "number" && typeof b === "string") return b !== "" && Number(b) === a;
  if (typeof a === "string" && typeof b === "number") return equal(b, a);
  if (typeof a === "boolean" && typeof b === "string") return b === (a ? "true" : "false") || b === (a ? "yes" : "no");
  if (typeof a === "string" && typeof b === "boolean") return equal(b, a);
  return false;
}

/** A list holds one of the wanted values; a text has it inside. */
function contains(current: unknown, wanted: unknown): boolean {
  const value = plain(current);
  if (Array.isArray(value)) return among(current, wanted);
  if (value === null) return isEmpty(wanted);
  const text = written(value);
  return listOf(plain(wanted)).some((part) => part !== null && text.includes(written(part)));
}

function written(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The value, or one of its values, is among the wanted ones. */
function among(current: unknown, wanted: unknown): boolean {
  const choices = listOf(plain(wanted));
  return listOf(plain(current)).some((value) => choices.some((choice) => equal(value, choice)));
}

function compare(current: unknown, wanted: unknown, holds: (a: number, b: number) => boolean): boolean {
  const [a, b] = [numberOf(current), numberOf(wanted)];
  return a !== undefined && b !== undefined && holds(a, b);
}

function numberOf(value: unknown): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

function changed({ current, previous, change }: ConditionValues): boolean {
  return change === "modified" && !same(identity(current), identity(previous));
}

/** Objects by their id: two of the same name, such as hits of one source, are not the same. */
function identity(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(identity);
  return typeof value === "object" && value !== null && "id" in value ? value.id : value;
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === "string") return value.trim() === "";
  if (Array.isArray(value)) return value.length === 0;
  return isRichText(value) && plainText(value).trim() === "";
}

function isRichText(value: unknown): value is TextContent {
  return typeof value === "object" && value !== null && "content" in value && typeof value.content === "string";
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** Milliseconds of a unit; days when none is named. */
function unitLength(unit: string | null): number {
  const lengths: Readonly<Record<string, number>> = { minutes: 60_000, hours: 3_600_000, days: 86_400_000, weeks: 604_800_000 };
  return lengths[unit ?? "days"] ?? 86_400_000;
}
