import { SoarkitError } from "@soarkit/protocol";

/** A hit as scripts give it (soar-protocol §4 `artifact.addHit`). */
export interface HitInput {
  readonly name: string;
  readonly properties: readonly { readonly name: string; readonly type: string; readonly value?: unknown }[];
}

/** Types of a hit's properties (soar-protocol §4). */
const propertyTypes: readonly string[] = ["string", "number", "uri", "ip", "lat_lng"];
const maxProperties = 200;

/** @throws SoarkitError `VALUE_INVALID` naming what is wrong with the hit. */
export function checkHit(hit: HitInput): { name: string; properties: { name: string; type: string; value: unknown }[] } {
  const refuse = (field: string, reason: string): SoarkitError => new SoarkitError("VALUE_INVALID", { field, reason });
  if (hit.name.trim() === "" || hit.name.length > 300) throw refuse("name", "give the hit a name of at most 300 characters.");
  if (hit.properties.length > maxProperties) throw refuse("properties", `a hit has at most ${maxProperties} properties.`);
  for (const property of hit.properties) {
    if (property.name.trim() === "") throw refuse("properties", "each property of a hit needs a name.");
    if (!propertyTypes.includes(property.type)) throw refuse(`properties.${property.name.slice(0, 100)}`, `its type must be one of ${propertyTypes.join(", ")}.`);
    if (JSON.stringify(property.value ?? null).length > 20_000) throw refuse(`properties.${property.name.slice(0, 100)}`, "its value is too long.");
  }
  return { name: hit.name.trim(), properties: hit.properties.map(({ name, type, value }) => ({ name, type, value: value ?? null })) };
}
