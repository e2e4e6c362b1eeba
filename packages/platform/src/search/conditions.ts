import { SoarkitError } from "@soarkit/protocol";
import { sql, type Expression, type RawBuilder, type SqlBool } from "kysely";
import type { Condition } from "../incidents/query-input.js";

/** One thing that can be asked about: its number or text, as SQL. */
export type Comparable = Expression<number | string | null>;

/** Methods that compare with a value, for queries. */
const valueMethods = ["equals", "not_equals", "contains", "not_contains", "in", "not_in", "gt", "gte", "lt", "lte"];

const comparisons = { gt: ">", gte: ">=", lt: "<", lte: "<=" } as const;

/** Methods by which queries can ask; the others of IBM's list compare with an earlier state (soar-protocol §1.9). */
const presenceMethods: Readonly<Record<string, boolean>> = { has_a_value: true, not_has_a_value: false, does_not_have_a_value: false };

/** Whether the method asks for presence: true, absence: false, neither: undefined. */
export function presenceAsked(method: string): boolean | undefined {
  return Object.hasOwn(presenceMethods, method) ? presenceMethods[method] : undefined;
}

/** A comparing method without its "not". @throws SoarkitError `QUERY_INVALID` for a method that queries cannot use. */
export function positiveMethod({ method, fieldName }: Condition): { method: string; negated: boolean } {
  if (presenceAsked(method) === undefined && !valueMethods.includes(method)) {
    const usable = [...valueMethods, "has_a_value", "not_has_a_value"].join(", ");
    throw new SoarkitError("QUERY_INVALID", { reason: `the method ${method} of ${fieldName} cannot be asked in a query; use one of ${usable}.` });
  }
  switch (method) {
    case "not_equals":
      return { method: "equals", negated: true };
    case "not_contains":
      return { method: "contains", negated: true };
    case "not_in":
      return { method: "in", negated: true };
    default:
      return { method, negated: false };
  }
}

/**
 * A condition on one value.
 * @param wanted the condition's value(s) as stored: numbers, or lower-case text.
 * @throws SoarkitError `QUERY_INVALID` for a method that queries cannot use.
 */
export function compare(target: Comparable, condition: Condition, wanted: readonly (number | string)[]): RawBuilder<SqlBool> {
  const { method, fieldName } = condition;
  const [first] = wanted;
  if (first === undefined) return sql<SqlBool>`1 = 0`;
  switch (method) {
    case "equals":
    case "in":
      return sql<SqlBool>`${target} in (${sql.join(wanted)})`;
    case "contains":
      if (wanted.every((value) => typeof value === "number")) return sql<SqlBool>`${target} in (${sql.join(wanted)})`;
      return sql<SqlBool>`(${sql.join(wanted.map((value) => sql`${target} like ${likePattern(String(value))} escape '\\'`), sql` or `)})`;
    case "gt":
    case "gte":
    case "lt":
    case "lte":
      return sql<SqlBool>`${target} ${sql.raw(comparisons[method])} ${first}`;
    default:
      throw new SoarkitError("QUERY_INVALID", { reason: `${fieldName} cannot be compared by ${method}.` });
  }
}

/** All of these conditions, or any of them; no conditions hold always. */
export function combine(conditions: readonly RawBuilder<SqlBool>[], any: boolean): RawBuilder<SqlBool> {
  if (conditions.length === 0) return sql<SqlBool>`1 = 1`;
  return sql<SqlBool>`(${sql.join(conditions, any ? sql` or ` : sql` and `)})`;
}

/** A pattern for LIKE that finds the text anywhere. */
export function likePattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, (special) => `\\${special}`)}%`;
}

/** The values of a condition as a list. @throws SoarkitError `QUERY_INVALID` for more than 1,000. */
export function wantedValues(condition: Condition): unknown[] {
  const list = Array.isArray(condition.value) ? (condition.value as unknown[]) : [condition.value];
  if (list.length > 1_000) throw new SoarkitError("QUERY_INVALID", { reason: `${condition.fieldName} is compared with ${list.length} values; at most 1000 are possible.` });
  return list;
}
