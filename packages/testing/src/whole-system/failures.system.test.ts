import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ensureCertificates, setConfigValues } from "@soarkit/runtime";
import { describe, expect, it } from "vitest";
import { endOf, HoldingProxy, incidentWith, notesArrive, runRule, tempFolder, useSoarkit } from "../index.js";

const settings = { auto_approve: "yes", confidence_level: "70", indicator_type: "malware", severity_level: "high", tlp_color: "AMBER" };

describe("what goes wrong between the app and STAXX is said in a note and in the action status", () => {
  const system = useSoarkit();

  async function withConfig(changes: Record<string, string>): Promise<void> {
    await system.restart(async () => {
      const file = join(system.dataDir, "app.config");
      await writeFile(file, setConfigValues(await readFile(file, "utf8"), "fn_anomali_staxx", changes));
    });
  }

  async function expectFailure(says: RegExp): Promise<void> {
    for (const [rule, properties] of [
      ["Example: Anomali Staxx Query", {}],
      ["Example: Anomali Staxx Import", settings],
    ] as const) {
      const { incident, artifact } = await incidentWith(system.client, { type: "DNS Name", value: "failure.machete-report.com" });
      const call = await endOf(system.client, incident.id, await runRule(system.client, incident.id, artifact.id, rule, properties), 60_000);
      expect(call.outcome).toBe("failed");
      expect(call.error).toMatch(says);
      const notes = await notesArrive(system.client, incident.id);
      expect(notes).toHaveLength(1);
      expect(notes[0]).toMatch(says);
    }
  }

  it("a wrong password is called a wrong password", async () => {
    const original = (await readFile(join(system.dataDir, "app.config"), "utf8")).match(/^staxx_password\s*[=:]\s*(.*)$/m)?.[1] ?? "";
    await withConfig({ staxx_password: "certainly-not-it" });
    await expectFailure(/user|password/i);
    await withConfig({ staxx_password: original });
  });

  it("a certificate that is not trusted names the setting", async () => {
    const folder = await tempFolder();
    const stranger = await ensureCertificates(folder.path, { hosts: ["somewhere.else"] });
    const original = (await readFile(join(system.dataDir, "app.config"), "utf8")).match(/^cafile\s*[=:]\s*(.*)$/gm)?.at(-1)?.split("=")[1]?.trim() ?? "";
    await withConfig({ cafile: stranger.caFile });
    await expectFailure(/certificate[\s\S]*cafile|cafile[\s\S]*certificate/i);
    await withConfig({ cafile: original });
    await folder.remove();
  });

  it("a STAXX that does not answer is called unreachable, with its address", async () => {
    const folder = await tempFolder();
    const proxy = await HoldingProxy.start(folder.path, { port: () => 1, ca: "" });
    const closedPort = proxy.port;
    await proxy.stop();
    await folder.remove();
    await withConfig({ staxx_port: String(closedPort) });
    await expectFailure(new RegExp(`127\\.0\\.0\\.1:${closedPort}`));
  });
});
