import type { HitPropertyType } from "@soarkit/protocol";

/** A property of a hit as it goes to the platform. */
export interface HitProperty {
  readonly type: HitPropertyType;
  /** Once per hit. */
  readonly name: string;
  readonly value: string | number | { readonly lat: number; readonly lng: number };
}

/** What a searcher knows of an artifact: shown at the artifact, with the searcher's threat source. */
export interface Hit {
  readonly props: readonly HitProperty[];
}

type Maybe<T> = T | null | undefined;

/** A text; nothing when there is none. */
export function textProperty(name: string, value: Maybe<string>): HitProperty | undefined {
  return value === null || value === undefined || value === "" ? undefined : { type: "string", name, value };
}

/** A number; nothing when there is none. */
export function numberProperty(name: string, value: Maybe<number>): HitProperty | undefined {
  return value === null || value === undefined || !Number.isFinite(value) ? undefined : { type: "number", name, value };
}

/** An address that people can open; nothing when there is none. */
export function uriProperty(name: string, value: Maybe<string | URL>): HitProperty | undefined {
  const text = value?.toString() ?? "";
  return text === "" ? undefined : { type: "uri", name, value: text };
}

/** An IP address; nothing when there is none. */
export function ipProperty(name: string, value: Maybe<string>): HitProperty | undefined {
  return value === null || value === undefined || value === "" ? undefined : { type: "ip", name, value };
}

/** A place on the map, in degrees; nothing when there is none. */
export function placeProperty(name: string, value: Maybe<{ readonly lat: number; readonly lng: number }>): HitProperty | undefined {
  return value === null || value === undefined ? undefined : { type: "lat_lng", name, value: { lat: value.lat, lng: value.lng } };
}

/** A hit with those properties that are there; of two with one name the first counts. */
export function hit(...properties: readonly (HitProperty | undefined)[]): Hit {
  const byName = new Map<string, HitProperty>();
  for (const property of properties) if (property !== undefined && !byName.has(property.name)) byName.set(property.name, property);
  return { props: [...byName.values()] };
}
