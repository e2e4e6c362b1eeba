import type { Condition, Query } from "./syntax.js";

/** Values that the index of values answers at once; more of them are a long query. */
const mostQuickValues = 2_000;

/** True when an index leads to the few records that a query is about, so that answering it holds nobody up. */
export function isQuick(query: Query | undefined): boolean {
  if (query?.kind !== "condition") return false;
  return pointsAt(query.condition) <= mostQuickValues;
}

/** How many values or ids a condition names, one of which each match has; infinite when it names none. */
function pointsAt(condition: Condition): number {
  switch (condition.kind) {
    case "clause":
      return (condition.field === "value" || condition.field === "id") && condition.operator === "=" && condition.value.pieces.length === 1 ? 1 : Number.POSITIVE_INFINITY;
    case "and":
      return Math.min(...condition.items.map(pointsAt));
    case "or":
      return condition.items.reduce((sum, item) => sum + pointsAt(item), 0);
    case "not":
      return Number.POSITIVE_INFINITY;
  }
}
