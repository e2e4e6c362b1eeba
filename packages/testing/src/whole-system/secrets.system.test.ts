import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseConfigText, setConfigValues } from "@soarkit/runtime";
import { describe, expect, it } from "vitest";
import { endOf, incidentWith, notesArrive, runRule, useSoarkit } from "../index.js";

describe("no secret leaves by a log, an error or an export", () => {
  const system = useSoarkit(["--no-samples", "--log-level", "trace", "--console-log"]);

  async function plantedSecrets(): Promise<string[]> {
    const config = parseConfigText(await readFile(join(system.dataDir, "app.config"), "utf8"), "app.config");
    const secrets = [config.get("resilient", "api_key_secret"), config.get("fn_anomali_staxx", "staxx_password"), system.soarkit.run.admin_token, (await readFile(join(system.dataDir, "admin-password.txt"), "utf8")).trim()];
    const found = secrets.filter((secret): secret is string => secret !== undefined && secret.length >= 8);
    expect(found).toHaveLength(4);
    return found;
  }

  async function everythingLogged(): Promise<string> {
    const folder = join(system.dataDir, "logs");
    const files = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), "utf8")));
    return files.join("\n") + system.soarkit.output();
  }

  it("through imports, queries, refusals and a wrong password, at the most talkative level", async () => {
    const { incident, artifact } = await incidentWith(system.client, { type: "DNS Name", value: "canary.machete-report.com" });
    for (const [rule, properties] of [
      ["Example: Anomali Staxx Import", { auto_approve: "yes", confidence_level: "70", indicator_type: "malware", severity_level: "high", tlp_color: "AMBER" }],
      ["Example: Anomali Staxx Query", {}],
    ] as const) {
      await endOf(system.client, incident.id, await runRule(system.client, incident.id, artifact.id, rule, properties));
    }
    const exported = JSON.stringify(await system.client.post("/configurations/exports/", { layouts: true, actions: true, phases_and_tasks: true }));
    const actionStatus = JSON.stringify(await system.client.get(`/incidents/${incident.id}/action_invocations`));
    const notes = (await notesArrive(system.client, incident.id, 2)).join("\n");

    const planted = await plantedSecrets();
    const canary = "canary-6f1d2c0b9a-password";
    await system.restart(async () => {
      const file = join(system.dataDir, "app.config");
      await writeFile(file, setConfigValues(await readFile(file, "utf8"), "fn_anomali_staxx", { staxx_password: canary }));
    });
    const failing = await incidentWith(system.client, { type: "DNS Name", value: "canary-two.machete-report.com" });
    const call = await endOf(system.client, failing.incident.id, await runRule(system.client, failing.incident.id, failing.artifact.id, "Example: Anomali Staxx Query"));
    expect(call.outcome).toBe("failed");

    const logged = await everythingLogged();
    expect(logged.length).toBeGreaterThan(2_000);
    for (const secret of [...planted, canary, ...(await plantedSecrets())]) {
      expect(logged.includes(secret), "a secret stands in the log").toBe(false);
      for (const text of [exported, actionStatus, notes, JSON.stringify(call)]) expect(text.includes(secret)).toBe(false);
    }
  });
});
