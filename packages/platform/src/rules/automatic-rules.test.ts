import type { ActionDTO, ActionInvocationDTO, ArtifactDTO, Entities, IncidentDTO, MessageDestinationDTO } from "@soarkit/protocol";
import type { IncomingMessage } from "@soarkit/stomp";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { eventually, useAutomation } from "../messaging/automation.test-kit.js";

const kit = useAutomation();
const made: number[] = [];

beforeAll(async () => {
  await kit.ask<MessageDestinationDTO>("/message_destinations", { body: { name: "Sharing", programmatic_name: "sharing", api_keys: [kit.key.handle] } });
});
afterEach(async () => {
  for (const id of made.splice(0)) await kit.ask(`/actions/${id}`, { method: "DELETE" });
});

type Body = Record<string, unknown> & { action_id: number; incident: IncidentDTO; artifact: ArtifactDTO | null };

async function rule(name: string, more: Record<string, unknown>): Promise<ActionDTO> {
  const saved = await kit.ask<ActionDTO>("/actions", { body: { name, type: 0, object_type: "incident", ...more } });
  made.push(saved.id);
  return saved;
}

function when(field_name: string | null, method: string, value: unknown = null) {
  return { conditions: [{ field_name, method, value }] };
}

async function incident(more: Record<string, unknown> = {}): Promise<number> {
  return (await kit.ask<IncidentDTO>("/incidents", { body: { name: "Odd login", discovered_date: 0, ...more } })).id;
}


async function set(id: number, values: Record<string, unknown>, headers: Record<string, string> = {}) {
  const { vers } = await kit.ask<IncidentDTO>(`/incidents/${id}`);
  const changes = Object.entries(values).map(([field, value]) => ({ field, old_value: { object: null }, new_value: { object: value } }));
  await kit.ask(`/incidents/${id}/patch`, { method: "PUT", body: { version: vers, changes }, headers });
}

const get = (id: number) => kit.ask<IncidentDTO>(`/incidents/${id}`, { headers: { handle_format: "names" } });
const runs = async (id: number) => (await kit.ask<Entities<ActionInvocationDTO>>(`/incidents/${id}/action_invocations`)).entities.filter((entry) => entry.kind === "rule");
const bodyOf = (message: IncomingMessage) => JSON.parse(message.body) as Body;
const idle = () => kit.rulesIdle();

describe("automatic rules that send messages", () => {
  it("tell of creation, artifacts, status and deletion of an incident, in that order, with the last state of what is gone", async () => {
    const created = await rule("CaseCreated", { ...when(null, "object_added"), message_destinations: ["sharing"] });
    const artifact = await rule("ArtifactCreated", {
      object_type: "artifact",
      conditions: [{ field_name: null, method: "object_added" }, { field_name: "artifact.description", method: "not_equals", value: "Came from us" }],
      message_destinations: ["sharing"],
    });
    const status = await rule("UpdateIncident", { ...when("incident.plan_status", "changed"), message_destinations: ["sharing"] });
    const deleted = await rule("Incident Deleted", { ...when(null, "object_removed"), message_destinations: ["sharing"] });
    const { messages } = await kit.consume("sharing");

    const id = await incident({ description: "First" });
    await kit.ask(`/incidents/${id}/artifacts`, { body: { type: "IP Address", value: "198.51.100.7" } });
    await kit.ask(`/incidents/${id}/artifacts`, { body: { type: "IP Address", value: "198.51.100.8", description: "Came from us" } });
    await set(id, { name: "Odder login" });
    await set(id, { plan_status: "C", resolution_id: "Resolved", resolution_summary: "done" });
    await kit.ask(`/incidents/${id}`, { method: "DELETE" });

    const received = await eventually("four messages", () => (messages.length >= 4 ? messages : undefined));
    await idle();
    expect(messages).toHaveLength(4);
    const bodies = received.map(bodyOf);
    expect(bodies.map((body) => [body.action_id, body["object_type"], body["operation_type"]])).toEqual([
      [created.id, 0, "created"],
      [artifact.id, 4, "created"],
      [status.id, 0, "modified"],
      [deleted.id, 0, "deleted"],
    ]);
    expect(bodies[1]).toMatchObject({ artifact: { value: "198.51.100.7" }, incident: { id, artifacts: null }, properties: {} });
    expect(bodies[3]).toMatchObject({ artifact: null, incident: { id, name: "Odder login", plan_status: "C", description: "First" } });
    expect(Object.keys(bodies[0]!["type_info"] as object)).toEqual(["incident", "actioninvocation"]);
    expect(received[0]!.headers).toMatchObject({ Co3MessagePayload: "ActionDataDTO", "correlation-id": expect.stringMatching(/^invid:\d+$/) as string, "reply-to": `/queue/acks.${kit.platform.orgId}.sharing` });
    for (const message of received) message.ack();
  });

  it("do not run because of what is changed under the context token of their own message", async () => {
    const rules = await rule("Shares new artifacts", { object_type: "artifact", ...when(null, "object_added"), message_destinations: ["sharing"] });
    const { messages } = await kit.consume("sharing");
    const id = await incident();
    await kit.ask(`/incidents/${id}/artifacts`, { body: { type: "URL", value: "http://first.example/" } });
    const first = await eventually("the message", () => messages[0]);
    const token = first.headers["Co3ContextToken"] ?? "";
    await kit.ask(`/incidents/${id}/artifacts`, { body: { type: "URL", value: "http://answer.example/" }, headers: { "x-co3contexttoken": token } });
    await kit.ask(`/incidents/${id}/artifacts`, { body: { type: "URL", value: "http://second.example/" } });
    await kit.ask(`/incidents/${id}/artifacts`, { body: { type: "URL", value: "http://third.example/" }, headers: { "x-co3contexttoken": `${token}x` } });
    await eventually("the other messages", () => (messages.length >= 3 ? true : undefined));
    await idle();
    expect(messages.map((message) => bodyOf(message).artifact?.value)).toEqual(["http://first.example/", "http://second.example/", "http://third.example/"]);
    expect(messages.every((message) => bodyOf(message).action_id === rules.id)).toBe(true);
    for (const message of messages) message.ack();
  });
});

