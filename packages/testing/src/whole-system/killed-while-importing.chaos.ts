import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setConfigValues } from "@soarkit/runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectTo, endOf, HoldingProxy, incidentWith, notesOf, runRule, startSoarkitProcess, tempFolder, until, type SoarkitProcess } from "../index.js";
import { importedRecords } from "./hub-records.js";

/** How many rounds of each moment: a few in CI, more by SOARKIT_CHAOS_ROUNDS. */
const rounds = Number(process.env["SOARKIT_CHAOS_ROUNDS"] ?? "1");
const importPath = "/api/v1/import_intel";

describe("kill -9 of the whole while an import runs", () => {
  let data: Awaited<ReturnType<typeof tempFolder>>;
  let proxyFolder: Awaited<ReturnType<typeof tempFolder>>;
  let soarkit: SoarkitProcess;
  let proxy: HoldingProxy;
  let hubPort = 0;
  let count = 0;

  // The hub keeps its port over the restarts, as it does for people: the proxy in front of it must find it.
  async function start(): Promise<void> {
    soarkit = await startSoarkitProcess(data.path, ["--no-samples", "--hub-port", String(hubPort)]);
  }

  beforeAll(async () => {
    data = await tempFolder("soarkit-chaos");
    proxyFolder = await tempFolder("soarkit-proxy");
    await start();
    hubPort = soarkit.run.ports.hub ?? 0;
    proxy = await HoldingProxy.start(proxyFolder.path, { port: () => hubPort, ca: await readFile(soarkit.run.ca_file, "utf8") });
    await soarkit.stop();
    const file = join(data.path, "app.config");
    await writeFile(file, setConfigValues(await readFile(file, "utf8"), "fn_anomali_staxx", { staxx_port: String(proxy.port), cafile: proxy.caFile }));
    await start();
  });

  afterAll(async () => {
    await soarkit.kill();
    await proxy.stop();
    await Promise.all([data.remove(), proxyFolder.remove()]);
  });

  for (const autoApprove of ["yes", "no"]) {
    for (const moment of ["before", "during", "after"] as const) {
      for (let round = 1; round <= rounds; round += 1) {
        it(`${moment} the outside call, auto approve ${autoApprove}, round ${round}: filed once, one note`, async () => {
          count += 1;
          const value = `kill-${moment}-${autoApprove}-${count}.machete-report.com`;
          let client = await connectTo(soarkit.run);
          const { incident, artifact } = await incidentWith(client, { type: "DNS Name", value });

          const held = proxy.hold(importPath, moment === "before" ? "request" : "answer");
          const instance = await runRule(client, incident.id, artifact.id, "Example: Anomali Staxx Import", { auto_approve: autoApprove, confidence_level: "70", indicator_type: "malware", severity_level: "high", tlp_color: "AMBER" });
          await held;
          if (moment === "after") {
            proxy.release();
            await new Promise((resolve) => setTimeout(resolve, Math.floor(Math.random() * 20)));
          }
          await client.close();
          await soarkit.kill();
          proxy.release();

          await start();
          client = await connectTo(soarkit.run);
          const call = await endOf(client, incident.id, instance);
          expect(call.error).toBeNull();
          expect(call.outcome).toBe("completed");
          const notes = await until("a note", 30_000, async () => {
            const texts = await notesOf(client, incident.id);
            return texts.length > 0 ? texts : undefined;
          });
          expect(notes).toHaveLength(1);
          expect(notes[0]).toContain(value);
          expect(await importedRecords(soarkit.run, value)).toBe(1);
          await client.close();
        });
      }
    }
  }
});
