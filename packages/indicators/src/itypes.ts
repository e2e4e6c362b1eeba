import type { IndicatorType, StaxxType } from "./types.js";
import { toStaxxType } from "./types.js";

/** The threat types that IBM's app offers, in its order (staxx-api §1.7). */
export const threatTypes = [
  "adware", "apt", "bot", "brute", "c2", "compromised", "ddos", "dyn_dns", "exfil", "exploit", "hack_tool", "anomalous", "malware", "p2p", "parked",
  "data_leakage", "phish", "anonymization",
] as const; // prettier-ignore

/** Anomali's whole list of threat types. */
export const allThreatTypes = [...threatTypes, "crypto", "fraud", "i2p", "informational", "scan", "sinkhole", "spam", "suppress", "suspicious", "tor", "vps"] as const;

/** A broad threat category; together with a value type it gives the itype. */
export type ThreatType = (typeof allThreatTypes)[number];

/** True for a name of {@link allThreatTypes}. */
export function isThreatType(name: string): name is ThreatType {
  return (allThreatTypes as readonly string[]).includes(name);
}

/** Severities from least to most. */
export const severities = ["low", "medium", "high", "very-high"] as const;

/** How bad an indicator is. */
export type Severity = (typeof severities)[number];

/** True for a name of {@link severities}. */
export function isSeverity(name: string): name is Severity {
  return (severities as readonly string[]).includes(name);
}

// staxx-api §4, second table, in the order ip, domain, url, email, md5. An empty place means that Anomali has no such itype.
const table: Readonly<Record<ThreatType, readonly [ip: string, domain: string, url: string, email: string, md5: string]>> = {
  adware: ["", "adware_domain", "", "", ""],
  anomalous: ["suspicious_ip", "suspicious_domain", "suspicious_url", "suspicious_email", ""],
  suspicious: ["suspicious_ip", "suspicious_domain", "suspicious_url", "suspicious_email", ""],
  anonymization: ["anon_proxy", "vpn_domain", "", "", ""],
  apt: ["apt_ip", "apt_domain", "apt_url", "apt_email", "apt_md5"],
  bot: ["bot_ip", "", "", "", ""],
  brute: ["brute_ip", "", "", "", ""],
  c2: ["c2_ip", "c2_domain", "c2_url", "", ""],
  compromised: ["compromised_ip", "compromised_domain", "compromised_url", "compromised_email", ""],
  crypto: ["crypto_ip", "crypto_pool", "crypto_url", "", "crypto_hash"],
  data_leakage: ["", "", "pastesite_url", "", ""],
  ddos: ["ddos_ip", "", "", "", ""],
  dyn_dns: ["", "dyn_dns", "", "", ""],
  exfil: ["exfil_ip", "exfil_domain", "exfil_url", "", ""],
  exploit: ["exploit_ip", "exploit_domain", "exploit_url", "", ""],
  fraud: ["fraud_ip", "fraud_domain", "fraud_url", "fraud_email", "fraud_md5"],
  hack_tool: ["", "", "", "", "hack_tool"],
  i2p: ["i2p_ip", "", "", "", ""],
  informational: ["", "free_email_domain", "geolocation_url", "whois_privacy_email", ""],
  malware: ["mal_ip", "mal_domain", "mal_url", "mal_email", "mal_md5"],
  p2p: ["p2pcnc", "", "torrent_tracker_url", "", ""],
  parked: ["parked_ip", "parked_domain", "parked_url", "", ""],
  phish: ["phish_ip", "phish_domain", "phish_url", "phish_email", "phish_md5"],
  scan: ["scan_ip", "", "", "", ""],
  sinkhole: ["sinkhole_ip", "sinkhole_domain", "", "", ""],
  spam: ["spam_ip", "spam_domain", "spam_url", "spam_email", ""],
  suppress: ["suppress", "suppress", "suppress", "suppress", "suppress"],
  tor: ["tor_ip", "", "", "", ""],
  vps: ["vps_ip", "", "", "", ""],
};
const columns: readonly StaxxType[] = ["ip", "domain", "url", "email", "md5"];

// itypes with a twin for IPv6 (staxx-api §1.7).
const twins = new Set(
  "actor_ip anon_proxy anon_vpn apt_ip bot_ip brute_ip c2_ip compromised_ip ddos_ip exfil_ip exploit_ip i2p_ip mal_ip p2pcnc parked_ip phish_ip proxy_ip scan_ip sinkhole_ip spam_ip ssh_ip tor_ip vps_ip".split(" "),
);

/** An itype and whether Anomali's catalogue pairs it with the threat type. */
export interface ItypeChoice {
  readonly itype: string;
  /** False when the threat type and the value type do not go together and a general itype was taken: worth a warning before sending. */
  readonly exact: boolean;
}

/**
 * The itype of a threat type for a value of one of STAXX's types (staxx-api §4). A pair that does not exist is never refused: it falls back to
 * `suspicious_<type>`, for hashes to `mal_md5`.
 */
export function itypeFor(threatType: ThreatType, type: StaxxType, value = ""): ItypeChoice {
  const listed = table[threatType][columns.indexOf(type)] ?? "";
  const itype = listed === "" ? (type === "md5" ? "mal_md5" : `suspicious_${type}`) : listed;
  const six = type === "ip" && value.includes(":") && twins.has(itype);
  return { itype: six ? `${itype.replace(/_ip$/, "")}_ipv6` : itype, exact: listed !== "" };
}

const ownItypes: Partial<Record<IndicatorType, string>> = {
  ssdeep: "ssdeep",
  file_name: "file_name",
  file_path: "file_path",
  mutex: "mutex",
  registry_key: "registry_key",
  service_name: "service_name",
  user_agent: "ua",
  email_subject: "subject",
  certificate: "sslcert_sh1",
};

/** The itype of any of our types; empty for a type that Anomali has no itype for (a CVE number, a MAC address). */
export function itypeOfAny(threatType: ThreatType, type: IndicatorType, value: string): string {
  const staxx = toStaxxType(type);
  if (staxx !== undefined) return itypeFor(threatType, staxx, value).itype;
  if (type === "crypto_wallet") return "crypto_wallet";
  const own = ownItypes[type];
  return own === undefined ? "" : `${threatType === "apt" ? "apt" : "mal"}_${own}`;
}
