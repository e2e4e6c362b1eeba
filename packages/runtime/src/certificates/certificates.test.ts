import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { connect, createServer, type Server } from "node:tls";
import type { AddressInfo } from "node:net";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ensureCertificates } from "./certificates.js";

const day = 24 * 60 * 60 * 1000;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "soarkit-tls-"));
});
afterEach(() => rm(folder, { recursive: true }));

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function serve(cert: string, key: string): Promise<number> {
  const server = createServer({ cert, key }, (socket) => socket.end("hello")).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

async function shakeHands(port: number, options: { ca?: string; servername?: string }): Promise<boolean> {
  const socket = connect({ host: "127.0.0.1", port, ...options });
  await once(socket, "secureConnect");
  const { authorized } = socket;
  socket.destroy();
  return authorized;
}

describe("a client that trusts only ca.pem", () => {
  it("accepts the server as 127.0.0.1, as localhost and by each given name", async () => {
    const { certPem, keyPem, caFile } = await ensureCertificates(folder, { hosts: ["soar.example", "192.0.2.7"] });
    const ca = await readFile(caFile, "utf8");
    const port = await serve(certPem, keyPem);
    expect(await shakeHands(port, { ca })).toBe(true);
    for (const servername of ["localhost", "soar.example", hostname()]) expect(await shakeHands(port, { ca, servername })).toBe(true);
    expect(new X509Certificate(certPem).checkIP("::1")).toBe("::1");
    expect(new X509Certificate(certPem).checkIP("192.0.2.7")).toBe("192.0.2.7");
  });

  it("refuses it under another name, and a server of another authority", async () => {
    const { caPem, certPem, keyPem } = await ensureCertificates(folder, { hosts: [] });
    const port = await serve(certPem, keyPem);
    await expect(shakeHands(port, { ca: caPem, servername: "other.example" })).rejects.toMatchObject({ code: "ERR_TLS_CERT_ALTNAME_INVALID" });
    const other = await mkdtemp(join(tmpdir(), "soarkit-tls-"));
    const stranger = await ensureCertificates(other, { hosts: [] });
    await expect(shakeHands(port, { ca: stranger.caPem })).rejects.toThrow();
    await rm(other, { recursive: true });
  });
});

describe("certificates", () => {
  it("are kept from start to start, whatever the order of the names", async () => {
    const first = await ensureCertificates(folder, { hosts: ["a.example", "B.example", "[2001:DB8:0::1]", "0.0.0.0"] });
    const second = await ensureCertificates(folder, { hosts: ["2001:db8::1", "b.example", "a.example"] });
    expect([second.caPem, second.certPem, second.keyPem]).toEqual([first.caPem, first.certPem, first.keyPem]);
  });

  it("keep their private keys to their owner and the authority's out of the server's", async () => {
    await ensureCertificates(folder, { hosts: [] });
    for (const name of ["ca-key.pem", "server-key.pem"]) expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
    const authority = new X509Certificate(await readFile(join(folder, "ca.pem")));
    const server = new X509Certificate(await readFile(join(folder, "server.pem")));
    expect([authority.ca, server.ca]).toEqual([true, false]);
    expect(server.keyUsage).toEqual(["1.3.6.1.5.5.7.3.1"]);
  });

  it("last ten years and 90 days", async () => {
    const now = new Date("2026-03-01T00:00:00Z");
    const { caPem, certPem } = await ensureCertificates(folder, { hosts: [], now });
    expect(new X509Certificate(certPem).validTo).toBe("May 30 00:00:00 2026 GMT");
    expect(new Date(new X509Certificate(caPem).validTo).getUTCFullYear()).toBe(2036);
  });

  it("are issued anew by the same authority when names change", async () => {
    const first = await ensureCertificates(folder, { hosts: [] });
    const second = await ensureCertificates(folder, { hosts: ["new.example"] });
    expect(second.caPem).toBe(first.caPem);
    expect(second.certPem).not.toBe(first.certPem);
    expect(new X509Certificate(second.certPem).checkHost("new.example")).toBe("new.example");
  });

  it("are renewed when less than 30 days are left, not before", async () => {
    const now = new Date();
    const certificates = await ensureCertificates(folder, { hosts: [], now });
    const { caPem, certPem } = certificates;
    expect(await certificates.renew()).toBe(false);
    now.setTime(now.getTime() + 59 * day);
    expect(await certificates.renew()).toBe(false);
    now.setTime(now.getTime() + 2 * day);
    expect(await certificates.renew()).toBe(true);
    expect(certificates.certPem).not.toBe(certPem);
    expect(certificates.caPem).toBe(caPem);
    expect(await readFile(join(folder, "server.pem"), "utf8")).toBe(certificates.certPem);
  });

  it("get a new authority before the old one ends", async () => {
    const now = new Date();
    const { caPem } = await ensureCertificates(folder, { hosts: [], now });
    const later = await ensureCertificates(folder, { hosts: [], now: new Date(now.getTime() + 3600 * day) });
    expect(later.caPem).not.toBe(caPem);
  });

  it("whose server key was lost or swapped are issued anew", async () => {
    const first = await ensureCertificates(folder, { hosts: [] });
    await writeFile(join(folder, "server-key.pem"), await readFile(join(folder, "ca-key.pem")));
    const second = await ensureCertificates(folder, { hosts: [] });
    expect(second.keyPem).not.toBe(first.keyPem);
    const port = await serve(second.certPem, second.keyPem);
    expect(await shakeHands(port, { ca: first.caPem })).toBe(true);
  });

  it("whose authority is damaged are refused, never silently replaced", async () => {
    const first = await ensureCertificates(folder, { hosts: [] });
    await rm(join(folder, "ca-key.pem"));
    await expect(ensureCertificates(folder, { hosts: [] })).rejects.toMatchObject({ code: "CERTIFICATE_UNUSABLE", details: { reason: "ca-key.pem is missing" } });
    await writeFile(join(folder, "ca-key.pem"), first.keyPem);
    await expect(ensureCertificates(folder, { hosts: [] })).rejects.toMatchObject({ code: "CERTIFICATE_UNUSABLE" });
    await writeFile(join(folder, "ca.pem"), "garbage");
    await expect(ensureCertificates(folder, { hosts: [] })).rejects.toMatchObject({ code: "CERTIFICATE_UNUSABLE" });
  });
});
