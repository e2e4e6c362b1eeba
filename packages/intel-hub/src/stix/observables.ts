import { listOf, membersOf, textOf, type StixObject } from "./objects.js";
import { readProperty, type TypedValue } from "./properties.js";
import type { LeftOut } from "./stand-alone.js";

type Property = readonly [path: readonly string[], value: string];

/** Types of cyber-observable objects that carry values. */
const observed = new Set(["ipv4-addr", "ipv6-addr", "domain-name", "url", "email-addr", "email-message", "file", "artifact", "directory", "mutex", "windows-registry-key", "mac-addr", "autonomous-system", "x509-certificate", "network-traffic", "process"]); // prettier-ignore

/** True for a cyber-observable object whose values Soarkit can keep. */
export function isObservable(object: StixObject): boolean {
  return observed.has(object.type);
}

/** The values of a cyber-observable object. */
export function readObservable(object: StixObject): { values: TypedValue[]; leftOut: LeftOut[] } {
  const values: TypedValue[] = [];
  const leftOut: LeftOut[] = [];
  for (const [path, value] of propertiesOf(object)) {
    const reading = readProperty(object.type, path, value);
    if (reading.ok) values.push({ type: reading.type, value: reading.value });
    else leftOut.push({ type: `${object.type}:${path.join(".")}`, value, reason: reading.reason });
  }
  return { values, leftOut };
}

function propertiesOf(object: StixObject): Property[] {
  const plain = { "email-message": "subject", directory: "path", file: "name", mutex: "name", "windows-registry-key": "key", process: "" }[object.type] ?? "value";
  const direct = plain === "" ? "" : textOf(object, plain);
  const hashes = Object.entries(membersOf(object, "hashes") ?? {}).flatMap(([name, value]): Property[] => (typeof value === "string" ? [[["hashes", name], value]] : []));
  const number = object.type === "autonomous-system" && typeof object.number === "number" ? [[["number"], String(object.number)] as const] : [];
  return [...(direct === "" ? [] : [[[plain], direct] as const]), ...hashes, ...number, ...ofExtensions(object)];
}

function ofExtensions(object: StixObject): Property[] {
  const extensions = membersOf(object, "extensions") ?? {};
  const agent = membersOf(membersOf(extensions, "http-request-ext") ?? {}, "request_header")?.["User-Agent"];
  const service = textOf(membersOf(extensions, "windows-service-ext") ?? {}, "service_name");
  return [
    ...[agent].flat().flatMap((value): Property[] => (typeof value === "string" ? [[["extensions", "http-request-ext", "request_header", "User-Agent"], value]] : [])),
    ...(service === "" ? [] : [[["extensions", "windows-service-ext", "service_name"], service] as const]),
  ];
}

/** The observables inside `observed-data` of STIX 2.0, which has them as members of its own. */
export function observedInside(object: StixObject): readonly unknown[] {
  return object.type === "observed-data" ? Object.values(membersOf(object, "objects") ?? {}) : [];
}

/** Ids that an object refers to as its contents. */
export function referredBy(object: StixObject): string[] {
  return listOf(object, "object_refs").filter((id) => typeof id === "string");
}
