import type { IndicatorType } from "./types.js";

/** What may happen with artifacts of a type towards STAXX. */
export type SharingRule =
  | "send"
  /** Sent only when the user insists. */
  | "on demand"
  /** Never sent; `refusal` says why and what to do instead. */
  | "refuse"
  /** The value itself tells what it is. */
  | "look at the value";

/** A built-in artifact type of the SOAR platform and what its values are to us. */
export interface ArtifactType {
  readonly id: number;
  /** Name as the platform shows it and as its REST interface takes it. */
  readonly name: string;
  /** Name in threat-service look-ups, where there is one. */
  readonly ctsName?: string;
  /** Type of its values; absent where a value can be anything. */
  readonly type?: IndicatorType;
  readonly rule: SharingRule;
  readonly refusal?: string;
}

const noHost = "A path without a host is no indicator. Add the whole URL as a URL artifact.";
const content = "Files and message bodies are not sent. Add the values inside, or the file's hash, as artifacts of their own.";
const noStaxxType = "STAXX has no type for such values (it knows IP addresses, domains, URLs, e-mail addresses and file hashes).";

/** The built-in artifact types (soar-protocol §1.6, staxx-api §4). */
export const artifactTypes: readonly ArtifactType[] = [
  { id: 1, name: "IP Address", ctsName: "net.ip", type: "ip", rule: "send" },
  { id: 2, name: "DNS Name", ctsName: "net.name", type: "domain", rule: "send" },
  { id: 3, name: "URL", ctsName: "net.uri", type: "url", rule: "send" },
  { id: 4, name: "RFC 822 Email Message File", ctsName: "email", rule: "refuse", refusal: content },
  { id: 5, name: "Email Subject", type: "email_subject", rule: "refuse", refusal: noStaxxType },
  { id: 6, name: "Email Body", ctsName: "email.body", rule: "refuse", refusal: content },
  { id: 7, name: "Email Attachment", ctsName: "file.content", rule: "refuse", refusal: content },
  { id: 8, name: "Email Attachment Name", ctsName: "file.name", type: "file_name", rule: "refuse", refusal: `${noStaxxType} Send the file's hash instead.` },
  { id: 9, name: "Email Sender", ctsName: "email.header.sender_address", type: "email", rule: "send" },
  { id: 12, name: "Malware Sample", ctsName: "file.content", rule: "refuse", refusal: content },
  { id: 13, name: "Malware MD5 Hash", ctsName: "hash.md5", type: "md5", rule: "send" },
  { id: 14, name: "Malware SHA-1 Hash", ctsName: "hash.sha1", type: "sha1", rule: "send" },
  { id: 15, name: "Log File", ctsName: "file.content", rule: "refuse", refusal: content },
  { id: 16, name: "Other File", ctsName: "file.content", rule: "refuse", refusal: content },
  { id: 19, name: "Email Sender Name", ctsName: "email.header.sender_name", rule: "refuse", refusal: `${noStaxxType} Send the sender's address instead.` },
  { id: 20, name: "Email Recipient", ctsName: "email.header.to", type: "email", rule: "on demand", refusal: "A recipient is usually one of your own people." },
  { id: 22, name: "Malware Sample Fuzzy Hash", ctsName: "hash.fuzzy", type: "ssdeep", rule: "refuse", refusal: `${noStaxxType} Send the file's MD5, SHA-1 or SHA-256 hash instead.` },
  { id: 23, name: "User Account", ctsName: "system.user.name", rule: "refuse", refusal: noStaxxType },
  { id: 24, name: "Registry Key", ctsName: "system.registry", type: "registry_key", rule: "refuse", refusal: noStaxxType },
  { id: 25, name: "System Name", ctsName: "system.name", rule: "refuse", refusal: `${noStaxxType} A host that the internet knows can be added as a DNS Name artifact.` },
  { id: 26, name: "Process Name", ctsName: "process.name", rule: "refuse", refusal: `${noStaxxType} Send the file's hash instead.` },
  { id: 27, name: "Port", ctsName: "net.port", rule: "refuse", refusal: noStaxxType },
  { id: 28, name: "Service", ctsName: "system.service.name", type: "service_name", rule: "refuse", refusal: noStaxxType },
  { id: 29, name: "String", rule: "look at the value" },
  { id: 30, name: "Mutex", ctsName: "system.mutex", type: "mutex", rule: "refuse", refusal: noStaxxType },
  { id: 31, name: "File Name", ctsName: "file.name", type: "file_name", rule: "refuse", refusal: `${noStaxxType} Send the file's hash instead.` },
  { id: 32, name: "Password", rule: "refuse", refusal: "A password never leaves the incident." },
  { id: 34, name: "HTTP Request Header", ctsName: "net.http.request.header", rule: "refuse", refusal: noStaxxType },
  { id: 35, name: "HTTP Response Header", ctsName: "net.http.response.header", rule: "refuse", refusal: noStaxxType },
  { id: 36, name: "X509 Certificate File", ctsName: "cert.x509", rule: "refuse", refusal: content },
  { id: 37, name: "File Path", ctsName: "file.path", type: "file_path", rule: "refuse", refusal: "STAXX has no type for file paths; it would keep only the last part. Send the file's hash instead." },
  { id: 38, name: "Malware SHA-256 Hash", ctsName: "hash.sha256", type: "sha256", rule: "send" },
  { id: 39, name: "MAC Address", ctsName: "net.mac", type: "mac", rule: "refuse", refusal: "STAXX does not support MAC addresses, and one means nothing outside its own network. Send the device's public IP address, if it has one." },
  { id: 40, name: "URL Referer", ctsName: "net.uri", type: "url", rule: "on demand", refusal: "A referer is often a page of your own." },
  { id: 41, name: "User Agent", ctsName: "net.http.request.header", type: "user_agent", rule: "refuse", refusal: noStaxxType },
  { id: 42, name: "URI Path", ctsName: "net.uri.path", type: "uri_path", rule: "refuse", refusal: noHost },
  { id: 43, name: "Threat CVE ID", ctsName: "threat.report.cve", type: "cve", rule: "refuse", refusal: noStaxxType },
  { id: 44, name: "Network CIDR Range", ctsName: "net.cidr", type: "cidr", rule: "refuse", refusal: "STAXX has no type for networks. Send the single addresses that matter." },
  { id: 45, name: "Malware Family/Variant", ctsName: "threat.malware.family", type: "malware", rule: "refuse", refusal: noStaxxType },
  { id: 46, name: "Observed Data", rule: "refuse", refusal: content },
  { id: 47, name: "Network Traffic", rule: "refuse", refusal: noStaxxType },
  { id: 48, name: "Malware SHA-512 Hash", type: "sha512", rule: "send" },
];

/** Finds a built-in artifact type by id, by name (any letter case) or by its threat-service name; `undefined` for a type somebody added. */
export function findArtifactType(handle: number | string): ArtifactType | undefined {
  if (typeof handle === "number") return artifactTypes.find(({ id }) => id === handle);
  const wanted = handle.trim().toLowerCase();
  return artifactTypes.find(({ name }) => name.toLowerCase() === wanted) ?? artifactTypes.find(({ ctsName }) => ctsName === wanted) ?? (/^\d+$/.test(wanted) ? findArtifactType(Number(wanted)) : undefined);
}

const firstNames: Partial<Record<IndicatorType, string>> = { url: "URL", email: "Email Sender", link: "URL", sha224: "String", sha384: "String" };

/** The name of the artifact type that an incident keeps values of one of our types under; `String` where none fits better. */
export function artifactTypeName(type: IndicatorType): string {
  return firstNames[type] ?? artifactTypes.find((candidate) => candidate.type === type && candidate.name !== "Email Attachment Name")?.name ?? "String";
}
