import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { IntelHub } from "@soarkit/intel-hub";
import { createLogger, ensureCertificates } from "@soarkit/runtime";
import { describe, expect, it } from "vitest";

const script = fileURLToPath(new URL("../python-app/trustar_sdk.py", import.meta.url));

/** The two generations of the SDK speak different forms of search, metadata and tags (trustar-api §2). */
const generations = [
  ["0.3.15", process.env["SOARKIT_INTEROP_TRUSTAR_2018"]],
  ["0.3.35", process.env["SOARKIT_INTEROP_TRUSTAR_2021"]],
] as const;

function usable(python: string | undefined): python is string {
  return python !== undefined && spawnSync(python, ["-c", "import trustar"]).status === 0;
}

describe("the TruSTAR SDK takes the hub for TruSTAR", () => {
  for (const [version, python] of generations) {
    it.skipIf(!usable(python))(`in version ${version}`, { timeout: 120_000 }, async () => {
      const folder = await mkdtemp(join(tmpdir(), "soarkit-trustar-sdk-"));
      const certificates = await ensureCertificates(folder, { hosts: [] });
      await writeFile(join(folder, "authority.pem"), certificates.caPem);
      const hub = new IntelHub({ dataDir: folder, host: "127.0.0.1", port: 0, certificates, log: createLogger({ name: "hub", level: "silent" }) });
      try {
        const enclave = await hub.trustar.ensureEnclave({ name: "Interop" });
        const { apiKey, apiSecret = "" } = await hub.trustar.ensureAccount({ name: "sdk", enclaves: [{ id: enclave, level: "full" }] });
        const { port } = await hub.start();
        const seen = await run(python ?? "python3", [script, `https://localhost:${port}`, apiKey, apiSecret, enclave], join(folder, "authority.pem"));
        expect(seen).toMatchObject({
          ping: "pong",
          version: "1.3",
          enclaves: ["Community", "Interop", "STAXX"],
          indicators: ["203.0.200.7", "mail@evil-host.com", "www.wefrrtdgwefwef1234.org"],
          same_id: true,
          updated: "203.0.200.7 and 203.0.200.8",
          related: ["203.0.200.7", "203.0.200.8"],
          correlated: 1,
          tag: true,
          tags: ["malicious"],
          by_tag: [true],
          tags_left: [],
          search: ["203.0.200.7", "203.0.200.8"],
          search_reports: ["Interop"],
          metadata: "203.0.200.7",
          priority: ["LOW"],
          trending: 2,
          whitelisted: ["not-malicious.com", "really-not-malicious.net"],
          whitelist_page: 2,
          whitelist_left: 0,
          missing: 404,
        });
      } finally {
        await hub.stop();
        await rm(folder, { recursive: true });
      }
    });
  }
});

async function run(python: string, args: readonly string[], authority: string): Promise<unknown> {
  const child = spawn(python, args, { env: { ...process.env, REQUESTS_CA_BUNDLE: authority, NO_PROXY: "localhost" }, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  let errors = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  const [code] = (await once(child, "close")) as [number];
  expect(code, errors).toBe(0);
  return JSON.parse(output.trim().split("\n").at(-1) ?? "{}") as unknown;
}
