import { isIP } from "node:net";
import { hashTypeOf, type IndicatorType } from "@soarkit/indicators";

/** Object paths of the patterns, by our type (STIX 2.1 §6 and §10). Types that STIX has no object for stand under `x-` or the name in common use. */
const paths: Partial<Record<IndicatorType, string>> = {
  domain: "domain-name:value",
  url: "url:value",
  link: "url:value",
  uri_path: "network-traffic:extensions.'http-request-ext'.request_value",
  user_agent: "network-traffic:extensions.'http-request-ext'.request_header.'User-Agent'",
  email: "email-addr:value",
  email_subject: "email-message:subject",
  md5: "file:hashes.MD5",
  sha1: "file:hashes.'SHA-1'",
  sha224: "file:hashes.'SHA-224'",
  sha256: "file:hashes.'SHA-256'",
  sha384: "file:hashes.'SHA-384'",
  sha512: "file:hashes.'SHA-512'",
  ssdeep: "file:hashes.SSDEEP",
  tlsh: "file:hashes.TLSH",
  imphash: "file:extensions.'windows-pebinary-ext'.imphash",
  file_name: "file:name",
  mac: "mac-addr:value",
  mutex: "mutex:name",
  registry_key: "windows-registry-key:key",
  service_name: "process:extensions.'windows-service-ext'.service_name",
  cve: "vulnerability:name",
  malware: "malware:name",
  crypto_wallet: "cryptocurrency-wallet:value",
  fingerprint: "x-network-fingerprint:value",
};

/** A text as a string of a pattern: backslashes and quotes are escaped, so that no value ends its string (STIX 2.1 §9.3). */
export function patternString(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

/** The STIX pattern that a value matches. */
export function patternOf(type: string, value: string): string {
  return `[${comparison(type as IndicatorType, value)}]`;
}

function comparison(type: IndicatorType, value: string): string {
  switch (type) {
    case "ip":
    case "cidr":
      return `${isIP(value.split("/", 1)[0] ?? "") === 6 ? "ipv6-addr" : "ipv4-addr"}:value = ${patternString(value)}`;
    case "asn":
      return `autonomous-system:number = ${/\d+/.exec(value)?.[0] ?? "0"}`;
    case "file_path":
      return filePath(value);
    case "certificate":
      return certificate(value);
    default:
      return `${paths[type] ?? `x-${type.replaceAll("_", "-")}:value`} = ${patternString(value)}`;
  }
}

/** Folder and name, as STIX keeps them; a path that ends with its folder is a directory. */
function filePath(value: string): string {
  const cut = Math.max(value.lastIndexOf("\\"), value.lastIndexOf("/"));
  const [folder, name] = [value.slice(0, cut), value.slice(cut + 1)];
  return folder === "" || name === "" ? `directory:path = ${patternString(value)}` : `file:name = ${patternString(name)} AND file:parent_directory_ref.path = ${patternString(folder)}`;
}

function certificate(value: string): string {
  const kind = { md5: "MD5", sha1: "'SHA-1'", sha256: "'SHA-256'" }[hashTypeOf(value.replaceAll(/[:\s]/g, "")) as "md5"] as string | undefined;
  return kind === undefined ? `x509-certificate:serial_number = ${patternString(value)}` : `x509-certificate:hashes.${kind} = ${patternString(value)}`;
}
