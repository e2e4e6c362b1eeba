import { handleName } from "../../../api/handles.js";
import type { Incident } from "../data/types.js";

/** The incident's TLP, from the field that carries one; undefined when none does. */
export function tlpOf(incident: Incident): string | undefined {
  for (const [name, value] of Object.entries({ ...incident.properties, tlp: incident["tlp"] ?? incident.properties["tlp"] })) {
    if (!/(^|_)tlp(_|$)|traffic_light/i.test(name)) continue;
    const text = typeof value === "string" ? value : handleName(value as Parameters<typeof handleName>[0]);
    if (text !== undefined && /^(tlp\s*:\s*)?(red|amber(\s*\+\s*strict)?|green|clear|white)$/i.test(text.trim())) return text;
  }
  return undefined;
}
