import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ArtifactDTO, ArtifactLookupsDTO, IncidentDTO, ThreatServiceDTO, ThreatTestDTO } from "@soarkit/protocol";
import { setConfigValues } from "@soarkit/runtime";
import { until, useSoarkit } from "@soarkit/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const python = process.env["SOARKIT_INTEROP_THREAT_SERVICE"] ?? "python3";
const searcher = fileURLToPath(new URL("../python-app/threat_searcher.py", import.meta.url));
const patience = 60_000;

/** rc-webserver 45 imports a module that the circuits of resilient-circuits 51 no longer has. */
const moduleOfOldCircuits = `
import sys, six
sys.modules["circuits.six"] = six
`;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe("the built-in platform asks IBM's threat service, rc-cts in its integration server", () => {
  const system = useSoarkit(["--only", "platform"]);
  let circuits: ChildProcess;
  let url = "";
  let output = "";
  let incident: IncidentDTO;

  beforeAll(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}/cts/interop`;
    const [components, logs] = [join(system.dataDir, "components"), join(system.dataDir, "python-logs")];
    await Promise.all([mkdir(components), mkdir(logs)]);
    await copyFile(searcher, join(components, "threat_searcher.py"));
    let text = await readFile(join(system.dataDir, "app.config"), "utf8");
    if (!text.includes("[webserver]")) text += "\n[webserver]\nport =\n";
    if (!text.includes("[custom_threat_service]")) text += "\n[custom_threat_service]\nurlbase = /cts\n";
    text = setConfigValues(text, "resilient", { componentsdir: components, logdir: logs });
    text = setConfigValues(text, "webserver", { server: "127.0.0.1", port: String(port), secure: "0" });
    text = setConfigValues(text, "custom_threat_service", { urlbase: "/cts", first_retry_secs: "1", later_retry_secs: "1", max_retries: "3", auth_user: "soar", auth_password: "interop-password" });
    const config = join(system.dataDir, "python.config");
    await writeFile(config, text, { mode: 0o600 });
    const site = join(system.dataDir, "site");
    await mkdir(site);
    await writeFile(join(site, "sitecustomize.py"), moduleOfOldCircuits);
    const env = { ...process.env, PYTHONPATH: site, HOME: system.dataDir, APP_CONFIG_FILE: config, APP_LOCK_FILE: join(system.dataDir, "circuits.lock") };
    circuits = spawn(python, ["-m", "resilient_circuits.bin.resilient_circuits_cmd", "run"], { env, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [circuits.stdout, circuits.stderr]) stream?.on("data", (chunk: Buffer) => (output += chunk.toString()));
    await until("rc-cts answers", patience, async () => {
      if (circuits.exitCode !== null) throw new Error(output);
      return (await fetch(url, { method: "OPTIONS" }).catch(() => undefined))?.ok === true ? true : undefined;
    });
    incident = await system.client.post<IncidentDTO>("/incidents", { name: "Asked by rc-cts", discovered_date: Date.now() });
  }, 120_000);

  afterAll(async () => {
    if (circuits.exitCode !== null) return;
    const ended = once(circuits, "exit");
    circuits.kill("SIGKILL");
    await ended;
  });

  const source = (): Promise<ThreatServiceDTO> => system.client.get<ThreatServiceDTO>("/threat_sources/IBM");
  const add = async (value: string): Promise<ArtifactDTO> => {
    const [artifact] = await system.client.post<ArtifactDTO[]>(`/incidents/${incident.id}/artifacts`, { type: "IP Address", value });
    if (artifact === undefined) throw new Error("no artifact");
    return artifact;
  };
  const looked = (artifact: ArtifactDTO): Promise<ArtifactDTO> =>
    until(`${artifact.value} was looked up`, patience, async () => {
      const now = await system.client.get<ArtifactDTO>(`/incidents/${incident.id}/artifacts/${artifact.id}`);
      return now.pending_sources.length === 0 ? now : undefined;
    });

  it("knows its 500 for a wrong password, is off by itself, and goes on when the password is right", async () => {
    await system.client.post("/threat_sources", { name: "IBM", rest_url: url, auth_user: "soar", password: "wrong", enabled: true });
    const early = await add("203.0.113.5");
    const off = await until("it is off", patience, async () => {
      const now = await source();
      return now.enabled ? undefined : now;
    });
    expect(off).toMatchObject({ last: { status: 500 }, disabled_reason: expect.stringContaining("as rc-cts does") });
    expect(await system.client.put("/threat_sources/IBM", { password: "interop-password" })).toMatchObject({ enabled: true, disabled_reason: null });
    expect((await looked(early)).hits).toHaveLength(1);
    expect(await system.client.post<ThreatTestDTO>("/threat_sources/IBM/test", {})).toMatchObject({ ok: true, status: 200, upload_file: false });
  });

  it("takes multipart, says 303 first, and its typed properties become a hit", async () => {
    const artifact = await looked(await add("203.0.113.7"));
    expect(artifact.hits).toMatchObject([
      {
        properties: [
          { name: "Feed", type: "string", value: "interop ä中" },
          { name: "Score", type: "number", value: 71 },
          { name: "Report", type: "uri", value: "https://intel.example/r/1" },
          { name: "Resolves to", type: "ip", value: "203.0.113.7" },
          { name: "Place", type: "lat_lng", value: { lat: 51.5, lng: -0.12 } },
        ],
      },
    ]);
    const { entities } = await system.client.get<ArtifactLookupsDTO>(`/incidents/${incident.id}/artifacts/${artifact.id}/lookups`);
    expect(entities[0]).toMatchObject({ state: "answered", statuses: expect.stringMatching(/^303(×\d+)?>200$/) });
  });

  it("goes on while a searcher is not ready; rc-cts, which makes no search again by itself, gives up; asked again it has the hit", async () => {
    const first = await looked(await add("203.0.113.100"));
    const lookups = `/incidents/${incident.id}/artifacts/${first.id}/lookups`;
    expect(first.hits).toEqual([]);
    // The answer to the POST, max_retries answers to GETs, and then no hit.
    expect((await system.client.get<ArtifactLookupsDTO>(lookups)).entities[0]).toMatchObject({ state: "answered", statuses: "303×4>200" });
    await system.client.post(lookups, {});
    const again = await looked(first);
    expect(again.hits).toMatchObject([{ properties: [{ name: "Feed" }, { name: "Score" }, { name: "Report" }, { name: "Resolves to", value: "203.0.113.100" }, { name: "Place" }] }]);
    expect((await system.client.get<ArtifactLookupsDTO>(lookups)).entities[0]).toMatchObject({ state: "answered", statuses: expect.stringMatching(/^303(×\d+)?>200$/) });
  });

  it("has no hit for what its searcher does not know", async () => {
    expect((await looked(await add("198.51.100.1"))).hits).toEqual([]);
  });
});
