/** Comparison operators of STIX patterns (STIX 2.1 §9.6.1). */
export type PatternOperator = "=" | "!=" | "<" | ">" | "<=" | ">=" | "IN" | "LIKE" | "MATCHES" | "ISSUBSET" | "ISSUPERSET" | "EXISTS";

/** One test of a property: `file:hashes.'SHA-256' = '…'`. */
export interface PatternTest {
  readonly kind: "test";
  readonly negated: boolean;
  /** Type of the object, e.g. `file`. */
  readonly object: string;
  /** Property, with references and indexes, e.g. `["hashes", "SHA-256"]`, `["dst_ref", "value"]`, `["values", "[*]", "data"]`. */
  readonly path: readonly string[];
  readonly operator: PatternOperator;
  /** Several only for `IN`, none for `EXISTS`. */
  readonly values: readonly string[];
}

/** What one observation is asked for. */
export type Comparison = PatternTest | { readonly kind: "and" | "or"; readonly parts: readonly Comparison[] };

/** How often or when an observation must be made. */
export interface Qualifiers {
  /** Times of `REPEATS`; 1 without. */
  readonly repeats: number;
  /** Time of `STOP`, milliseconds since the epoch. */
  readonly stop?: number;
}

/** A whole pattern: observations and how they belong together. */
export type Observation =
  | ({ readonly kind: "observed"; readonly comparison: Comparison } & Qualifiers)
  | ({ readonly kind: "AND" | "OR" | "FOLLOWEDBY"; readonly parts: readonly Observation[] } & Qualifiers);

/** A mistake in a pattern, with where it stands. */
export class PatternError extends Error {
  constructor(
    readonly reason: string,
    /** Position in the pattern, from 1. */
    readonly position: number,
  ) {
    super(`the pattern cannot be read at character ${position}: ${reason}`);
  }
}

/** Longest pattern that is read, in characters. */
export const longestPattern = 1_000_000;
/** Deepest nesting of brackets. */
export const deepestPattern = 64;
