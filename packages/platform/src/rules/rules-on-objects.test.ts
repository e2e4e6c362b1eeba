import type { ActionDTO, ActionInvocationDTO, ArtifactDTO, Entities, IncidentDTO, MessageDestinationDTO } from "@soarkit/protocol";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { eventually, useAutomation } from "../messaging/automation.test-kit.js";

const kit = useAutomation();
const made: number[] = [];

beforeAll(async () => {
  await kit.ask<MessageDestinationDTO>("/message_destinations", { body: { name: "Sharing", programmatic_name: "sharing", api_keys: [kit.key.handle] } });
  await kit.ask("/scripts", { body: { name: "Scores it", object_type: "artifact", language: "python3", script_text: scores } });
});
afterEach(async () => {
  for (const id of made.splice(0)) await kit.ask(`/actions/${id}`, { method: "DELETE" });
});

/** Two hits of one source, as one finding. */
const scores = `artifact.addHit("Scores", [{"name": "Score", "type": "number", "value": 7}])
artifact.addHit("Scores", [{"name": "Score", "type": "number", "value": 9}])`;

async function rule(name: string, more: Record<string, unknown>): Promise<ActionDTO> {
  const saved = await kit.ask<ActionDTO>("/actions", { body: { name, type: 0, object_type: "artifact", ...more } });
  made.push(saved.id);
  return saved;
}

const when = (field_name: string | null, method: string, value: unknown = null) => ({ conditions: [{ field_name, method, value }] });
const setSeverity = (value: string) => ({ automations: [{ type: "modify_field", type_id: "incident", field: "severity_code", operation: "set_field", value }] });
const incident = async (name = "Odd login"): Promise<number> => (await kit.ask<IncidentDTO>("/incidents", { body: { name, discovered_date: 0 } })).id;
const add = async (id: number, value: string): Promise<ArtifactDTO> => (await kit.ask<ArtifactDTO[]>(`/incidents/${id}/artifacts`, { body: { type: "DNS Name", value } }))[0]!;
const runs = async (id: number) => (await kit.ask<Entities<ActionInvocationDTO>>(`/incidents/${id}/action_invocations`)).entities.filter((entry) => entry.kind === "rule").reverse();
const names = async (id: number) => (await runs(id)).map((run) => run.action?.name);

describe("rules on hits", () => {
  it("run once for all hits that come together, and never for what they found themselves", async () => {
    await rule("Scores what is new", { ...when(null, "object_added"), automations: [{ type: "run_script", scripts_to_run: "Scores it" }] });
    const grave = await rule("Grave when there are hits", { ...when("artifact.hits", "has_a_value"), ...setSeverity("High"), message_destinations: ["sharing"] });
    await rule("On every new hit", { ...when("artifact.hits", "changed"), automations: [{ type: "run_script", scripts_to_run: "Scores it" }] });
    const { messages } = await kit.consume("sharing");
    const id = await incident();
    const artifact = await add(id, "scored.example.org");
    await kit.rulesIdle();
    // The second rule sees at the creation what the first one found, so that change comes to the third alone; what that finds comes to the second.
    expect(await names(id)).toEqual(["Scores what is new", "Grave when there are hits", "On every new hit", "Grave when there are hits"]);
    expect(await kit.ask(`/incidents/${id}`, { headers: { handle_format: "names" } })).toMatchObject({ severity_code: "High" });
    expect((await kit.ask<ArtifactDTO>(`/incidents/${id}/artifacts/${artifact.id}`)).hits).toHaveLength(4);
    await eventually("both messages", () => (messages.length >= 2 ? true : undefined));
    const hit = { threat_source_id: expect.any(Number) };
    expect(messages.map(({ body }) => JSON.parse(body) as unknown)).toMatchObject([
      { action_id: grave.id, object_type: 4, operation_type: "created", artifact: { value: "scored.example.org", hits: [hit, hit] } },
      { action_id: grave.id, object_type: 4, operation_type: "modified", artifact: { hits: [hit, hit, hit, hit] } },
    ]);
    for (const message of messages) message.ack();
  });

  it("are asked about hits by source, not at other changes, and say what they saw", async () => {
    await rule("Look up", { type: 1, automations: [{ type: "run_script", scripts_to_run: "Scores it" }] });
    const menu = made[0]!;
    const scored = await rule("Scored", { ...when("artifact.hits", "contains", "scores"), ...setSeverity("Medium") });
    await rule("Found by another", { ...when("artifact.hits", "contains", "Others"), ...setSeverity("High") });
    const first = await rule("First of its source", { ...when("artifact.hits", "value_added", "Scores"), ...setSeverity("Low") });
    const id = await incident();
    const artifact = await add(id, "asked.example.org");
    const look = async () => {
      await kit.ask(`/incidents/${id}/artifacts/${artifact.id}/action_invocations`, { body: { action_id: menu } });
      await kit.rulesIdle();
    };
    await look();
    await kit.ask(`/incidents/${id}/artifacts/${artifact.id}`, { method: "PUT", body: { ...artifact, description: "seen" } });
    await look();
    expect((await names(id)).filter((name) => name !== "Look up")).toEqual(["Scored", "First of its source", "Scored"]);
    const told = async ({ id: ruleId }: ActionDTO) => (await kit.ask<{ events: { ran: boolean; reasons: { text: string }[] }[] }>(`/actions/${ruleId}/explain?object_type=artifact&object_id=${artifact.id}`)).events.map(({ ran, reasons }) => [ran, reasons[0]?.text]);
    expect(await told(scored)).toEqual([
      [true, "Condition 1: the hits contains scores: it was Scores or Scores and is Scores, Scores and 2 more."],
      [false, "Condition 1: the hits contains scores: it is Scores or Scores, as before."],
      [true, "Condition 1: the hits contains scores: it was empty and is Scores or Scores."],
      [false, "Condition 1: the hits contains scores: it is empty."],
    ]);
    expect((await told(first)).map(([ran]) => ran)).toEqual([false, false, true, false]);
  });

  it("see the hits of an artifact that is gone", async () => {
    await rule("Scores what is new", { ...when(null, "object_added"), automations: [{ type: "run_script", scripts_to_run: "Scores it" }] });
    await rule("Tells of the deletion", { conditions: [{ field_name: null, method: "object_removed" }, { field_name: "artifact.hits", method: "has_a_value" }], message_destinations: ["sharing"] });
    const { messages } = await kit.consume("sharing");
    const id = await incident();
    const artifact = await add(id, "gone.example.org");
    await kit.rulesIdle();
    await kit.ask(`/incidents/${id}/artifacts/${artifact.id}`, { method: "DELETE" });
    const message = await eventually("the message", () => messages[0]);
    expect(JSON.parse(message.body)).toMatchObject({ operation_type: "deleted", artifact: { value: "gone.example.org" } });
    message.ack();
  });
});

