import { domainToASCII } from "node:url";
import ipaddr from "ipaddr.js";
import { parse } from "tldts";

/** Four decimal parts; asked first, because the library throws an error and catches it for everything that is none. */
const fourParts = /^\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}$/;

function isIpv4(value: string): boolean {
  return fourParts.test(value) && ipaddr.IPv4.isValidFourPartDecimal(value);
}

/** Canonical address: four decimal parts, or IPv6 in RFC 5952 form; an IPv4-mapped address becomes its IPv4 address. */
export function canonicalIp(value: string): string | undefined {
  const bare = /^\[.*\]$/.test(value) ? value.slice(1, -1) : value;
  if (isIpv4(bare)) return bare;
  if (!bare.includes(":") || bare.includes("%") || !ipaddr.IPv6.isValid(bare)) return undefined;
  const parsed = ipaddr.process(bare);
  return parsed instanceof ipaddr.IPv6 ? parsed.toRFC5952String() : parsed.toString();
}

/** The bytes of an IPv4 address (4) or an IPv6 address (16); `undefined` for anything else. */
export function ipBytes(value: string): number[] | undefined {
  if (isIpv4(value)) return ipaddr.IPv4.parse(value).toByteArray();
  return value.includes(":") && !value.includes("%") && ipaddr.IPv6.isValid(value) ? ipaddr.IPv6.parse(value).toByteArray() : undefined;
}

/** Canonical network: the address with the host bits cleared, a slash and the prefix length. */
export function canonicalCidr(value: string): string | undefined {
  const slash = value.indexOf("/");
  const address = canonicalIp(value.slice(0, slash));
  const bits = value.slice(slash + 1);
  if (slash < 0 || address === undefined || !/^\d{1,3}$/.test(bits)) return undefined;
  const six = address.includes(":");
  const length = Number(bits);
  if (length > (six ? 128 : 32)) return undefined;
  const text = `${address}/${length}`;
  const network = six ? ipaddr.IPv6.networkAddressFromCIDR(text).toRFC5952String() : ipaddr.IPv4.networkAddressFromCIDR(text).toString();
  return `${network}/${length}`;
}

/** Lower-case host name with punycode labels and without the closing dot; `undefined` when it is no host name of two or more labels. */
export function canonicalDomain(value: string): string | undefined {
  const bare = value.replace(/\.+$/, "");
  if (bare === "" || bare.length > 1_000 || /^\d+$/.test(bare.slice(bare.lastIndexOf(".") + 1))) return undefined;
  const ascii = domainToASCII(bare).replace(/\.+$/, "");
  if (ascii === "" || ascii.length > 253) return undefined;
  const labels = ascii.split(".");
  const sound = labels.length > 1 && labels.every((label) => /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label));
  return sound && !/^\d+$/.test(labels.at(-1) ?? "") ? ascii : undefined;
}

/** True when a canonical host name lies under a public top-level domain (or `.onion`) and is not itself only a suffix such as `co.uk`. */
export function isPublicDomain(domain: string): boolean {
  const found = parse(domain);
  return found.isIcann === true && found.domain !== null;
}
