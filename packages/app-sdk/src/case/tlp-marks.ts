import { narrowerTlp, parseTlp, type Tlp } from "@soarkit/indicators";
import type { IncidentDTO } from "@soarkit/protocol";

/** A traffic light label and what carries it (design §7 "TLP"). */
export interface TlpMark {
  readonly name: Tlp;
  readonly from: "artifact" | "incident";
}

/** The label among an artifact's tags (`tlp:*`); the narrowest one when there are several. */
export function artifactTlp(artifact: { readonly [key: string]: unknown }): TlpMark | undefined {
  const tags: unknown = artifact["tags"];
  if (!Array.isArray(tags)) return undefined;
  const labels = tags.flatMap((tag: unknown) => {
    const handle = typeof tag === "object" && tag !== null && "tag_handle" in tag ? tag.tag_handle : tag;
    const text = typeof handle === "object" && handle !== null && "name" in handle ? handle.name : handle;
    const label = typeof text === "string" && /^tlp\s*[:=]/i.test(text) ? parseTlp(text) : undefined;
    return label === undefined ? [] : [label];
  });
  return labels.length === 0 ? undefined : { name: labels.reduce(narrowerTlp), from: "artifact" };
}

/** The label in the incident's field `tlp`, custom or not. */
export function incidentTlp(incident: IncidentDTO): TlpMark | undefined {
  for (const value of [incident.properties["tlp"], incident["tlp"]]) {
    const text = typeof value === "object" && value !== null && "name" in value ? value.name : value;
    if (typeof text === "string") {
      const label = parseTlp(text);
      if (label !== undefined) return { name: label, from: "incident" };
    }
  }
  return undefined;
}
