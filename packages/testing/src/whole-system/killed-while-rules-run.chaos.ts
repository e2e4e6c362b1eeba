import type { ActionInvocationDTO, Entities, IncidentDTO, NewsfeedEntryDTO } from "@soarkit/protocol";
import { sleep } from "@soarkit/runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectTo, startSoarkitProcess, tempFolder, until, type SoarkitProcess } from "../index.js";

/** How many seeded rounds: 3 in CI, more by SOARKIT_CHAOS_RUNS; SOARKIT_CHAOS_SEED repeats one. */
const rounds = Number(process.env["SOARKIT_CHAOS_RUNS"] ?? "3");
const firstSeed = Number(process.env["SOARKIT_CHAOS_SEED"] ?? "1");
const incidentsPerRound = 60;
const added = [{ field_name: null, method: "object_added" }];
const setField = (field: string, value: string) => ({ type: "modify_field", type_id: "incident", field, operation: "set_field", value });

describe("kill -9 of the platform while rules run", () => {
  let data: Awaited<ReturnType<typeof tempFolder>>;
  let soarkit: SoarkitProcess;
  const start = async (): Promise<void> => {
    soarkit = await startSoarkitProcess(data.path, ["--no-samples", "--only", "platform", "--without", "trustar"]);
  };

  beforeAll(async () => {
    data = await tempFolder("soarkit-chaos");
    await start();
    const client = await connectTo(soarkit.run);
    await client.post("/message_destinations", { name: "Nobody reads", programmatic_name: "nobody_reads", expect_ack: true });
    await client.post("/scripts", { name: "Writes a note", object_type: "incident", language: "python3", script_text: "incident.addNote('by the rule')" });
    await client.post("/actions", { name: "Sets and tells", type: 0, object_type: "incident", conditions: added, automations: [setField("severity_code", "High")], message_destinations: ["nobody_reads"] });
    await client.post("/actions", { name: "Runs a script", type: 0, object_type: "incident", logic_type: "all", conditions: [...added, { field_name: "incident.name", method: "contains", value: "scripted" }], automations: [setField("description", "before the script"), { type: "run_script", scripts_to_run: "Writes a note" }] });
    await client.close();
  });

  afterAll(async () => {
    await soarkit.kill();
    await data.remove();
  });

  for (let seed = firstSeed; seed < firstSeed + rounds; seed += 1) {
    it(`seed ${seed}: each change has the effects of its rules once`, async () => {
      const random = seededRandom(seed);
      let client = await connectTo(soarkit.run);
      const ids: number[] = [];
      const creating = Array.from({ length: incidentsPerRound }, async (_none, index) => {
        // What is answered counts; what the kill cuts off was never promised.
        const incident = await client.post<IncidentDTO>("/incidents", { name: index % 6 === 0 ? "scripted" : "plain", discovered_date: 0 }).catch(() => undefined);
        if (incident !== undefined) ids.push(incident.id);
      });
      await sleep(Math.floor(random() * 1_200));
      await soarkit.kill();
      await Promise.all(creating);
      await client.close();

      await start();
      client = await connectTo(soarkit.run);
      for (const id of ids) {
        const { name } = await client.get<IncidentDTO>(`/incidents/${id}`);
        const wanted = name === "scripted" ? 2 : 1;
        const list = await until(`the rules of incident ${id} have run`, 60_000, async () => {
          const { entities } = await client.get<Entities<ActionInvocationDTO>>(`/incidents/${id}/action_invocations`);
          const runs = entities.filter((entry) => entry.kind === "rule");
          const through = runs.length >= wanted && runs.every((run) => run.action?.name !== "Runs a script" || run.outcome !== "pending");
          return through ? entities : undefined;
        });
        expect(list.filter((entry) => entry.kind === "rule").map((run) => run.action?.name).sort(), `incident ${id}`).toEqual(wanted === 2 ? ["Runs a script", "Sets and tells"] : ["Sets and tells"]);
        expect(list.filter((entry) => entry.kind === "message"), `messages of incident ${id}`).toHaveLength(1);
        const feed = await client.get<NewsfeedEntryDTO[]>(`/incidents/${id}/newsfeed`);
        expect(feed.filter((entry) => entry.type === "incident_changed"), `changes of incident ${id}`).toHaveLength(wanted);
        expect(feed.filter((entry) => entry.type === "note_added"), `notes of incident ${id}`).toHaveLength(wanted - 1);
      }
      await client.close();
    }, 180_000);
  }
});

/** Numbers from 0 to 1 that depend on the seed alone (mulberry32). */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
