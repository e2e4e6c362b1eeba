import { normalise, type IndicatorType } from "@soarkit/indicators";

/** A value with our type, canonical. */
export interface TypedValue {
  readonly type: IndicatorType;
  readonly value: string;
}

/** What a property's value is, or why it is nothing that Soarkit keeps. */
export type PropertyReading = ({ readonly ok: true } & TypedValue) | { readonly ok: false; readonly reason: string };

const hashNames: Readonly<Record<string, IndicatorType>> = {
  md5: "md5", sha1: "sha1", sha224: "sha224", sha256: "sha256", sha384: "sha384", sha512: "sha512", ssdeep: "ssdeep", tlsh: "tlsh", imphash: "imphash",
}; // prettier-ignore

// Properties of cyber-observable objects (STIX 2.1 §6) by `object:property`, indexes left out.
const properties: Readonly<Record<string, IndicatorType>> = {
  "ipv4-addr:value": "ip",
  "ipv6-addr:value": "ip",
  "domain-name:value": "domain",
  "domain-name:resolves_to_refs.value": "ip",
  "url:value": "url",
  "email-addr:value": "email",
  "email-message:subject": "email_subject",
  "email-message:from_ref.value": "email",
  "email-message:sender_ref.value": "email",
  "email-message:body_multipart.body_raw_ref.name": "file_name",
  "file:name": "file_name",
  "file:parent_directory_ref.path": "file_path",
  "directory:path": "file_path",
  "mutex:name": "mutex",
  "windows-registry-key:key": "registry_key",
  "mac-addr:value": "mac",
  "autonomous-system:number": "asn",
  "network-traffic:src_ref.value": "ip",
  "network-traffic:dst_ref.value": "ip",
  "network-traffic:extensions.http-request-ext.request_header.User-Agent": "user_agent",
  "network-traffic:extensions.http-request-ext.request_value": "uri_path",
  "process:extensions.windows-service-ext.service_name": "service_name",
  "process:extensions.windows-service-ext.display_name": "service_name",
  "process:image_ref.name": "file_name",
};

/** The type of a property's values; undefined when Soarkit keeps none of them. */
export function propertyType(object: string, path: readonly string[]): IndicatorType | undefined {
  const steps = path.filter((step) => !step.startsWith("["));
  const last = steps.at(-1) ?? "";
  if (steps.at(-2) === "hashes") {
    const hash = hashNames[last.toLowerCase().replaceAll(/[-_]/g, "")];
    const file = object === "file" || object === "artifact" || object === "email-message" || object === "process";
    return hash === undefined ? undefined : object === "x509-certificate" ? (hash === "ssdeep" ? undefined : "certificate") : file ? hash : undefined;
  }
  const key = `${object}:${steps.join(".")}`;
  return Object.hasOwn(properties, key) ? properties[key] : undefined;
}

// What people write under a neighbouring property: networks as addresses, hosts as URLs or traffic ends, whole paths as names.
const neighbours: Partial<Record<IndicatorType, readonly IndicatorType[]>> = { ip: ["cidr", "domain"], domain: ["ip"], url: ["ip", "domain"], uri_path: ["url"] };

/** Reads the value of a property. */
export function readProperty(object: string, path: readonly string[], value: string): PropertyReading {
  const type = propertyType(object, path);
  if (type === undefined) return { ok: false, reason: `Soarkit keeps no values of ${object}:${path.join(".")}` };
  const wanted = type === "file_name" && /[\\/]/.test(value) ? "file_path" : type;
  const canonical = normalise(wanted, value);
  if (canonical.ok) return { ok: true, type: wanted, value: canonical.value };
  for (const candidate of neighbours[wanted] ?? []) {
    const nearby = normalise(candidate, value);
    if (nearby.ok) return { ok: true, type: candidate, value: nearby.value };
  }
  return { ok: false, reason: canonical.reason };
}
