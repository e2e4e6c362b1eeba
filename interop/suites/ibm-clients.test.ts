import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { setConfigValues } from "@soarkit/runtime";
import { endOf, incidentWith, notesArrive, runRule, until, useSoarkit } from "@soarkit/testing";
import { describe, expect, it } from "vitest";

const python = process.env["SOARKIT_INTEROP_PYTHON"] ?? "python3";
const pythonApp = fileURLToPath(new URL("../python-app/", import.meta.url));

describe("IBM's own clients take the built-in platform for a SOAR platform", () => {
  const system = useSoarkit(["--no-samples", "--without", "anomali-staxx"]);

  function environment() {
    return { ...process.env, HOME: system.dataDir, APP_CONFIG_FILE: join(system.dataDir, "app.config"), APP_LOCK_FILE: join(system.dataDir, "circuits.lock") };
  }

  it("the REST client logs in, creates, changes with conflicts, queries, exports and deletes", () => {
    const done = spawnSync(python, [join(pythonApp, "rest_calls.py"), join(system.dataDir, "app.config")], { encoding: "utf8", env: environment(), timeout: 60_000 });
    expect(done.status, done.stderr).toBe(0);
    const seen = JSON.parse(done.stdout.trim().split("\n").at(-1) ?? "{}") as Record<string, unknown>;
    expect(seen).toMatchObject({
      org_id: system.soarkit.run.org_id,
      renamed: "Renamed by get_put",
      patched: true,
      after_conflict: "Wins by overwriting",
      artifacts_created: 1,
      artifact_type: "IP Address",
    });
    expect(String(seen["const"])).toMatch(/^51\./);
    expect(String(seen["note"])).toContain("<b>bold</b>");
    expect(String(seen["note"])).not.toContain("<script");
    expect(seen["query"]).toHaveLength(1);
  });

  it("the integration server imports nothing of ours, takes the queue, and its answer becomes the note", async () => {
    const customized = spawnSync(process.execPath, [fileURLToPath(new URL("../../packages/cli/bin/resilient-circuits.js", import.meta.url)), "customize", "-y", "-l", "fn-anomali-staxx", "--config-file", join(system.dataDir, "app.config")], { encoding: "utf8", env: environment() });
    expect(customized.status, customized.stdout + customized.stderr).toBe(0);

    const components = join(system.dataDir, "components");
    await mkdir(components, { recursive: true });
    await writeFile(join(components, "staxx_query_in_python.py"), await readFile(join(pythonApp, "staxx_query_in_python.py"), "utf8"));
    await mkdir(join(system.dataDir, "python-logs"), { recursive: true });
    const config = join(system.dataDir, "python.config");
    await writeFile(config, setConfigValues(await readFile(join(system.dataDir, "app.config"), "utf8"), "resilient", { componentsdir: components, logdir: join(system.dataDir, "python-logs") }), { mode: 0o600 });

    const circuits = spawn(python, ["-m", "resilient_circuits.bin.resilient_circuits_cmd", "run"], { env: { ...environment(), APP_CONFIG_FILE: config }, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [circuits.stdout, circuits.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
    try {
      await until("IBM's server has subscribed", 60_000, () => {
        if (circuits.exitCode !== null) throw new Error(output);
        return Promise.resolve(/subscribe/i.test(output) && /started successfully/.test(output) ? true : undefined);
      });
      const { incident, artifact } = await incidentWith(system.client, { type: "DNS Name", value: "python.machete-report.com" });
      const call = await endOf(system.client, incident.id, await runRule(system.client, incident.id, artifact.id, "Example: Anomali Staxx Query"), 60_000);
      expect(call.outcome).toBe("completed");
      expect(call.messages.map((message) => message.text).join("\n")).toContain("looking for python.machete-report.com");
      const [note] = await notesArrive(system.client, incident.id);
      expect(note).toContain("answered by Python");
      expect(note).toContain("33");
    } finally {
      const ended = once(circuits, "exit");
      circuits.kill("SIGKILL");
      await ended;
    }
  });
});
