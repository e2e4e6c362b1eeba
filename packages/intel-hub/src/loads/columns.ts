import { isIndicatorType, type IndicatorType } from "@soarkit/indicators";

/** What a column of a CSV file can hold. */
export const loadFields = ["value", "type", "itype", "threat_type", "confidence", "severity", "tlp", "tags", "actor", "campaign", "source", "feed", "first_seen", "last_seen", "expires"] as const;
/** What a column holds. */
export type LoadField = (typeof loadFields)[number];

/** What a column's name says. */
export interface Column {
  readonly field: LoadField;
  /** Type of the column's values, when its name tells it. */
  readonly type?: IndicatorType;
}

// Other names of our fields, as feeds and Anomali's, MISP's and our own exports write them.
const names: Readonly<Record<string, LoadField>> = {
  value: "value", indicator: "value", ioc: "value", ioc_value: "value", indicator_value: "value", observable: "value", artifact: "value",
  type: "type", ioc_type: "type", indicator_type: "type", value_type: "type", observable_type: "type",
  itype: "itype", threat_type: "threat_type", threat: "threat_type", confidence: "confidence", confidence_level: "confidence", severity: "severity",
  tlp: "tlp", tags: "tags", tag: "tags", detail: "tags", labels: "tags", comment: "tags", description: "tags", actor: "actor", threat_actor: "actor", campaign: "campaign",
  source: "source", feed: "feed", feed_name: "feed", first_seen: "first_seen", first_seen_utc: "first_seen", date_first: "first_seen", date_added: "first_seen", dateadded: "first_seen", valid_from: "first_seen",
  last_seen: "last_seen", last_seen_utc: "last_seen", date_last: "last_seen", last_online: "last_seen", modified_ts: "last_seen",
  expires: "expires", expiry: "expires", expiration: "expires", expiration_ts: "expires", valid_until: "expires",
}; // prettier-ignore

const typed: Readonly<Record<string, IndicatorType>> = {
  ip_address: "ip", ipv4: "ip", ipv6: "ip", src_ip: "ip", dst_ip: "ip", ip_dst: "ip", dstip: "ip", hostname: "domain", host: "domain", fqdn: "domain", domain_name: "domain", email_address: "email",
  md5_hash: "md5", sha1_hash: "sha1", sha_1: "sha1", sha256_hash: "sha256", sha_256: "sha256", sha512_hash: "sha512", filename: "file_name", useragent: "user_agent",
}; // prettier-ignore

/** What the name of a column says; undefined for a name that says nothing. */
export function columnOf(name: string): Column | undefined {
  const plain = name.replace(/^\uFEFF/, "").trim().replace(/^["']|["']$/g, "").trim().toLowerCase().replaceAll(/[\s.-]+/g, "_"); // prettier-ignore
  if (Object.hasOwn(names, plain)) return { field: names[plain] as LoadField };
  const type = typeNamed(plain);
  return type === undefined ? undefined : { field: "value", type };
}

/** The type that a word names, in our spelling or another's. */
export function typeNamed(word: string): IndicatorType | undefined {
  const plain = word.trim().toLowerCase().replaceAll(/[\s.-]+/g, "_"); // prettier-ignore
  if (isIndicatorType(plain)) return plain;
  return Object.hasOwn(typed, plain) ? typed[plain] : undefined;
}
