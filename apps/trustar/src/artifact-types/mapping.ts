/** Names of the platform's artifact types by TruSTAR's type (trustar-api §6.3). */
const toPlatform: Readonly<Record<string, string>> = {
  EMAIL_ADDRESS: "Email Sender",
  IP: "IP Address",
  MD5: "Malware MD5 Hash",
  SHA1: "Malware SHA-1 Hash",
  SHA256: "Malware SHA-256 Hash",
  URL: "URL",
  MALWARE: "Malware Family/Variant",
  SOFTWARE: "File Name",
  CVE: "Threat CVE ID",
  CIDR_BLOCK: "Network CIDR Range",
};

/** The way back, by the artifact type's name in small letters; types beyond the table above are our extension (trustar-api §6.4). */
const toTrustar: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(toPlatform).map(([trustar, platform]) => [platform.toLowerCase(), trustar])),
  "url string": "URL",
  url_string: "URL",
  "dns name": "URL",
  "url referer": "URL",
  "email recipient": "EMAIL_ADDRESS",
  "email sender name": "EMAIL_ADDRESS",
  "registry key": "REGISTRY_KEY",
};

/** An artifact type of the platform. */
export interface PlatformType {
  readonly name: string;
  readonly programmaticName: string;
  readonly description: string;
}

/** Artifact type of values that TruSTAR calls URLs and the platform does not take as such (document, "Limitations" 3). */
export const urlString: PlatformType = { name: "URL String", programmaticName: "url_string", description: "URL from TruSTAR that the platform does not accept as one, such as a bare domain" };

/** Where an indicator goes: a type that every platform has, or one that is made when it is missing. */
export type TypeChoice = { readonly kind: "built-in"; readonly name: string } | { readonly kind: "own"; readonly type: PlatformType };

/** The artifact type for an indicator of TruSTAR. */
export function platformType(type: string, value: string): TypeChoice {
  const known = toPlatform[type];
  if (known === "URL" && !isStrictUrl(value)) return { kind: "own", type: urlString };
  if (known !== undefined) return { kind: "built-in", name: known };
  const clean = type.replace(/[^A-Za-z0-9_]/g, "_").slice(0, 60) || "UNKNOWN";
  return { kind: "own", type: { name: `TruSTAR ${clean}`, programmaticName: `trustar_${clean.toLowerCase()}`, description: `Indicator of the type ${clean} from TruSTAR` } };
}

/** TruSTAR's type for an artifact type, given its name; a type of TruSTAR stays as it is; empty when there is none. */
export function trustarType(artifactType: string): string {
  const name = artifactType.trim();
  const known = toTrustar[name.toLowerCase()];
  if (known !== undefined) return known;
  const made = /^trustar[ _]([a-z0-9_]+)$/i.exec(name)?.[1];
  if (made !== undefined) return made.toUpperCase();
  return /^[A-Z][A-Z0-9_]*$/.test(name) && name.toUpperCase() in toPlatform ? name : "";
}

/** What platforms take as a URL: a scheme, a host with a dot or an address, and nothing that does not belong there. */
export function isStrictUrl(value: string): boolean {
  if (!/^(https?|ftp):\/\/[^\s<>"{}|\\^`]+$/i.test(value)) return false;
  try {
    const { hostname } = new URL(value);
    return hostname.startsWith("[") || (hostname.includes(".") && !hostname.startsWith(".") && !hostname.endsWith("."));
  } catch {
    return false;
  }
}
