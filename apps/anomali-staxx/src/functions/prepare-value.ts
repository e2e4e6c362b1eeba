import { ExpectedFailure } from "@soarkit/app-sdk";
import { itypeFor, prepareForStaxx, type StaxxType, type ThreatType } from "@soarkit/indicators";
import type { Origin } from "./origin.js";

/** A value in STAXX's form. */
export interface PreparedValue {
  value: string;
  type: StaxxType;
}

/**
 * Brings a value into STAXX's form. The artifact's type counts while the value is the artifact's own; a value that a
 * script took out of it is judged by itself, except that nothing of a password artifact leaves.
 *
 * @throws ExpectedFailure saying why the value may not leave and what to do instead
 */
export function prepareValue(given: string | undefined, origin: Origin, options: { purpose: "import" | "query"; force: boolean }): PreparedValue {
  const value = given ?? "";
  const own = origin.artifactType === "Password" || origin.artifactValue === undefined || origin.artifactValue.trim() === value.trim();
  const artifactType = own ? (origin.artifactType ?? "String") : "String";
  const prepared = prepareForStaxx({ artifactType, value, force: options.force, purpose: options.purpose });
  if (!prepared.ok) throw new ExpectedFailure(`Nothing was sent to Anomali STAXX. ${prepared.reason}`);
  return { value: prepared.value, type: prepared.type };
}

/** The itype under which a value should appear, and a warning when threat type and value type do not go together. */
export function expectedItype(prepared: PreparedValue, threatType: ThreatType): { itype: string; exact: boolean; warning: string | undefined } {
  const { itype, exact } = itypeFor(threatType, prepared.type, prepared.value);
  const warning = exact ? undefined : `The indicator type ${threatType} has no form for values of type ${prepared.type}; STAXX may file it as ${itype} or another type.`;
  return { itype, exact, warning };
}
