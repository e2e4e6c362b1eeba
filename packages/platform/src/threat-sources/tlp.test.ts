import { beforeAll, describe, expect, it } from "vitest";
import { soon, useLab, verdicts, type Found } from "./lab.test-kit.js";
import { hit, respond, type Behaviour } from "./threat-service.test-kit.js";

const { kit, asAdmin, source, using, incident, change, add, read, lookups, settled } = useLab();
const values = ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED", "to be decided"].map((label) => ({ label, enabled: true }));

beforeAll(async () => {
  const made = await kit.call(`${kit.org}/types/incident/fields`, { body: { name: "tlp", text: "TLP", input_type: "select", values } });
  expect([made.status, made.json.message]).toEqual([200, undefined]);
});

const answers: Behaviour = ({ artifact }, response) => respond(response, 200, { hits: [hit(String(artifact?.value))] });
const labelled = (tlp: string | null): Promise<number> => incident({ properties: { tlp } });
const label = (artifact: Found, tlp: string | null): Promise<void> => change(artifact.inc_id, { properties: { tlp } });
const withheld = async (artifact: Found) => {
  const { tlp, withheld: from, sources_on } = (await kit.call(`${kit.org}/incidents/${artifact.inc_id}/artifacts/${artifact.id}/lookups`)).json;
  return { tlp, from, sources_on };
};

describe("labels of incidents", () => {
  it("keep artifacts from the sources that they are too narrow for; no label keeps nothing", async () => {
    await using(answers, async (usual, amber) => {
      await using(answers, async (trusted, red) => {
        expect([amber.max_tlp, red.max_tlp]).toEqual(["AMBER", "RED"]);
        for (const [tlp, sent] of [[null, true], ["to be decided", true], ["TLP:GREEN", true], ["TLP:AMBER", true], ["TLP:AMBER+STRICT", false], ["TLP:RED", false]] as const) {
          const artifact = await add("IP Address", "192.0.2.1", await labelled(tlp));
          const both = (await settled(artifact)).hits.map((one) => one.threat_source_id);
          expect([tlp, both]).toEqual([tlp, sent ? expect.arrayContaining([amber.name, red.name]) : [red.name]]);
          expect(await withheld(artifact)).toEqual({ tlp: tlp === null || tlp.startsWith("to") ? null : tlp.slice(4), from: sent ? [] : [{ id: amber.id, name: amber.name }], sources_on: 2 });
        }
        expect(trusted.asked.filter(({ method }) => method === "POST")).toHaveLength(6);
      }, { max_tlp: "tlp:red" });
      expect(usual.asked.filter(({ method }) => method === "POST")).toHaveLength(4);
    });
  });

  it("take what waits out of the queue when they are set later, and let it go on when they are taken away", async () => {
    await using(({ method }, response) => respond(response, 303, method === "POST" ? { id: "x", retry_secs: 1 } : { retry_secs: 3_600 }), async (service, registered) => {
      const artifact = await add("IP Address", "192.0.2.2");
      await expect.poll(async () => (await lookups(artifact))[0]?.state, soon).toBe("wait");
      await label(artifact, "TLP:RED");
      expect((await read(artifact)).pending_sources).toEqual([]);
      expect([await lookups(artifact), (await source(registered.id)).waiting]).toEqual([[], 0]);
      const again = await kit.call(`${kit.org}/incidents/${artifact.inc_id}/artifacts/${artifact.id}/lookups`, { method: "POST" });
      expect(again.json).toMatchObject({ entities: [], tlp: "RED", withheld: [{ id: registered.id }] });
      const posted = service.asked.length;
      kit.later(7_200_000);
      await asAdmin(`/threat_sources/${registered.id}/rescan`, "POST", {});
      await expect.poll(async () => (await source(registered.id)).sweeping, soon).toBe(false);
      await settled(await add("Password", "canary", artifact.inc_id));
      expect(service.asked.slice(posted).filter(({ artifact: sent }) => sent?.value === "192.0.2.2")).toEqual([]);
      service.behave = answers;
      await label(artifact, "TLP:AMBER");
      await expect.poll(async () => verdicts(await read(artifact)), soon).toEqual(["192.0.2.2"]);
    });
  });

  it("hold an answer back that comes after they were set", async () => {
    await using(() => undefined, async (service) => {
      const artifact = await add("IP Address", "192.0.2.3");
      await expect.poll(() => service.asked.some(({ method }) => method === "POST"), soon).toBe(true);
      await label(artifact, "TLP:RED");
      await kit.restart();
      service.behave = answers;
      await settled(await add("IP Address", "192.0.2.4"));
      expect(service.asked.filter(({ artifact: sent }) => sent?.value === "192.0.2.3")).toHaveLength(1);
      expect((await read(artifact)).hits).toEqual([]);
    });
  });

  it("are asked at every question: a source that may know less is not asked again", async () => {
    await using(({ method }, response) => respond(response, 303, method === "POST" ? { id: "x", retry_secs: 3_600 } : {}), async (service, registered) => {
      const artifact = await add("IP Address", "192.0.2.5", await labelled("TLP:AMBER"));
      await expect.poll(async () => (await lookups(artifact))[0]?.state, soon).toBe("wait");
      expect((await asAdmin(`/threat_sources/${registered.id}`, "PUT", { max_tlp: "GREEN" })).json).toMatchObject({ max_tlp: "GREEN" });
      kit.later(3_700_000);
      service.behave = answers;
      await settled(await add("IP Address", "192.0.2.6"));
      await expect.poll(() => lookups(artifact), soon).toEqual([]);
      expect(service.asked.filter(({ method, artifact: sent }) => method === "GET" || sent?.value === "192.0.2.5")).toHaveLength(1);
      expect((await asAdmin(`/threat_sources/${registered.id}`, "PUT", { max_tlp: "PURPLE" })).json.message).toMatch(/max_tlp.*CLEAR, GREEN, AMBER, AMBER\+STRICT, RED/);
    });
  });
});
