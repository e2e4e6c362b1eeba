import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { discoverApps, selftest } from "@soarkit/integration-server";
import { Platform } from "@soarkit/platform";
import { createLogger, ensureCertificates, parseConfigText } from "@soarkit/runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { installationFolder } from "../context/paths.js";

const log = createLogger({ name: "test", level: "silent" });
let folder: string;
let platform: Platform;
let ports: Awaited<ReturnType<Platform["start"]>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "soarkit-selftest-"));
  const certificates = await ensureCertificates(folder, { hosts: ["127.0.0.1"] });
  platform = new Platform({ dataDir: folder, host: "127.0.0.1", port: 0, stompPort: 0, certificates, log, env: {}, warmScripts: false });
  ports = await platform.start();
});
afterAll(async () => {
  await platform.stop();
  await rm(folder, { recursive: true });
});

/** What the selftest says about the permissions of an API key that has these; who may not read anything is refused at the login. */
async function permissionStep(permissions: readonly string[]): Promise<string> {
  const { id, secret } = await platform.accounts.createApiKey({ name: permissions.join(), permissions });
  const lines = ["[resilient]", "host = 127.0.0.1", `port = ${ports.port}`, `stomp_port = ${ports.stompPort}`, `api_key_id = ${id}`, `api_key_secret = ${secret}`, `org = ${platform.orgName}`, `cafile = ${join(folder, "ca.pem")}`];
  const apps = (await discoverApps({ roots: [installationFolder()], conditions: ["source"] })).map(({ app }) => app).filter(({ packageName }) => packageName === "fn-anomali-staxx");
  expect(apps).toHaveLength(1);
  for await (const step of selftest({ config: parseConfigText(lines.join("\n"), "app.config"), env: {}, apps, log, timeoutMs: 20_000 })) {
    if (step.name === "Permissions of the login" || (step.name === "Log in to the SOAR platform" && !step.ok)) return `${step.outcome}: ${step.detail}`;
  }
  return "there was no such step";
}

describe("the selftest, asked for the STAXX app on a real platform,", () => {
  it.each([
    ["org_data.read", ["org_data.edit", "function.read"]],
    ["org_data.edit", ["org_data.read", "function.read"]],
    ["function.read", ["org_data.read", "org_data.edit"]],
  ])("names %s when the API key lacks it", async (missing, permissions) => {
    expect(await permissionStep(permissions)).toMatch(new RegExp(`^failed: .*${missing.replace(".", "\\.")}`));
  });

  it("names two at once, and is content with an API key that has the three", async () => {
    expect(await permissionStep(["org_data.read"])).toBe("failed: Missing: org_data.edit, function.read. Give the API key these permissions on the platform.");
    expect(await permissionStep(["org_data.read", "org_data.edit", "function.read"])).toMatch(/^ok:/);
  });
});
