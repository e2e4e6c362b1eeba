/** Every kind of indicator that Soarkit knows. STAXX knows five of them; see {@link StaxxType}. */
export const indicatorTypes = [
  "ip",
  "cidr",
  "domain",
  "url",
  "uri_path",
  "link",
  "email",
  "email_subject",
  "md5",
  "sha1",
  "sha224",
  "sha256",
  "sha384",
  "sha512",
  "ssdeep",
  "tlsh",
  "imphash",
  "file_name",
  "file_path",
  "mac",
  "mutex",
  "registry_key",
  "service_name",
  "user_agent",
  "asn",
  "cve",
  "malware",
  "crypto_wallet",
  "certificate",
  "fingerprint",
] as const;

/** A kind of indicator. `link` is a report's reference, not a threat; `malware` is a family or detection name. */
export type IndicatorType = (typeof indicatorTypes)[number];

/** The value types of STAXX (staxx-api §1.3); every hash goes under `md5` there. */
export const staxxTypes = ["ip", "domain", "url", "email", "md5"] as const;

/** A value type of STAXX. */
export type StaxxType = (typeof staxxTypes)[number];

/** Values that STAXX drops or cuts to a part: sent only when the user insists. The hub keeps them whole, under their own type. */
export const insistedTypes = ["mac", "file_path"] as const;

/** A type of {@link insistedTypes}. */
export type InsistedType = (typeof insistedTypes)[number];

/** True for the types of values that STAXX drops or cuts. */
export function isInsistedType(type: string): type is InsistedType {
  return (insistedTypes as readonly string[]).includes(type);
}

/** Hash types by number of hexadecimal digits. */
export const hashLengths = { md5: 32, sha1: 40, sha224: 56, sha256: 64, sha384: 96, sha512: 128 } as const;

/** A cryptographic hash type. */
export type HashType = keyof typeof hashLengths;

/** True for the hash types that STAXX files under `md5`. */
export function isHashType(type: string): type is HashType {
  return Object.hasOwn(hashLengths, type);
}

/** The hash type of a text of hexadecimal digits, told by its length. */
export function hashTypeOf(value: string): HashType | undefined {
  if (!/^[0-9a-f]+$/i.test(value)) return undefined;
  for (const [type, length] of Object.entries(hashLengths)) if (length === value.length && isHashType(type)) return type;
  return undefined;
}

/** How STAXX names one of our types; `undefined` when STAXX does not know such values. */
export function toStaxxType(type: IndicatorType): StaxxType | undefined {
  if (isHashType(type)) return "md5";
  return type === "ip" || type === "domain" || type === "url" || type === "email" ? type : undefined;
}

/** True for a name of {@link indicatorTypes}. */
export function isIndicatorType(name: string): name is IndicatorType {
  return (indicatorTypes as readonly string[]).includes(name);
}
