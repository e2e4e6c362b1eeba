/** An artifact type that comes with the platform (soar-protocol §1.11 "Built-in artifact types"). */
export interface BuiltInArtifactType {
  readonly id: number;
  readonly name: string;
  /** Whitespace separates several values. */
  readonly multiAware: boolean;
  /** Its artifacts carry a file. */
  readonly file: boolean;
}

/** Id of the type Password. Values of such artifacts are kept in the artifact only: no list, log or audit repeats them. */
export const passwordTypeId = 32;

const plain = (id: number, name: string): BuiltInArtifactType => ({ id, name, multiAware: false, file: false });
const multi = (id: number, name: string): BuiltInArtifactType => ({ id, name, multiAware: true, file: false });
const file = (id: number, name: string): BuiltInArtifactType => ({ id, name, multiAware: false, file: true });

/** Ids are the same on every IBM server as far as seen. */
export const builtInArtifactTypes: readonly BuiltInArtifactType[] = [
  multi(1, "IP Address"),
  multi(2, "DNS Name"),
  multi(3, "URL"),
  file(4, "RFC 822 Email Message File"),
  plain(5, "Email Subject"),
  plain(6, "Email Body"),
  file(7, "Email Attachment"),
  plain(8, "Email Attachment Name"),
  plain(9, "Email Sender"),
  file(12, "Malware Sample"),
  plain(13, "Malware MD5 Hash"),
  plain(14, "Malware SHA-1 Hash"),
  file(15, "Log File"),
  file(16, "Other File"),
  plain(19, "Email Sender Name"),
  plain(20, "Email Recipient"),
  plain(22, "Malware Sample Fuzzy Hash"),
  plain(23, "User Account"),
  plain(24, "Registry Key"),
  plain(25, "System Name"),
  plain(26, "Process Name"),
  plain(27, "Port"),
  plain(28, "Service"),
  plain(29, "String"),
  plain(30, "Mutex"),
  plain(31, "File Name"),
  plain(passwordTypeId, "Password"),
  multi(34, "HTTP Request Header"),
  multi(35, "HTTP Response Header"),
  file(36, "X509 Certificate File"),
  plain(37, "File Path"),
  plain(38, "Malware SHA-256 Hash"),
  multi(39, "MAC Address"),
  plain(40, "URL Referer"),
  plain(41, "User Agent"),
  plain(42, "URI Path"),
  multi(43, "Threat CVE ID"),
  multi(44, "Network CIDR Range"),
  plain(45, "Malware Family/Variant"),
  plain(46, "Observed Data"),
  plain(47, "Network Traffic"),
  plain(48, "Malware SHA-512 Hash"),
];
