import type { ActionDTO, ActionInvocationDTO, ArtifactDTO, Entities, ExportDocument, IncidentDTO, MessageDestinationDTO } from "@soarkit/protocol";
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
  // What the rules still change would raise the version under our hands.
  await idle();
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

  it("explain afterwards why they ran at each change of an object, or did not", async () => {
    const rule = await kit.ask<ActionDTO>("/actions", { body: { name: "Explained", type: 0, object_type: "incident", ...when("incident.severity_code", "changed_to", "High"), automations: [{ type: "modify_field", type_id: "incident", field: "description", operation: "set_field", value: "grave" }] } });
    made.push(rule.id);
    const id = await incident({ severity_code: "Low" });
    await set(id, { severity_code: "High" });
    await set(id, { name: "Renamed" });
    await idle();
    const told = await kit.ask<{ would_run: boolean; events: { change: string; ran: boolean; text: string; reasons: { text: string }[] }[] }>(`/actions/${rule.id}/explain?object_type=incident&object_id=${id}`);
    expect(told.events.map((event) => [event.change, event.ran, event.text])).toEqual([
      ["modified", false, "It did not run: nothing that its conditions name changed."],
      ["modified", false, "It did not run: it had led to this change itself."],
      ["modified", true, "It ran."],
      ["created", false, "It did not run: its conditions did not hold."],
    ]);
    expect(told.events[2]?.reasons[0]?.text).toBe("Condition 1: the severity changed to High: it was Low and is High.");
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

describe("automatic rules that run scripts", () => {
  const script = (name: string, text: string, objectType = "incident") => kit.ask(`/scripts`, { body: { name, object_type: objectType, language: "python3", script_text: text } });

  it("see what was set before them, and what they change is seen by the next rule and in the action status", async () => {
    await script("Doubles the name", "incident.name = incident.name + incident.severity_code\nincident.addNote(rule.name)");
    await rule("Scripted", { ...when(null, "object_added"), automations: [
      { type: "modify_field", type_id: "incident", field: "severity_code", operation: "set_field", value: "High" },
      { type: "run_script", scripts_to_run: "Doubles the name" },
    ] });
    await rule("Reads the name", { ...when("incident.name", "equals", "Odd loginHigh"), automations: [{ type: "modify_field", type_id: "incident", field: "description", operation: "set_field", value: "seen" }] });
    const id = await incident();
    await idle();
    expect(await get(id)).toMatchObject({ name: "Odd loginHigh", severity_code: "High", description: "seen" });
    const [reads, scripted] = await runs(id);
    expect([reads?.action?.name, scripted?.action?.name, scripted?.outcome]).toEqual(["Reads the name", "Scripted", "completed"]);
    const detail = await kit.ask<{ steps: { kind: string; text: string }[] }>(`/action_invocations/${scripted!.id}`);
    expect(detail.steps.map((step) => step.text)).toEqual(expect.arrayContaining([expect.stringContaining("Set incident severity_code to High"), expect.stringContaining("Doubles the name ran")]));
    const notes = await kit.ask<{ text: string; source: unknown }[]>(`/incidents/${id}/comments`);
    expect(notes).toEqual([expect.objectContaining({ text: "Scripted", source: { kind: "rule", rule: "Scripted" } })]);
  });

  it("that fail hold up nobody: the failure is shown and later changes of the incident are taken", async () => {
    await script("Gives up", "helper.fail('not today')");
    await rule("Fails", { ...when(null, "object_added"), automations: [{ type: "run_script", scripts_to_run: "Gives up" }] });
    await rule("Goes on", { ...when("incident.name", "changed"), automations: [{ type: "modify_field", type_id: "incident", field: "severity_code", operation: "set_field", value: "Low" }] });
    const id = await incident();
    await set(id, { name: "Second" });
    await idle();
    const [goesOn, fails] = await runs(id);
    expect(goesOn).toMatchObject({ action: { name: "Goes on" }, outcome: "completed" });
    expect(fails).toMatchObject({ action: { name: "Fails" }, outcome: "error", error: expect.stringContaining("not today") as string });
  });

  it("do so for menu items too, behind fields and before messages", async () => {
    await script("Tags it", "artifact.description = 'tagged by ' + rule.name", "artifact");
    const menu = await rule("Tag and tell", { type: 1, object_type: "artifact", automations: [
      { type: "modify_field", type_id: "incident", field: "severity_code", operation: "set_field", value: "Medium" },
      { type: "run_script", scripts_to_run: "Tags it" },
    ], message_destinations: ["sharing"] });
    const { messages } = await kit.consume("sharing");
    const id = await incident();
    const [artifact] = await kit.ask<ArtifactDTO[]>(`/incidents/${id}/artifacts`, { body: { type: "URL", value: "http://menu.example/" } });
    const started = await kit.ask<{ id: number }>(`/incidents/${id}/artifacts/${artifact!.id}/action_invocations`, { body: { action_id: menu.id } });
    await idle();
    const message = await eventually("the message", () => messages[0]);
    expect(bodyOf(message)).toMatchObject({ action_id: menu.id, operation_type: null, artifact: { value: "http://menu.example/", description: "tagged by Tag and tell" }, incident: { severity_code: 5 } });
    message.ack();
    expect(await kit.ask(`/action_invocations/${started.id}`)).toMatchObject({ action: { name: "Tag and tell" }, outcome: "pending" });
  });
});

describe("automatic rules on other objects", () => {
  it("run for notes and files, with conditions on the incident, and only when something that they ask about changed", async () => {
    const grave = { field_name: "incident.severity_code", method: "equals", value: "High" };
    await rule("On notes", { object_type: "note", conditions: [{ field_name: "note.text", method: "contains", value: "urgent" }, grave], message_destinations: ["sharing"] });
    await rule("On incidents", { ...when("incident.severity_code", "equals", "High"), message_destinations: ["sharing"] });
    const { messages } = await kit.consume("sharing");
    const id = await incident({ severity_code: "High" });
    const other = await incident({ severity_code: "Low" });
    for (const each of [id, other]) await kit.ask(`/incidents/${each}/comments`, { body: { text: "<b>Urgent</b>: look" } });
    await kit.ask(`/incidents/${id}/comments`, { body: { text: "calm" } });
    await set(id, { name: "Says nothing about severity" });
    await eventually("two messages", () => (messages.length >= 2 ? true : undefined));
    await idle();
    expect(messages.map((message) => [bodyOf(message)["object_type"], bodyOf(message).incident.id, (bodyOf(message)["note"] as { text: string } | null)?.text ?? null])).toEqual([[0, id, null], [2, id, "<b>Urgent</b>: look"]]);
    for (const message of messages) message.ack();
  });

  it("keep what they are through export and import", async () => {
    await kit.ask("/scripts", { body: { name: "Kept", object_type: "artifact", language: "python3", script_text: "pass" } });
    const saved = await rule("Round trip", {
      object_type: "artifact",
      logic_type: "advanced",
      custom_condition: "1 OR (2 AND 3)",
      conditions: [{ evaluation_id: 1, field_name: null, method: "object_added" }, { evaluation_id: 2, field_name: "artifact.value", method: "changed" }, { evaluation_id: 3, field_name: "incident.severity_code", method: "in", value: ["High", 4] }],
      automations: [{ type: "modify_field", type_id: 0, field: "severity_code", operation: "set_field", value: 6 }, { type: "run_script", scripts_to_run: "Kept" }, { type: "create_task", tasks_to_create: ["call"], value: null }],
      message_destinations: ["sharing"],
      timeout_seconds: 60,
    });
    expect(saved.automations).toEqual([
      { type: "modify_field", type_id: "incident", field: "severity_code", operation: "set_field", value: "High" },
      { type: "run_script", scripts_to_run: "Kept", value: null },
      { type: "create_task", tasks_to_create: ["call"], value: null },
    ]);
    const document = await kit.ask<ExportDocument>("/configurations/exports", { body: { actions: true, scripts: true, message_destinations: true } });
    const exported = document.actions?.find((action) => action.name === "Round trip");
    await kit.ask(`/actions/${saved.id}`, { method: "DELETE" });
    made.splice(made.indexOf(saved.id), 1);
    await kit.import({ ...document, actions: [exported!] });
    const again = (await kit.ask<Entities<ActionDTO>>("/actions")).entities.find((action) => action.name === "Round trip")!;
    made.push(again.id);
    expect({ ...again, id: 0 }).toEqual({ ...saved, id: 0 });
  });

  it.each([
    [{ automations: [{ type: "modify_field", type_id: "incident", field: "nothing", value: 1 }] }, "no field nothing"],
    [{ automations: [{ type: "modify_field", type_id: "artifact", field: "value", value: 1 }] }, "set fields of the incident"],
    [{ automations: [{ type: "run_script", scripts_to_run: "Nowhere" }] }, "no script Nowhere"],
    [{ automations: [42] }, "an object with a type"],
  ])("are refused as %j", async (more, says) => {
    const answer = await kit.call("/actions", { body: { name: "Refused", type: 0, object_type: "incident", ...more } });
    expect([answer.status, answer.message]).toEqual([400, expect.stringContaining(says)]);
  });

  it("are nobody's to see or change without the permission", async () => {
    const reader = await kit.platform.accounts.createApiKey({ name: "reader", permissions: ["org_data.read", "org_data.edit"] });
    expect((await kit.call("/actions", { key: reader })).status).toBe(403);
    expect((await kit.call("/actions", { key: reader, body: { name: "Mine", type: 0, object_type: "incident" } })).status).toBe(403);
  });
});

describe("many changes", () => {
  it("of 1,000 incidents are each given to the rules once, in the order of each incident, over a stop and start", async () => {
    await rule("Counts", { ...when(null, "object_added"), automations: [{ type: "modify_field", type_id: "incident", field: "severity_code", operation: "set_field", value: "High" }] });
    await rule("Follows", { ...when("incident.name", "changed"), automations: [{ type: "modify_field", type_id: "incident", field: "description", operation: "set_field", value: "renamed" }] });
    const ids: number[] = [];
    for (let start = 0; start < 1_000; start += 100) ids.push(...(await Promise.all(Array.from({ length: 100 }, () => incident()))));
    for (const id of ids.slice(0, 50)) await set(id, { name: "Renamed" });
    await kit.stop();
    await kit.start();
    await idle();
    for (const [index, id] of ids.entries()) {
      if (index >= 50 && index % 50 !== 0) continue;
      expect((await runs(id)).map((run) => run.action?.name)).toEqual(index < 50 ? ["Follows", "Counts"] : ["Counts"]);
    }
  }, 300_000);
});
