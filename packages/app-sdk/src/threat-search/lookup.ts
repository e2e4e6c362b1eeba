import { narrowerTlp, parseTlp, type Tlp } from "@soarkit/indicators";
import type { ThreatServiceArtifact } from "@soarkit/protocol";
import { artifactTlp } from "../case/tlp-marks.js";

/** An artifact that a platform asks about. */
export interface ThreatLookup {
  /** Stays the same for the same artifact. */
  readonly id: string;
  /** Type of the artifact, one of those that the searcher wants. */
  readonly type: string;
  /** Its value as received: a text, a number, `{name, value}`, `{key, entry_name?, entry_value?}` or a list of texts, by type (soar-protocol §5.3). */
  readonly value: unknown;
  /** The same as texts: of a header its value, of a registry key the key, of a list each entry. Never empty ones. */
  readonly texts: readonly string[];
  /** Content of a file artifact, when the searcher wants files and the platform sent it. There only while the search runs. */
  readonly file: { readonly path: string; readonly size: number } | undefined;
}

/** The look-up as a searcher gets it. */
export function toLookup(id: string, artifact: ThreatServiceArtifact, file: ThreatLookup["file"]): ThreatLookup {
  return { id, type: artifact.type, value: artifact.value, texts: textsOf(artifact.value), file };
}

/** The label that an artifact carries, as `tlp` or among its tags; the narrowest one when there are several. */
export function lookupTlp(artifact: ThreatServiceArtifact): Tlp | undefined {
  const own = artifact["tlp"];
  const labels = [typeof own === "string" ? parseTlp(own) : undefined, artifactTlp(artifact)?.name].filter((label) => label !== undefined);
  return labels.length === 0 ? undefined : labels.reduce(narrowerTlp);
}

function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (typeof value === "number") return [String(value)];
  if (typeof value === "string") return value.trim() === "" ? [] : [value];
  if (typeof value !== "object" || value === null) return [];
  return "key" in value ? textsOf(value.key) : "value" in value ? textsOf(value.value) : [];
}