describe("rules on attachments", () => {
  it("run when a file is added or deleted, with the file and its incident in the message", async () => {
    const added = await rule("File added", { object_type: "attachment", ...when(null, "object_added"), message_destinations: ["sharing"] });
    const pictures = await rule("Large file added", { object_type: "attachment", conditions: [{ field_name: null, method: "object_added" }, { field_name: "attachment.size", method: "gt", value: 4 }, { field_name: "attachment.name", method: "contains", value: ".eml" }], ...setSeverity("High") });
    const removed = await rule("File deleted", { object_type: "attachment", ...when(null, "object_removed"), message_destinations: ["sharing"] });
    const { messages } = await kit.consume("sharing");
    const id = await incident();
    const small = await kit.upload<{ id: number }>(`/incidents/${id}/attachments`, "tiny.eml", "1234");
    const large = await kit.upload<{ id: number }>(`/incidents/${id}/attachments`, "Größe.EML", "12345");
    await kit.ask(`/incidents/${id}/attachments/${small.id}`, { method: "DELETE" });
    const bodies = (await eventually("three messages", () => (messages.length >= 3 ? messages : undefined))).map(({ body }) => JSON.parse(body) as unknown);
    await kit.rulesIdle();
    expect(bodies).toMatchObject([
      { action_id: added.id, object_type: 5, operation_type: "created", attachment: { id: small.id, name: "tiny.eml", size: 4 }, incident: { id }, artifact: null },
      { action_id: added.id, object_type: 5, operation_type: "created", attachment: { id: large.id, name: "Größe.EML", size: 5 }, incident: { id } },
      { action_id: removed.id, object_type: 5, operation_type: "deleted", attachment: { id: small.id, name: "tiny.eml" }, incident: { id } },
    ]);
    expect((await runs(id)).filter(({ action }) => action?.name === pictures.name)).toMatchObject([{ object: { type_name: "attachment", object_name: "Größe.EML" }, outcome: "completed" }]);
    for (const message of messages) message.ack();
  });
});

describe("rules that lead to each other", () => {
  const count = 53;
  const step = (index: number) => rule(`Step ${index}`, { object_type: "incident", ...when("incident.name", "changed_to", `at ${index}`), automations: [{ type: "modify_field", type_id: "incident", field: "name", operation: "set_field", value: `at ${index + 1}` }] });

  it.each([["within one change", (index: number) => index], ["each by a change of its own", (index: number) => count + 1 - index]])("stop after 50, and the action status shows why: %s", async (_how, place) => {
    for (let index = 1; index <= count; index += 1) await step(place(index));
    const id = await incident("at 0");
    const { vers } = await kit.ask<IncidentDTO>(`/incidents/${id}`);
    await kit.ask(`/incidents/${id}/patch`, { method: "PUT", body: { version: vers, changes: [{ field: "name", old_value: { object: "at 0" }, new_value: { object: "at 1" } }] } });
    await kit.rulesIdle();
    const all = await runs(id);
    expect(all.map((run) => run.action?.name)).toEqual(Array.from({ length: 51 }, (_, index) => `Step ${index + 1}`));
    expect(all.slice(0, 50).every((run) => run.outcome === "completed")).toBe(true);
    expect(all[50]).toMatchObject({ outcome: "error", error: expect.stringMatching(/50 rules have led to each other: Step 1 → Step 2 → .* → Step 50\. Change one of them/) as string });
    expect((await kit.ask<IncidentDTO>(`/incidents/${id}`)).name).toBe("at 51");
    await rule("Behind the chain", { ...when(null, "object_added"), ...setSeverity("Low") });
    await add(id, "afterwards.example.org");
    await kit.rulesIdle();
    expect((await names(id)).at(-1)).toBe("Behind the chain");
  });
});
