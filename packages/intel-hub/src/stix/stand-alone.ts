import { isHashType } from "@soarkit/indicators";
import type { Comparison, Observation, PatternTest } from "./pattern-syntax.js";
import { propertyType, readProperty, type TypedValue } from "./properties.js";

/** A value that was left out, and why. */
export interface LeftOut {
  /** The property, e.g. `file:name`. */
  readonly type: string;
  readonly value: string;
  readonly reason: string;
}

/** What a pattern says about single values. */
export interface StandAlone {
  readonly values: readonly (TypedValue & {
    /** End of the pattern's `START … STOP …`, milliseconds since the epoch. */
    readonly until?: number;
  })[];
  readonly leftOut: readonly LeftOut[];
}

/**
 * The values of a pattern of which a single sighting fulfils it: nothing that the pattern wants only together with something else becomes an
 * indicator of its own.
 *
 * - `OR`, `IN` and several observations joined by `OR`: each value.
 * - `AND` inside an observation: none, but for a file's hash (it names the file whole, so whatever else is said of the file follows from it) and for
 *   tests that follow from the value, such as `dst_ref.type = 'ipv4-addr'`.
 * - Observations joined by `AND` or `FOLLOWEDBY`, and `REPEATS` more than once: none.
 * - `!=`, `NOT`, greater, less, `EXISTS`, wildcards of `LIKE` and `MATCHES`: these name no value.
 */
export function standAlone(observation: Observation): StandAlone {
  if (observation.repeats > 1) return refuse(observation, `it counts only when seen ${observation.repeats.toLocaleString("en")} times`);
  switch (observation.kind) {
    case "observed":
      return bounded(ofComparison(observation.comparison), observation.stop);
    case "OR":
      return bounded(joined(observation.parts.map(standAlone)), observation.stop);
    case "AND":
      return refuse(observation, "it counts only together with the pattern's other observations");
    case "FOLLOWEDBY":
      return refuse(observation, "it counts only in a sequence of observations");
  }
}

function ofComparison(comparison: Comparison): StandAlone {
  if (comparison.kind === "test") return ofTest(comparison);
  if (comparison.kind === "or") return joined(comparison.parts.map(ofComparison));
  const meaningful = comparison.parts.filter((part) => !followsFromValue(part));
  const [only] = meaningful;
  if (only !== undefined && meaningful.length === 1) return ofComparison(only);
  const oneFile = testsOf(comparison).every(({ object }) => object === "file");
  return joined(meaningful.map((part) => (oneFile && namesFileWhole(part) ? ofComparison(part) : refuseComparison(part, `it counts only together with ${othersOf(meaningful, part)}`))));
}

function ofTest(test: PatternTest): StandAlone {
  const reason = namesNothing(test);
  if (reason !== undefined) return refuseComparison(test, reason);
  const values: TypedValue[] = [];
  const leftOut: LeftOut[] = [];
  for (const value of test.values) {
    const reading = readProperty(test.object, test.path, value);
    if (reading.ok) values.push({ type: reading.type, value: reading.value });
    else leftOut.push({ type: nameOf(test), value, reason: reading.reason });
  }
  return { values, leftOut };
}

function namesNothing({ negated, operator, values, object, path }: PatternTest): string | undefined {
  if (negated || operator === "!=") return "the pattern excludes this value";
  if (operator === "LIKE" && values.some((value) => /[%_]/.test(value))) return "a wildcard names no single value";
  if (operator === "MATCHES") return "a regular expression names no single value";
  if (operator === "EXISTS") return "the pattern asks only that the property exists";
  if (operator === "ISSUPERSET") return "a network that holds this one is no single value";
  if (operator === "ISSUBSET" && propertyType(object, path) !== "ip") return "a part of a set is no single value";
  return /^[<>]/.test(operator) ? "the pattern asks for a range" : undefined;
}

/** The type of a referred object says nothing that its value does not. */
function followsFromValue(part: Comparison): boolean {
  return part.kind === "test" && !part.negated && part.operator === "=" && part.path.at(-1) === "type" && part.path.some((step) => /_refs?$/.test(step));
}

function namesFileWhole(part: Comparison): boolean {
  return testsOf(part).every((test) => test.path.at(-2) === "hashes" && namesNothing(test) === undefined && isHashType(propertyType(test.object, test.path) ?? ""));
}

function testsOf(comparison: Comparison): PatternTest[] {
  return comparison.kind === "test" ? [comparison] : comparison.parts.flatMap(testsOf);
}

function othersOf(all: readonly Comparison[], part: Comparison): string {
  const names = [...new Set(all.filter((other) => other !== part).flatMap(testsOf).map(nameOf))]; // prettier-ignore
  return names.length > 3 ? `${names.slice(0, 3).join(", ")} and others` : names.join(", ");
}

function refuse(observation: Observation, reason: string): StandAlone {
  return observation.kind === "observed" ? refuseComparison(observation.comparison, reason) : joined(observation.parts.map((part) => refuse(part, reason)));
}

function refuseComparison(comparison: Comparison, reason: string): StandAlone {
  const leftOut = testsOf(comparison).flatMap((test) => (test.values.length === 0 ? [""] : test.values).map((value) => ({ type: nameOf(test), value, reason })));
  return { values: [], leftOut };
}

function nameOf({ object, path }: PatternTest): string {
  return `${object}:${path.join(".").replaceAll(".[", "[")}`;
}

function joined(parts: readonly StandAlone[]): StandAlone {
  return { values: parts.flatMap(({ values }) => values), leftOut: parts.flatMap(({ leftOut }) => leftOut) };
}

function bounded(part: StandAlone, stop: number | undefined): StandAlone {
  return stop === undefined ? part : { ...part, values: part.values.map((value) => ({ ...value, until: Math.min(stop, value.until ?? stop) })) };
}
