import { isIndicatorType, isSeverity, isThreatType, normalise, type Severity, type ThreatType } from "@soarkit/indicators";
import { nameUuid } from "./ids.js";
import { membersOf, textOf, timeOf, type StixObject } from "./objects.js";
import type { TypedValue } from "./properties.js";

/** The property extension under which an object that a hub wrote says what STIX has no place for. Readers of other products pass over it. */
export const recordExtension = `extension-definition--${nameUuid("soarkit record extension")}`;

/** A record as a hub wrote it. */
export interface OwnRecord extends TypedValue {
  readonly threatType: ThreatType;
  readonly severity: Severity;
  readonly confidence: number;
  readonly detail: string;
  readonly actor: string;
  readonly campaign: string;
  readonly feedName: string;
  /** Milliseconds since the epoch. */
  readonly first: number;
  readonly last: number;
  readonly expires: number | null;
}

/** The record inside an object that a hub wrote; undefined for any other, and for one that does not hold what a hub writes. */
export function ownRecord(object: StixObject): OwnRecord | undefined {
  const own = membersOf(membersOf(object, "extensions") ?? {}, recordExtension);
  if (own === undefined) return undefined;
  const [type, threatType, severity, confidence] = [textOf(own, "value_type"), textOf(own, "threat_type"), textOf(own, "severity"), own.confidence];
  const [first, last] = [timeOf(own, "first_seen"), timeOf(own, "last_seen")];
  if (!isIndicatorType(type) || !isThreatType(threatType) || !isSeverity(severity) || first === undefined || last === undefined) return undefined;
  if (typeof confidence !== "number" || !Number.isInteger(confidence) || confidence < 0 || confidence > 100) return undefined;
  const canonical = normalise(type, textOf(own, "value"));
  if (!canonical.ok) return undefined;
  const texts = { detail: textOf(own, "detail"), actor: textOf(own, "actor"), campaign: textOf(own, "campaign"), feedName: textOf(own, "feed_name") };
  return { type, value: canonical.value, threatType, severity, confidence, ...texts, first: Math.min(first, last), last, expires: timeOf(own, "expires") ?? null };
}
