import { ExpectedFailure } from "@soarkit/app-sdk";
import { isInsistedType, itypeFor, itypeOfAny, prepareForStaxx, type InsistedType, type StaxxPreparation, type StaxxType, type ThreatType, type Tlp } from "@soarkit/indicators";
import type { Origin } from "./origin.js";
import { tlpObstacle } from "./tlp-guard.js";

/** A value in STAXX's form. */
export interface PreparedValue {
  value: string;
  /** A MAC address or a file path only where the user insists: STAXX has no type for them. */
  type: StaxxType | InsistedType;
}

/** What is to be done with a value, and how far it may go. */
export interface Preparation {
  purpose: "import" | "query";
  force: boolean;
  limit: Tlp;
}

/**
 * Brings a value into STAXX's form, or says why it may not leave and what to do instead. The artifact's type counts
 * while the value is the artifact's own; a value that a script took out of it is judged by itself, except that nothing
 * of a password artifact leaves.
 */
export function tryPrepare(given: string, origin: Origin, { purpose, force, limit }: Preparation): StaxxPreparation {
  const own = origin.artifactType === "Password" || origin.artifactValue === undefined || origin.artifactValue.trim() === given.trim();
  const artifactType = own ? (origin.artifactType ?? "String") : "String";
  const prepared = prepareForStaxx({ artifactType, value: given, force, purpose });
  const obstacle = prepared.ok ? tlpObstacle(origin, limit) : undefined;
  return obstacle === undefined ? prepared : { ok: false, reason: obstacle };
}

/**
 * The same for a single value.
 *
 * @throws ExpectedFailure saying why the value may not leave and what to do instead
 */
export function prepareValue(given: string | undefined, origin: Origin, preparation: Preparation): PreparedValue {
  const prepared = tryPrepare(given ?? "", origin, preparation);
  if (!prepared.ok) throw new ExpectedFailure(`Nothing was sent to Anomali STAXX. ${prepared.reason}`);
  return { value: prepared.value, type: prepared.type };
}

/** The itype under which a value should appear, and a warning when threat type and value type do not go together. */
export function expectedItype(prepared: PreparedValue, threatType: ThreatType): { itype: string; exact: boolean; warning: string | undefined } {
  if (isInsistedType(prepared.type)) return { itype: itypeOfAny(threatType, prepared.type, prepared.value), exact: false, warning: undefined };
  const { itype, exact } = itypeFor(threatType, prepared.type, prepared.value);
  const warning = exact ? undefined : `The indicator type ${threatType} has no form for values of type ${prepared.type}; STAXX may file it as ${itype} or another type.`;
  return { itype, exact, warning };
}
