import { isFilePath } from "./classify.js";
import { normalise } from "./normalise.js";
import { hashTypeOf, type IndicatorType } from "./types.js";

/** A value of ours that an attribute of a MISP event stands for. */
export interface MispValue {
  readonly type: IndicatorType;
  readonly value: string;
}

/** What became of an attribute's value. A composite type (`filename|sha1`) gives several values. */
export type MispReading = { readonly ok: true; readonly values: readonly MispValue[] } | { readonly ok: false; readonly reason: string };

/** The parts of an attribute that decide what it is. */
export interface MispAttributeKind {
  readonly type: string;
  readonly value: string;
  readonly category?: string;
  /** Role of the attribute in its MISP object, e.g. `signature`. */
  readonly objectRelation?: string;
}

type Part = IndicatorType | "file" | "drop";

const singles: Readonly<Record<string, Part>> = {
  "ip-src": "ip", "ip-dst": "ip", domain: "domain", hostname: "domain", url: "url", uri: "uri_path", link: "link",
  email: "email", "email-src": "email", "email-dst": "email", "email-reply-to": "email", "whois-registrant-email": "email", "dns-soa-email": "email", "email-subject": "email_subject",
  md5: "md5", sha1: "sha1", sha224: "sha224", sha256: "sha256", sha384: "sha384", sha512: "sha512",
  ssdeep: "ssdeep", tlsh: "tlsh", imphash: "imphash", filename: "file", "mac-address": "mac", "mac-eui-64": "drop", mutex: "mutex", "named pipe": "mutex",
  regkey: "registry_key", "windows-service-name": "service_name", "windows-service-displayname": "service_name", "user-agent": "user_agent", AS: "asn", vulnerability: "cve",
  "malware-type": "malware", btc: "crypto_wallet", dash: "crypto_wallet", xmr: "crypto_wallet",
  "x509-fingerprint-sha1": "certificate", "x509-fingerprint-sha256": "certificate", "x509-fingerprint-md5": "certificate",
  "ja3-fingerprint-md5": "fingerprint", "jarm-fingerprint": "fingerprint", "hassh-md5": "fingerprint", "hasshserver-md5": "fingerprint",
}; // prettier-ignore

const composites: Readonly<Record<string, readonly [Part, Part]>> = {
  "domain|ip": ["domain", "ip"], "hostname|port": ["domain", "drop"], "ip-src|port": ["ip", "drop"], "ip-dst|port": ["ip", "drop"],
  "malware-sample": ["file", "md5"], "regkey|value": ["registry_key", "drop"],
}; // prettier-ignore

const refusals: Readonly<Record<string, string>> = {
  comment: "a comment is kept with the report",
  text: "free text without a known meaning",
  other: "free text without a known meaning",
  "target-email": "names a victim, not a threat",
  "target-user": "names a victim, not a threat",
  "target-machine": "names a victim, not a threat",
  "target-org": "names a victim, not a threat",
  attachment: "a file; its hash would be an indicator",
  "threat-actor": "kept as the report's actor",
  "campaign-name": "kept as the report's campaign",
};

/** Reads an attribute of a MISP event as values of our types, canonical. Says why when it stands for none. Never throws. */
export function readMispAttribute(attribute: MispAttributeKind): MispReading {
  const { type, value } = attribute;
  if (type === "text") return readText(attribute);
  const parts = composites[type] ?? (type.startsWith("filename|") ? (["file", singles[type.slice("filename|".length)] ?? "drop"] as const) : undefined);
  if (parts === undefined) return readSingle(type, singles[type] ?? "drop", value);
  const bar = type === "regkey|value" ? value.indexOf("|") : value.lastIndexOf("|");
  if (bar < 0) return { ok: false, reason: `a value of type ${type} needs two parts with a bar between them` };
  const first = readSingle(type, parts[0], value.slice(0, bar));
  const second = parts[1] === "drop" ? ({ ok: true, values: [] } as const) : readSingle(type, parts[1], value.slice(bar + 1));
  if (!first.ok && !second.ok) return first;
  return { ok: true, values: [...(first.ok ? first.values : []), ...(second.ok ? second.values : [])] };
}

/** The types that values of a MISP attribute type become; empty where Soarkit keeps none. */
export function indicatorTypesOfMisp(type: string): IndicatorType[] {
  const parts = composites[type] ?? (type.startsWith("filename|") ? ["file" as const, singles[type.slice("filename|".length)] ?? "drop"] : [type === "text" ? "malware" : (singles[type] ?? "drop")]);
  return [...new Set(parts.flatMap((part): IndicatorType[] => (part === "drop" ? [] : part === "file" ? ["file_name", "file_path"] : [part])))];
}

function readSingle(mispType: string, part: Part, value: string): MispReading {
  if (part === "drop") return { ok: false, reason: refusals[mispType] ?? `Soarkit keeps no values of the MISP type ${mispType}` };
  const type = part === "file" ? (isFilePath(value.trim()) || /[\\/]/.test(value) ? "file_path" : "file_name") : part;
  const canonical = normalise(type, value);
  if (canonical.ok) return { ok: true, values: [{ type, value: canonical.value }] };
  const nearby = nearbyType(type, value);
  return nearby ? { ok: true, values: [nearby] } : { ok: false, reason: canonical.reason };
}

// What people file under a neighbouring type: a host or a network as URL or address, a whole URL as URI, a wrong kind of hash.
const neighbours: Partial<Record<IndicatorType, readonly IndicatorType[]>> = { url: ["ip", "domain", "uri_path"], uri_path: ["url", "domain"], ip: ["cidr", "domain"], domain: ["ip", "url"], link: ["domain"] };

function nearbyType(type: IndicatorType, value: string): MispValue | undefined {
  const hash = ["md5", "sha1", "sha256", "sha512"].includes(type) ? hashTypeOf(value.trim()) : undefined;
  for (const candidate of hash === undefined ? (neighbours[type] ?? []) : [hash]) {
    const canonical = normalise(candidate, value);
    if (canonical.ok) return { type: candidate, value: canonical.value };
  }
  return undefined;
}

function readText({ value, category, objectRelation }: MispAttributeKind): MispReading {
  // A detection name stands free under its category, or as the signature of an av-signature object; the product's name is none.
  const detection = objectRelation === undefined ? category === "Antivirus detection" : objectRelation === "signature";
  if (!detection) return { ok: false, reason: objectRelation === undefined ? (refusals.text ?? "") : `describes its object (${objectRelation})` };
  const canonical = normalise("malware", value);
  return canonical.ok ? { ok: true, values: [{ type: "malware", value: canonical.value }] } : canonical;
}
