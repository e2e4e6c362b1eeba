import type { JsonGeneralName } from "@peculiar/x509";
import { randomBytes, type webcrypto } from "node:crypto";
import { isIP } from "node:net";
import { x509Library } from "./x509-library.js";

/** A certificate with its private key, both PEM (the key PKCS#8). */
export interface KeyPair {
  readonly certPem: string;
  readonly keyPem: string;
}

const day = 24 * 60 * 60 * 1000;
/** Clocks of clients may be a little behind. */
const clockTolerance = 60 * 60 * 1000;
const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

/** A new local certificate authority, good for ten years, which signs server certificates only. */
export async function issueAuthority(now: Date): Promise<KeyPair> {
  const x509 = await x509Library();
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: `CN=Soarkit local authority ${randomBytes(4).toString("hex")}, O=Soarkit`,
    notBefore: new Date(now.getTime() - clockTolerance),
    notAfter: new Date(now.getTime() + 3650 * day),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certPem: pemLine(certificate.toString("pem")), keyPem: await keyToPem(keys.privateKey) };
}

/** A server certificate for names and addresses, good for 90 days. */
export async function issueServer(authority: KeyPair, hosts: readonly string[], now: Date): Promise<KeyPair> {
  const x509 = await x509Library();
  const issuer = new x509.X509Certificate(authority.certPem);
  const signingKey = await crypto.subtle.importKey("pkcs8", pemToDer(authority.keyPem), algorithm, false, ["sign"]);
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: "CN=Soarkit server, O=Soarkit",
    issuer: issuer.subject,
    notBefore: new Date(now.getTime() - clockTolerance),
    notAfter: new Date(now.getTime() + 90 * day),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(hosts.map((host): JsonGeneralName => ({ type: isIP(host) === 0 ? "dns" : "ip", value: host }))),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
    ],
  });
  return { certPem: pemLine(certificate.toString("pem")), keyPem: await keyToPem(keys.privateKey) };
}

/** Positive and without leading zeros, as strict readers want it. */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString("hex");
}

async function keyToPem(key: webcrypto.CryptoKey): Promise<string> {
  const base64 = Buffer.from(await crypto.subtle.exportKey("pkcs8", key)).toString("base64");
  return `-----BEGIN PRIVATE KEY-----\n${(base64.match(/.{1,64}/g) ?? []).join("\n")}\n-----END PRIVATE KEY-----\n`;
}

function pemToDer(pem: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ""), "base64"));
}

function pemLine(pem: string): string {
  return pem.endsWith("\n") ? pem : `${pem}\n`;
}
