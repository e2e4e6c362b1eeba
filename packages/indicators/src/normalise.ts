import { canonicalCidr, canonicalDomain, canonicalIp } from "./hosts.js";
import { refang } from "./refang.js";
import { hashLengths, isHashType, type IndicatorType } from "./types.js";
import { canonicalUrl } from "./urls.js";

/** The canonical form of a value, or why it has none. */
export type Normalised = { readonly ok: true; readonly value: string } | { readonly ok: false; readonly reason: string };

/** Longest value that Soarkit takes as an indicator, in characters. */
export const longestValue = 2_048;

/**
 * Brings a value into the form in which it is stored and compared: blanks trimmed, refanged where people defang,
 * addresses canonical, host names lower-case and in punycode, hashes lower-case. Normalising twice changes nothing. Never throws.
 */
export function normalise(type: IndicatorType, value: string): Normalised {
  const trimmed = value.trim();
  if (trimmed === "") return refuse("the value is empty");
  if (trimmed.length > longestValue) return refuse(`the value is longer than ${longestValue.toLocaleString("en")} characters`);
  if (isHashType(type)) return normaliseHash(type, trimmed);
  const canonical = canonicalForm(type, trimmed);
  if (canonical === undefined) return refuse(`the value is not ${nameOf(type)}`);
  return canonical.length > longestValue ? refuse(`the value is longer than ${longestValue.toLocaleString("en")} characters once it is written in ASCII`) : { ok: true, value: canonical };
}

function canonicalForm(type: IndicatorType, value: string): string | undefined {
  switch (type) {
    case "ip":
      return canonicalIp(refang(value));
    case "cidr":
      return canonicalCidr(refang(value));
    case "domain":
      return canonicalDomain(refang(value));
    case "url":
    case "link":
      return canonicalUrl(refang(value));
    case "email":
      return canonicalEmail(refang(value));
    case "mac":
      return canonicalMac(value);
    case "cve":
      return /^cve-\d{4}-\d{4,7}$/i.test(value) ? value.toUpperCase() : undefined;
    case "asn":
      return /^(?:asn?)?\d{1,10}$/i.test(value) ? `AS${value.replace(/^\D+/, "")}` : undefined;
    case "uri_path":
      return value.startsWith("/") ? value : undefined;
    case "ssdeep":
      return /^\d+:[0-9a-z+/]+:[0-9a-z+/]+$/i.test(value) ? value : undefined;
    default:
      // Names, paths, keys and signatures mean what they say, letter case included.
      return value;
  }
}

function normaliseHash(type: keyof typeof hashLengths, value: string): Normalised {
  if (!/^[0-9a-f]+$/i.test(value)) return refuse("a hash consists of the digits 0-9 and a-f only");
  const wanted = hashLengths[type];
  return value.length === wanted ? { ok: true, value: value.toLowerCase() } : refuse(`${nameOf(type)} has ${wanted} hexadecimal digits, this has ${value.length}`);
}

/** Takes the address out of `Name <a@b>` and `mailto:a@b`, lower-case, host in punycode. */
function canonicalEmail(value: string): string | undefined {
  const angled = /<\s*([^<>\s]+)\s*>$/.exec(value)?.[1];
  const address = (angled ?? value).replace(/^mailto:/i, "");
  const at = address.lastIndexOf("@");
  const local = address.slice(0, Math.max(at, 0)).toLowerCase();
  const domain = canonicalDomain(address.slice(at + 1));
  return domain === undefined || local.length > 64 || !/^[^\s@<>"'\\,;:()[\]\p{Cc}]+$/u.test(local) ? undefined : `${local}@${domain}`;
}

function canonicalMac(value: string): string | undefined {
  const digits = value.replace(/[:.-]/g, "").toLowerCase();
  const shaped = /^(?:[0-9a-f]{2}([:-]))(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}$|^[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}$|^[0-9a-f]{12}$/i.test(value);
  return shaped ? digits.replace(/(..)(?=.)/g, "$1:") : undefined;
}

const names: Partial<Record<IndicatorType, string>> = {
  ip: "an IP address",
  cidr: "a network such as 192.0.2.0/24",
  domain: "a host name with at least two parts, such as example.com",
  url: "a URL such as https://example.com/path",
  link: "a URL such as https://example.com/path",
  email: "an e-mail address",
  md5: "an MD5 hash",
  sha1: "a SHA-1 hash",
  sha224: "a SHA-224 hash",
  sha256: "a SHA-256 hash",
  sha384: "a SHA-384 hash",
  sha512: "a SHA-512 hash",
  mac: "a MAC address",
  cve: "a CVE number such as CVE-2017-0199",
  asn: "an AS number",
  uri_path: "a path that begins with a slash",
  ssdeep: "an ssdeep hash",
};

function nameOf(type: IndicatorType): string {
  return names[type] ?? `a ${type.replaceAll("_", " ")}`;
}

function refuse(reason: string): Normalised {
  return { ok: false, reason };
}
