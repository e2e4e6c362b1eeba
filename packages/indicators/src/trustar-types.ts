import type { IndicatorType } from "./types.js";

/** The indicator types of TruSTAR's API 1.3 (trustar-api §3.2). */
export const trustarTypes = ["IP", "CIDR_BLOCK", "URL", "EMAIL_ADDRESS", "MD5", "SHA1", "SHA256", "MALWARE", "SOFTWARE", "REGISTRY_KEY", "CVE", "BITCOIN_ADDRESS"] as const;

/** An indicator type of TruSTAR. */
export type TrustarType = (typeof trustarTypes)[number];

// TruSTAR has no type for hosts: a bare domain is a URL there. A report's references (`link`) are no indicators.
const names: Partial<Record<IndicatorType, TrustarType>> = {
  ip: "IP",
  cidr: "CIDR_BLOCK",
  domain: "URL",
  url: "URL",
  email: "EMAIL_ADDRESS",
  md5: "MD5",
  sha1: "SHA1",
  sha256: "SHA256",
  malware: "MALWARE",
  file_name: "SOFTWARE",
  registry_key: "REGISTRY_KEY",
  cve: "CVE",
  crypto_wallet: "BITCOIN_ADDRESS",
};

/** Our types that TruSTAR has a name for. */
export const trustarIndicatorTypes: readonly IndicatorType[] = Object.keys(names) as IndicatorType[];

/** How TruSTAR names one of our types; `undefined` when TruSTAR knows no such values. */
export function toTrustarType(type: string): TrustarType | undefined {
  return Object.hasOwn(names, type) ? names[type as IndicatorType] : undefined;
}

/** Our types behind a type of TruSTAR, in any letter case; none for a name that is no type of TruSTAR. */
export function fromTrustarType(name: string): readonly IndicatorType[] {
  const wanted = name.trim().toUpperCase();
  return trustarIndicatorTypes.filter((type) => names[type] === wanted);
}
