import { join } from "node:path";
import { type Certificates, randomToken, writeFileAtomic } from "@soarkit/runtime";
import { isLost, type KnownValue } from "./known-value.js";
import type { UpOptions } from "./options.js";

/** Text of the sections of the threat service that a first start writes; the values are filled in by {@link writeAppConfig}. */
const webserverSection = `[webserver]
# Where the threat service listens: an address or a name of this machine. Without this line: localhost.
server =
# Its port. Without this line: 9000.
port =
# 1 for HTTPS, 0 for plain HTTP. Without this line: 0. Plain HTTP is served on this machine only, unless allow_http = true.
secure =
# PEM file with the certificate and its key, needed when secure = 1. The name cafile is read as well.
certfile =
`;

const customThreatServiceSection = `[custom_threat_service]
# Root of the threat services: https://server:port/cts/trustar is the one of TruSTAR, /cts/staxx the one of Anomali STAXX.
# After a change register them under their new address.
urlbase = /cts
# Name and password that platforms must send (HTTP Basic); without both everybody may ask. The password may be
# $NAME (environment) or ^name (secret store, see res-keyring).
auth_user =
auth_password =
# 1 lets platforms send the content of file artifacts to services that want it, 0 never.
# upload_file = 1
# Seconds after which a platform asks again for an answer that takes longer, the first time and later.
# first_retry_secs = 5
# later_retry_secs = 60
# How often a platform may ask in vain, and how often a failed search is made again, before a look-up is given up.
# max_retries = 60
# How many answers are kept, and for how many milliseconds.
# cache_size = 10000
# cache_ttl = 600000
# How many unfinished look-ups are taken at the same time; further ones are told to come again later.
# max_pending = 10000
# How many requests a second one address may make; it may save up five seconds of them. Further ones are told to come
# again later. 0 for no limit.
# max_requests_per_second = 2000
# The largest file that is taken, in megabytes.
# max_file_mb = 25
`;

/** What a first start writes of both sections. */
export const threatServiceSections: readonly { readonly section: string; readonly about: string; readonly template: string }[] = [
  { section: "webserver", about: "Where the integration server answers threat look-ups. Without this section and the next one it answers none.", template: webserverSection },
  { section: "custom_threat_service", about: "How it answers them ([threat service](../guides/threat-service.md)).", template: customThreatServiceSection },
];

/** Writes the certificate with its key into the one file that `certfile` names. */
export async function writeThreatCertificate(dataDir: string, certificates: Certificates): Promise<string> {
  const file = join(dataDir, "threat-service.pem");
  await writeFileAtomic(file, `${certificates.certPem.trimEnd()}\n${certificates.keyPem.trimEnd()}\n`, { mode: 0o600 });
  return file;
}

/** The values of both sections. A password that stands nowhere is made anew. */
export async function prepareThreatService({ options, certificates, known }: { options: UpOptions; certificates: Certificates; known: KnownValue }): Promise<Record<string, Record<string, string>>> {
  return {
    webserver: { server: options.host, port: String(options.threatPort), secure: "1", certfile: await writeThreatCertificate(options.dataDir, certificates) },
    custom_threat_service: { auth_user: "soar", ...(isLost(known("auth_password")) && { auth_password: randomToken() }) },
  };
}
