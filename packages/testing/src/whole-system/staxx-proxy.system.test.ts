import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ActionInvocationDTO } from "@soarkit/protocol";
import { setConfigValues } from "@soarkit/runtime";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { endOf, ForwardingProxy, incidentWith, notesArrive, runRule, useSoarkit } from "../index.js";
import { importedRecords } from "./hub-records.js";

const settings = { auto_approve: "yes", confidence_level: "70", indicator_type: "malware", severity_level: "high", tlp_color: "AMBER" };
const password = "proxy p@ss:canary";

describe("both functions of the STAXX app go through the configured proxy", () => {
  const system = useSoarkit();
  let proxy: ForwardingProxy;

  beforeEach(async () => {
    proxy = await ForwardingProxy.start({ user: "ana", password });
  });
  afterEach(() => proxy.stop());

  async function startWith(httpsProxy: string, env: Readonly<Record<string, string>> = {}): Promise<void> {
    await system.restart(async () => {
      const file = join(system.dataDir, "app.config");
      await writeFile(file, setConfigValues(await readFile(file, "utf8"), "fn_anomali_staxx", { https_proxy: httpsProxy }));
    }, env);
  }

  /** Imports a value and asks for it; answers both calls and the incident's notes. */
  async function importAndQuery(value: string): Promise<{ calls: ActionInvocationDTO[]; notes: string[] }> {
    const { incident, artifact } = await incidentWith(system.client, { type: "DNS Name", value });
    const calls = [
      await endOf(system.client, incident.id, await runRule(system.client, incident.id, artifact.id, "Example: Anomali Staxx Import", settings), 60_000),
      await endOf(system.client, incident.id, await runRule(system.client, incident.id, artifact.id, "Example: Anomali Staxx Query"), 60_000),
    ];
    return { calls, notes: await notesArrive(system.client, incident.id, 2) };
  }

  it("with its user and password, to the server's own certificate", async () => {
    await startWith(proxy.url());
    const { calls, notes } = await importAndQuery("proxied.machete-report.com");
    expect(calls.map(({ outcome, error }) => error ?? outcome)).toEqual(["completed", "completed"]);
    expect(notes.join()).toContain("added to Anomali Staxx");
    expect(await importedRecords(system.soarkit.run, "proxied.machete-report.com")).toBe(1);
    expect(new Set(proxy.tunnels.map(({ target, opened }) => `${target} ${opened}`))).toEqual(new Set([`127.0.0.1:${system.soarkit.run.ports.hub ?? 0} true`]));
  });

  it("and a proxy that refuses the login is named, without the password", async () => {
    await startWith(proxy.url("wrong canary"));
    const { calls, notes } = await importAndQuery("refused.machete-report.com");
    expect(calls.map(({ outcome }) => outcome)).toEqual(["failed", "failed"]);
    for (const text of [...calls.map(({ error }) => error), ...notes]) {
      expect(text).toMatch(/proxy/i);
      expect(text).toContain(`127.0.0.1:${new URL(proxy.url()).port}`);
      expect(text).not.toContain("canary");
    }
    expect(proxy.tunnels.length).toBeGreaterThan(0);
    expect(proxy.tunnels.every(({ opened }) => !opened)).toBe(true);
    expect(system.soarkit.output()).not.toContain("canary");
  });

  it("except to hosts that NO_PROXY names, which are called directly", async () => {
    await startWith(proxy.url(), { NO_PROXY: "elsewhere.example, 127.0.0.1" });
    const { calls } = await importAndQuery("direct.machete-report.com");
    expect(calls.map(({ outcome, error }) => error ?? outcome)).toEqual(["completed", "completed"]);
    expect(proxy.tunnels).toEqual([]);
  });

  it("and a proxy of the environment never stands between it and a hub on this machine", async () => {
    await startWith("", { HTTPS_PROXY: proxy.url(), HTTP_PROXY: proxy.url() });
    const { calls } = await importAndQuery("local.machete-report.com");
    expect(calls.map(({ outcome, error }) => error ?? outcome)).toEqual(["completed", "completed"]);
    expect(proxy.tunnels).toEqual([]);
  });
});
