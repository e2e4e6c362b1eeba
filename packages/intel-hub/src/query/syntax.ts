/** Fields of a query (staxx-api §1.4); `indicator` is another name of `value`. */
export const queryFields = [
  "value", "type", "itype", "confidence", "severity", "tlp", "classification", "detail", "actor", "campaign", "feed_name", "source", "feed_site_netloc", "id", "date_last", "date_first", "threat_type", "expires", "status",
] as const; // prettier-ignore

/** A field of a query. */
export type QueryField = (typeof queryFields)[number];

/** An operator of a query. */
export type QueryOperator = "=" | "!=" | ">" | ">=" | "<" | "<=" | "contains" | "startswith" | "endswith";

/** A value as written: its pieces between wildcards. One piece means no wildcard. */
export interface QueryValue {
  readonly text: string;
  readonly pieces: readonly string[];
}

/** `field operator value`. */
export interface Clause {
  readonly kind: "clause";
  readonly field: QueryField;
  readonly operator: QueryOperator;
  readonly value: QueryValue;
  /** Position of the value in the query, counted from 1. */
  readonly position: number;
}

/** A condition of a query. */
export type Condition = Clause | { readonly kind: "and" | "or"; readonly items: readonly Condition[] } | { readonly kind: "not"; readonly item: Condition };

/** A query: a condition, or a bare value to look for everywhere. */
export type Query = { readonly kind: "condition"; readonly condition: Condition } | { readonly kind: "keyword"; readonly text: string };
