/**
 * Types of artifacts in threat-service look-ups (soar-protocol §5.3). What the artifact's value is depends on them:
 * a text, a number (`net.port`), `{name, value}` (headers), `{key, entry_name?, entry_value?}` (`system.registry`) or a
 * list of texts (`email.header.to`).
 */
export const threatServiceTypes = [
  "net.ip",
  "net.name",
  "net.uri",
  "net.uri.path",
  "net.cidr",
  "net.mac",
  "net.port",
  "net.http.request.header",
  "net.http.response.header",
  "file.content",
  "file.name",
  "file.path",
  "email",
  "email.body",
  "email.header",
  "email.header.sender_name",
  "email.header.sender_address",
  "email.header.to",
  "hash.md5",
  "hash.sha1",
  "hash.sha256",
  "hash.fuzzy",
  "cert.x509",
  "process.name",
  "string",
  "system.mutex",
  "system.name",
  "system.service.name",
  "system.user.name",
  "system.user.password",
  "system.registry",
  "threat.report.cve",
  "threat.malware.family",
] as const;
export type ThreatServiceType = (typeof threatServiceTypes)[number];
