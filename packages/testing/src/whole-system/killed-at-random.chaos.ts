import { sleep } from "@soarkit/runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectTo, endOf, incidentWith, notesArrive, notesOf, runRule, startSoarkitProcess, tempFolder, type SoarkitProcess } from "../index.js";
import { importedRecords } from "./hub-records.js";

/** How many seeded rounds: 2 in CI, more by SOARKIT_CHAOS_RUNS; SOARKIT_CHAOS_SEED repeats one. */
const rounds = Number(process.env["SOARKIT_CHAOS_RUNS"] ?? "2");
const firstSeed = Number(process.env["SOARKIT_CHAOS_SEED"] ?? "1");
const callsPerRound = 12;

const settings = { auto_approve: "yes", confidence_level: "70", indicator_type: "malware", severity_level: "high", tlp_color: "AMBER" };

describe("kill -9 at a random moment while imports and queries run", () => {
  let data: Awaited<ReturnType<typeof tempFolder>>;
  let soarkit: SoarkitProcess;
  const ports: string[] = [];

  async function start(): Promise<void> {
    soarkit = await startSoarkitProcess(data.path, ["--no-samples", ...ports]);
  }

  beforeAll(async () => {
    data = await tempFolder("soarkit-chaos");
    await start();
    ports.push("--hub-port", String(soarkit.run.ports.hub));
    await soarkit.stop();
    await start();
  });

  afterAll(async () => {
    await soarkit.kill();
    await data.remove();
  });

  for (let seed = firstSeed; seed < firstSeed + rounds; seed += 1) {
    it(`seed ${seed}: nothing is lost, done twice or stuck`, async () => {
      const random = seededRandom(seed);
      let client = await connectTo(soarkit.run);
      const started: { incidentId: number; instance: number; value: string; imported: boolean }[] = [];
      for (let call = 0; call < callsPerRound; call += 1) {
        const value = `seed-${seed}-${call}.machete-report.com`;
        const { incident, artifact } = await incidentWith(client, { type: "DNS Name", value });
        const imported = random() < 0.7;
        const instance = await runRule(client, incident.id, artifact.id, imported ? "Example: Anomali Staxx Import" : "Example: Anomali Staxx Query", imported ? settings : {});
        started.push({ incidentId: incident.id, instance, value, imported });
      }
      await sleep(Math.floor(random() * 700));
      await client.close();
      await soarkit.kill();

      await start();
      client = await connectTo(soarkit.run);
      for (const { incidentId, instance, value, imported } of started) {
        const call = await endOf(client, incidentId, instance, 60_000);
        expect(call.error, value).toBeNull();
        expect(call.outcome, value).toBe("completed");
        await notesArrive(client, incidentId);
        expect(await importedRecords(soarkit.run, value), value).toBe(imported ? 1 : 0);
      }
      for (const { incidentId, value } of started) expect(await notesOf(client, incidentId), value).toHaveLength(1);
      await client.close();
    });
  }
});

/** Numbers from 0 to 1 that depend on the seed alone (mulberry32). */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
