import { narrowerTlp, parseTlp, type Tlp } from "@soarkit/indicators";
import { listOf, membersOf, textOf, textsOf, type StixObject } from "./objects.js";

/** The marking definitions that stand for the Traffic Light Protocol: version 1 (STIX 2.1 §7.2.1.4) and version 2 (OASIS extension definition for TLP 2.0). */
export const tlpMarkings: Readonly<Record<string, Tlp>> = {
  "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9": "CLEAR",
  "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da": "GREEN",
  "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82": "AMBER",
  "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed": "RED",
  "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487": "CLEAR",
  "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb": "GREEN",
  "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421": "AMBER",
  "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003": "AMBER+STRICT",
  "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1": "RED",
};

/** The TLP label of an object: the narrowest of its markings, those of single properties included; undefined when it has none. */
export function tlpOf(object: StixObject, byId: ReadonlyMap<string, StixObject>): Tlp | undefined {
  const granular = listOf(object, "granular_markings").map((entry) => (typeof entry === "object" && entry !== null ? textOf(entry, "marking_ref") : ""));
  const labels = [...textsOf(object, "object_marking_refs"), ...granular].map((id) => labelOf(id, byId.get(id))).filter((label) => label !== undefined);
  return labels.length === 0 ? undefined : labels.reduce(narrowerTlp);
}

function labelOf(id: string, definition: StixObject | undefined): Tlp | undefined {
  if (Object.hasOwn(tlpMarkings, id)) return tlpMarkings[id];
  if (definition === undefined) return undefined;
  const extension = Object.values(membersOf(definition, "extensions") ?? {}).find((value) => typeof value === "object" && value !== null && "tlp_2_0" in value);
  const two = extension === undefined ? "" : textOf(extension, "tlp_2_0");
  return parseTlp(two) ?? parseTlp(textOf(membersOf(definition, "definition") ?? {}, "tlp")) ?? (/^tlp/i.test(textOf(definition, "name")) ? parseTlp(textOf(definition, "name")) : undefined);
}
