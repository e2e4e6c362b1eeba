import { canonicalDomain, isPublicDomain } from "./hosts.js";
import { normalise } from "./normalise.js";
import { refang } from "./refang.js";
import { hashTypeOf, type IndicatorType } from "./types.js";

/** A value with the type it was recognised as, in canonical form. */
export interface Classified {
  readonly type: IndicatorType;
  readonly value: string;
}

/** Windows drive, share or variable path. */
const windowsPath = /^(?:[a-z]:[\\/]|\\\\[^\\]|%[a-z0-9_()]+%[\\/])/i;
/** Absolute or home-relative Unix path. */
const unixPath = /^~?\/[^/\s]/;
const registryKey = /^(?:HKLM|HKCU|HKCR|HKU|HKCC|HKEY_[A-Z_]+)\\/i;
const fileName = /^[^\\/:*?"<>|\p{Cc}]{1,255}\.[a-z0-9]{1,10}$/iu;
// Top-level domains that are far more often the ending of a file.
const fileEndings = new Set(["zip", "mov", "md", "py"]);

/**
 * Tells what one whole value is; `undefined` when nothing fits. A name that only looks like a domain (`setup.exe`,
 * `readme.md`) is a file name. Never throws.
 */
export function classify(value: string): Classified | undefined {
  const plain = refang(value.trim());
  const type = typeOf(plain);
  if (type === undefined) return undefined;
  const canonical = normalise(type, plain);
  return canonical.ok ? { type, value: canonical.value } : undefined;
}

function typeOf(value: string): IndicatorType | undefined {
  if (value === "") return undefined;
  const fits = (type: IndicatorType): boolean => normalise(type, value).ok;
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(value)) return fits("url") ? "url" : undefined;
  if (fits("ip")) return "ip";
  if (fits("cidr")) return "cidr";
  const hash = hashTypeOf(value);
  if (hash !== undefined) return hash;
  if (/[:.-]/.test(value) && fits("mac")) return "mac";
  if (value.includes("@") && fits("email")) return "email";
  if (fits("cve")) return "cve";
  if (/^as\d+$/i.test(value)) return "asn";
  if (registryKey.test(value)) return "registry_key";
  if (isFilePath(value)) return "file_path";
  if (fits("ssdeep")) return "ssdeep";
  if (looksLikeDomain(value)) return "domain";
  return fileName.test(value) ? "file_name" : undefined;
}

/** True for a Windows, UNC, variable or Unix path. */
export function isFilePath(value: string): boolean {
  return windowsPath.test(value) || unixPath.test(value);
}

function looksLikeDomain(value: string): boolean {
  const domain = canonicalDomain(value);
  if (domain === undefined || !isPublicDomain(domain)) return false;
  const labels = domain.split(".");
  return labels.length > 2 || !fileEndings.has(labels.at(-1) ?? "");
}
