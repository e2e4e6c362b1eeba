import { describe, expect, it } from "vitest";
import { listOf } from "../platform.test-kit.js";
import { soon, useLab, verdicts } from "./lab.test-kit.js";
import { hit, respond } from "./threat-service.test-kit.js";

const { kit, using, add, change, read, lookups, settled } = useLab();
const hour = 3_600_000;

describe("hits of look-ups", () => {
  it("are a change of the artifact: an automatic rule with a condition on hits runs once for them, and not without", async () => {
    const when = { conditions: [{ field_name: "artifact.hits", method: "has_a_value", value: null }] };
    const grave = { automations: [{ type: "modify_field", type_id: "incident", field: "severity_code", operation: "set_field", value: "High" }] };
    const rule = await kit.call(`${kit.org}/actions`, { body: { name: "Grave when it is known", type: 0, object_type: "artifact", ...when, ...grave } });
    expect([rule.status, rule.json.message]).toEqual([200, undefined]);
    await using(({ artifact }, response) => respond(response, 200, { hits: artifact?.value === "192.0.2.66" ? [hit("bad"), hit("worse")] : [] }), async () => {
      for (const [value, severity, runs] of [["192.0.2.65", null, 0], ["192.0.2.66", "High", 1]] as const) {
        const artifact = await settled(await add("IP Address", value));
        expect(verdicts(artifact).sort()).toEqual(runs === 1 ? ["bad", "worse"] : []);
        await kit.platform.rulesIdle();
        expect((await kit.call(`${kit.org}/incidents/${artifact.inc_id}?handle_format=names`)).json.severity_code).toBe(severity);
        const ran = listOf<{ action?: { name: string } }>((await kit.call(`${kit.org}/incidents/${artifact.inc_id}/action_invocations`)).json.entities);
        expect(ran.filter((run) => run.action?.name === "Grave when it is known")).toHaveLength(runs);
      }
    });
    await kit.call(`${kit.org}/actions/${rule.json.id}`, { method: "DELETE" });
  });
});

describe("an incident that is opened again", () => {
  it("has its artifacts looked up again, which rested while it was closed", async () => {
    await using((_asked, response) => respond(response, 200, { hits: [hit("before")] }), async (service) => {
      const artifact = await settled(await add("IP Address", "192.0.2.70"));
      const asked = (): number => service.asked.filter((one) => one.artifact?.value === "192.0.2.70").length;
      await change(artifact.inc_id, { plan_status: "C", resolution_id: "Resolved", resolution_summary: "done" });
      kit.later(100 * hour);
      await settled(await add("IP Address", "192.0.2.71"));
      await expect.poll(async () => (await lookups(artifact))[0]?.next_at, soon).toBeNull();
      expect(asked()).toBe(1);
      service.behave = (_asked, response) => respond(response, 200, { hits: [hit("after")] });
      await change(artifact.inc_id, { plan_status: "A" });
      await expect.poll(async () => verdicts(await read(artifact)), soon).toEqual(["after"]);
      expect(asked()).toBe(2);
    });
  });
});
