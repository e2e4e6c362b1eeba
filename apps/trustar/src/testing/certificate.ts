import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureCertificates } from "@soarkit/runtime";

const folder = await mkdtemp(join(tmpdir(), "staxx-certificate-"));
const certificates = await ensureCertificates(folder, { hosts: ["localhost", "127.0.0.1"] });
await rm(folder, { recursive: true, force: true });

/** The authority that signed the certificate of servers inside tests; made anew in every run. */
export const testAuthority = certificates.caPem;

/** Certificate and key of servers inside tests. */
export const testServer = { cert: certificates.certPem, key: certificates.keyPem };
