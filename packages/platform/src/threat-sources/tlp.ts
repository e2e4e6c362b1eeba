import { narrowerTlp, parseTlp, tlpRank, type Tlp } from "@soarkit/indicators";
import type { PlatformQueries } from "../database.js";

/** Label that a new source gets at most (design §7 "TLP"). */
export const usualMaxTlp: Tlp = "AMBER";

/** Fields of incidents that hold a Traffic Light Protocol label. */
const labelFields = ["properties.tlp", "tlp"];

/** True for a field of incidents that holds a label. */
export function isLabelField(path: string): boolean {
  return labelFields.includes(path);
}

/** True when the label keeps a value from a source; without a label nothing does. */
export function isAbove(label: Tlp | undefined, max: Tlp): boolean {
  return label !== undefined && tlpRank(label) > tlpRank(max);
}

/** The labels of these incidents; one without a label, or with a text that is none, is not in it. */
export async function incidentLabels(queries: PlatformQueries, incidents: Iterable<number>): Promise<Map<number, Tlp>> {
  const labels = new Map<number, Tlp>();
  const ids = [...new Set(incidents)];
  if (ids.length === 0) return labels;
  const rows = await queries.selectFrom("incident_values").select(["incident_id", "text_value"]).where("incident_id", "in", ids).where("path", "in", labelFields).execute();
  for (const { incident_id: id, text_value: text } of rows) {
    const label = parseTlp(text ?? "");
    if (label !== undefined) labels.set(id, narrowerTlp(label, labels.get(id) ?? label));
  }
  return labels;
}
