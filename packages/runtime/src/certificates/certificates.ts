import { createPrivateKey, X509Certificate } from "node:crypto";
import { chmod, readFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { isIP } from "node:net";
import { messageOf, SoarkitError } from "@soarkit/protocol";
import { writeFileAtomic } from "../data-folder/atomic-file.js";
import { issueAuthority, issueServer, type KeyPair } from "./issue.js";

/** The server certificate in use, and the authority that clients trust. */
export interface Certificates {
  /** The authority's certificate: what clients are given. */
  readonly caPem: string;
  readonly certPem: string;
  readonly keyPem: string;
  readonly caFile: string;
  /** Renews when less than 30 days are left; true when the texts above have changed. Call it daily. */
  renew(): Promise<boolean>;
}

const day = 24 * 60 * 60 * 1000;
const renewBefore = 30 * day;
/** An authority is replaced while a server certificate it signs still ends before it. */
const replaceAuthorityBefore = 120 * day;

/**
 * The certificates of a data folder: a local authority (10 years) and a server certificate (90 days) for `localhost`,
 * `127.0.0.1`, `::1`, this machine's name and `hosts`; made when missing, renewed when less than 30 days are left or
 * the names have changed. Files: `ca.pem`, `server.pem`, and with mode 0600 `ca-key.pem`, `server-key.pem`.
 * @throws SoarkitError `CERTIFICATE_UNUSABLE` when files are damaged or do not belong together.
 */
export async function ensureCertificates(folder: string, options: { readonly hosts: readonly string[]; readonly now?: Date }): Promise<Certificates> {
  const hosts = allHosts(options.hosts);
  const clock = (): Date => options.now ?? new Date();
  let current = await ensureAll(folder, hosts, clock());
  return {
    get caPem() {
      return current.caPem;
    },
    get certPem() {
      return current.certPem;
    },
    get keyPem() {
      return current.keyPem;
    },
    caFile: join(folder, "ca.pem"),
    renew: async () => {
      const before = current.certPem;
      current = await ensureAll(folder, hosts, clock());
      return current.certPem !== before;
    },
  };
}

async function ensureAll(folder: string, hosts: readonly string[], now: Date): Promise<{ caPem: string; certPem: string; keyPem: string }> {
  try {
    const kept = await readPair(folder, "ca");
    const authority = kept !== undefined && leftOf(kept, now) > replaceAuthorityBefore ? kept : await storePair(folder, "ca", await issueAuthority(now));
    const server = await readPair(folder, "server");
    const good = server !== undefined && isSignedBy(server, authority) && leftOf(server, now) > renewBefore && namesOf(server) === [...hosts].sort().join();
    const used = good ? server : await storePair(folder, "server", await issueServer(authority, hosts, now));
    return { caPem: authority.certPem, certPem: used.certPem, keyPem: used.keyPem };
  } catch (error) {
    throw new SoarkitError("CERTIFICATE_UNUSABLE", { folder, reason: messageOf(error) }, { cause: error });
  }
}

async function readPair(folder: string, name: "ca" | "server"): Promise<KeyPair | undefined> {
  const [certPem, keyPem] = await Promise.all([readText(join(folder, `${name}.pem`)), readText(join(folder, `${name}-key.pem`))]);
  // A server certificate can be issued again without anybody noticing; an authority that clients trust cannot.
  if (certPem === undefined) return undefined;
  if (keyPem === undefined) {
    if (name === "server") return undefined;
    throw new Error("ca-key.pem is missing");
  }
  if (!new X509Certificate(certPem).checkPrivateKey(createPrivateKey(keyPem))) {
    if (name === "server") return undefined;
    throw new Error("ca-key.pem is not the key of ca.pem");
  }
  await chmod(join(folder, `${name}-key.pem`), 0o600);
  return { certPem, keyPem };
}

/** The key goes first: a certificate without its key is never left behind as the only one. */
async function storePair(folder: string, name: "ca" | "server", pair: KeyPair): Promise<KeyPair> {
  await writeFileAtomic(join(folder, `${name}-key.pem`), pair.keyPem, { mode: 0o600 });
  await writeFileAtomic(join(folder, `${name}.pem`), pair.certPem, { mode: 0o644 });
  return pair;
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function leftOf(pair: KeyPair, now: Date): number {
  return Date.parse(new X509Certificate(pair.certPem).validTo) - now.getTime();
}

function isSignedBy(pair: KeyPair, authority: KeyPair): boolean {
  const issuer = new X509Certificate(authority.certPem);
  const certificate = new X509Certificate(pair.certPem);
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

/** The certificate's names in one comparable text. */
function namesOf(pair: KeyPair): string {
  const text = new X509Certificate(pair.certPem).subjectAltName ?? "";
  return text.split(", ").map((name) => plainHost(name.replace(/^[^:]+:/, ""))).sort().join();
}

function allHosts(hosts: readonly string[]): string[] {
  const wanted = ["localhost", "127.0.0.1", "::1", hostname(), ...hosts].map(plainHost);
  return [...new Set(wanted)].filter((host) => host !== "" && host !== "0.0.0.0" && host !== "::");
}

/** Lower-case, without brackets, IPv6 in its shortest form. */
function plainHost(host: string): string {
  const bare = host.replace(/^\[|\]$/g, "").toLowerCase();
  return isIP(bare) === 6 ? new URL(`http://[${bare}]`).hostname.slice(1, -1) : bare;
}