describe("automatic rules that set fields", () => {
  it("run in their order, and the later ones see what the earlier ones set", async () => {
    await rule("Grave when it is about login", { ...when("incident.name", "contains", "login"), automations: [{ type: "modify_field", type_id: "incident", field: "severity_code", operation: "set_field", value: "High" }] });
    await rule("Says why when grave", { ...when("incident.severity_code", "equals", "High"), automations: [{ type: "modify_field", type_id: "incident", field: "description", operation: "set_field", value: "grave" }] });
    const id = await incident();
    await idle();
    expect(await get(id)).toMatchObject({ severity_code: "High", description: "grave" });
    expect((await runs(id)).map((run) => [run.action?.name, run.outcome])).toEqual([["Says why when grave", "completed"], ["Grave when it is about login", "completed"]]);
  });

  it("end when they lead to each other", async () => {
    const one = await rule("On name", { ...when("incident.name", "changed"), automations: [{ type: "modify_field", type_id: "incident", field: "severity_code", operation: "set_field", value: "High" }] });
    await rule("On severity", { ...when("incident.severity_code", "changed"), automations: [{ type: "modify_field", type_id: "incident", field: "name", operation: "set_field", value: "Renamed" }] });
    const id = await incident();
    await set(id, { name: "Changed" });
    await idle();
    expect((await runs(id)).map((run) => run.action?.name)).toEqual(["On severity", "On name"]);
    await kit.ask("/actions/action_order", { method: "PUT", body: [{ name: "On severity" }, one.id] });
    const other = await incident();
    await set(other, { name: "Changed" });
    await idle();
    expect((await runs(other)).map((run) => run.action?.name)).toEqual(["On severity", "On name"]);
    expect(await get(other)).toMatchObject({ name: "Renamed", severity_code: "High" });
  });

  it("fail alone: what they did before stays, the next rule runs, and the action status says why", async () => {
    await rule("Wrong value", { ...when(null, "object_added"), automations: [
      { type: "modify_field", type_id: "incident", field: "severity_code", operation: "set_field", value: "Low" },
      { type: "modify_field", type_id: "incident", field: "plan_status", operation: "set_field", value: "Z" },
      { type: "modify_field", type_id: "incident", field: "description", operation: "set_field", value: "not reached" },
    ] });
    await rule("Behind it", { ...when(null, "object_added"), automations: [{ type: "modify_field", type_id: "incident", field: "name", operation: "set_field", value: "reached" }] });
    const id = await incident();
    await idle();
    expect(await get(id)).toMatchObject({ severity_code: "Low", description: null, name: "reached" });
    const [behind, wrong] = await runs(id);
    expect(behind).toMatchObject({ outcome: "completed" });
    expect(wrong).toMatchObject({ outcome: "error", error: expect.stringContaining("plan_status") as string });
  });
});
