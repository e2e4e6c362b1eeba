import { spawnSync } from "node:child_process";
import { appendFile, readFile, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ActionDTO, Entities, ResultEnvelope } from "@soarkit/protocol";
import { parseConfigText } from "@soarkit/runtime";
import { describe, expect, it } from "vitest";
import { endOf, incidentWith, notesArrive, runRule, useSoarkit } from "../index.js";
import { hubGet } from "./hub-records.js";

const bin = fileURLToPath(new URL("../../../cli/bin/", import.meta.url));
const settings = { auto_approve: "no", confidence_level: "70", indicator_type: "malware", severity_level: "high", tlp_color: "AMBER" };

interface Decided {
  decided_by: string | null;
  values: { value: string; state: string; reason?: string; changes?: Record<string, unknown>; decided_by?: string }[];
}

describe("the STAXX app from installation to removal, by command", () => {
  const system = useSoarkit();

  function command(...args: string[]): { status: number | null; text: string } {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(bin, "soarkit.js"), ...args, "--data", system.dataDir], { encoding: "utf8", cwd: system.dataDir, env: { ...process.env, HOME: system.dataDir, NO_COLOR: "1" } });
    return { status, text: stdout + stderr };
  }

  /** Imports a value that then waits for approval; answers the import's job. */
  async function waiting(value: string): Promise<string> {
    const { incident, artifact } = await incidentWith(system.client, { type: "DNS Name", value });
    await endOf(system.client, incident.id, await runRule(system.client, incident.id, artifact.id, "Example: Anomali Staxx Import", settings));
    const [note] = await notesArrive(system.client, incident.id);
    return /Import job: (\d{14})/.exec(note ?? "")?.[1] ?? "";
  }

  const ruleNames = async (): Promise<string[]> => (await system.client.get<Entities<ActionDTO>>("/actions")).entities.map(({ name }) => name);

  it("selftest tells each step: the permissions of the login, certificate, login, a real query, the dates", () => {
    const { status, text } = command("selftest", "-l", "fn-anomali-staxx");
    expect(status, text).toBe(0);
    for (const step of ["Permissions of the login", "Certificate of https://127.0.0.1", "Log in to Anomali STAXX", "Search Anomali STAXX", "Compare dates with Anomali STAXX"]) expect(text).toContain(step);
  });

  it("both functions answer the documented envelope: all its members, the inputs as received, raw as the JSON text of the content, the metrics", async () => {
    const { incident, artifact } = await incidentWith(system.client, { type: "DNS Name", value: "envelope.machete-report.com" });
    const run = async (rule: string, properties = {}) => (await endOf(system.client, incident.id, await runRule(system.client, incident.id, artifact.id, rule, properties))).results as ResultEnvelope;
    const imported = await run("Example: Anomali Staxx Import", { ...settings, auto_approve: "yes" });
    const queried = await run("Example: Anomali Staxx Query", { staxx_max_results: 5 });
    for (const envelope of [imported, queried]) {
      expect(envelope).toMatchObject({ version: "1.0", success: true, reason: null });
      expect(envelope.raw).toBe(JSON.stringify(envelope.content));
      expect(envelope.metrics).toEqual({ version: "1.0", package: "fn-anomali-staxx", package_version: "1.1.0", host: hostname(), execution_time_ms: expect.any(Number), timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/) });
      expect(envelope.metrics.execution_time_ms).toBeGreaterThanOrEqual(0);
    }
    expect(imported.content).toMatch(/^Import intelligence job ID \d{14} $/);
    const select = (name: string) => ({ id: expect.any(Number), name });
    expect(imported.inputs).toMatchObject({ staxx_indicator: "envelope.machete-report.com", staxx_confidence: "70", staxx_auto_approve: select("yes"), staxx_indicator_type: select("malware"), staxx_severity: select("high"), staxx_tlp: select("AMBER") });
    expect(Object.keys(imported)).toEqual(expect.arrayContaining(["version", "success", "reason", "content", "raw", "inputs", "metrics", "outcome"]));
    expect(queried.content).toMatchObject([{ indicator: "envelope.machete-report.com", itype: "mal_domain", confidence: 70, tlp: "TLP:AMBER" }]);
    expect(Object.keys((queried.content as object[])[0] ?? {})).toHaveLength(15);
    expect(queried).toMatchObject({ inputs: { staxx_indicator: "envelope.machete-report.com", staxx_max_results: 5 }, more: false, returned: 1 });
  });

  it("a MAC address and a path are filed whole when the user insists", async () => {
    for (const [type, value] of [["MAC Address", "00:1b:44:11:3a:b7"], ["File Path", "c:\\Users\\Public\\Evil.exe"]] as const) {
      const { incident, artifact } = await incidentWith(system.client, { type, value });
      const call = await endOf(system.client, incident.id, await runRule(system.client, incident.id, artifact.id, "Example: Anomali Staxx Import", { ...settings, auto_approve: "yes", staxx_force: "yes" }));
      expect(call.error).toBeNull();
      expect(call.results).toMatchObject({ success: true, outcome: { values: [{ value, verdict: "stored" }], warnings: [] } });
      expect(await hubGet(system.soarkit.run, `/api/hub/indicators?query=${encodeURIComponent(`value='${value.replaceAll("\\", "\\\\")}'`)}`)).toMatchObject([{ indicator: value, type: type === "File Path" ? "file_path" : "mac" }]);
    }
  });

  it("an import is approved with a correction, which is kept with who made it", async () => {
    const job = await waiting("corrected.machete-report.com");
    expect(command("hub", "pending").text).toContain("corrected.machete-report.com");
    const { status, text } = command("hub", "approve", job, "--value", "corrected.machete-report.com", "--severity", "low", "--confidence", "40");
    expect(status, text).toBe(0);
    expect(text).toContain("1 approved as corrected, 0 waiting");
    const detail = (await hubGet(system.soarkit.run, `/api/hub/approvals/${job}`)) as Decided;
    expect(detail.values).toMatchObject([{ state: "stored", changes: { severity: "low", confidence: 40 }, decided_by: "local administrator" }]);
    expect(detail.decided_by).toBe("local administrator");
    expect(await hubGet(system.soarkit.run, `/api/hub/indicators?query=${encodeURIComponent("value='corrected.machete-report.com'")}`)).toMatchObject([{ severity: "low", confidence: 40 }]);
    expect(command("hub", "pending", "--state", "approved").text).toContain("decided by local administrator");
  });

  it("an import is rejected with a reason, and nothing of it is found", async () => {
    const job = await waiting("rejected.machete-report.com");
    expect(command("hub", "reject", job, "--reason", "our own server").status).toBe(0);
    expect((await hubGet(system.soarkit.run, `/api/hub/approvals/${job}`)) as Decided).toMatchObject({ values: [{ state: "rejected", reason: "our own server" }] });
    expect(await hubGet(system.soarkit.run, `/api/hub/indicators?query=${encodeURIComponent("value='rejected.machete-report.com'")}`)).toEqual([]);
    expect(command("hub", "approve", job, "--confidence", "10").text).toContain("Nothing waits");
    expect(command("hub", "approve", job, "--confidence", "101").text).toContain("0 to 100");
  });

  it("upgrade puts it in the place of fn_send_to_staxx: the old section becomes its own", async () => {
    const file = join(system.dataDir, "app.config");
    const before = await readFile(file, "utf8");
    const own = parseConfigText(before).section("fn_anomali_staxx");
    const without = before.replace(/^\[fn_anomali_staxx\]$[\s\S]*?(?=^\[|$(?![\s\S]))/m, "");
    await writeFile(file, without);
    await appendFile(file, `\n[staxx]\nstaxx_ip = 10.9.8.7\nstaxx_port = 8080\nstaxx_user = old\nstaxx_password = ^old_secret\n`);
    const { status, text } = command("upgrade", "fn_send_to_staxx", "-y");
    expect(status, text).toBe(0);
    const after = parseConfigText(await readFile(file, "utf8"));
    expect(after.has("staxx")).toBe(false);
    expect(after.section("fn_anomali_staxx")).toMatchObject({ staxx_ip: "10.9.8.7", staxx_user: "old", staxx_password: "^old_secret" });
    expect(own).not.toEqual(after.section("fn_anomali_staxx"));
    await writeFile(file, before);
  });

  it("uninstall lists and removes what it had installed, and comments its section out", async () => {
    expect((await ruleNames()).filter((name) => name.startsWith("Example: Anomali Staxx"))).toHaveLength(3);
    const { status, text } = command("uninstall", "fn-anomali-staxx", "-y");
    expect(status, text).toBe(0);
    for (const name of ["Example: Anomali Staxx Import", "Example: Staxx Indicator Search", "staxx_query"]) expect(text).toContain(name);
    expect((await ruleNames()).filter((name) => name.startsWith("Example: Anomali Staxx"))).toEqual([]);
    const config = await readFile(join(system.dataDir, "app.config"), "utf8");
    expect(parseConfigText(config).has("fn_anomali_staxx")).toBe(false);
    expect(config).toMatch(/^# ?\[fn_anomali_staxx\]$/m);
  });
});
