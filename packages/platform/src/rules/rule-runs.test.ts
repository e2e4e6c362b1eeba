import type { ActionDTO, ActionInvocationDTO, ActionInvocationResultDTO, ArtifactDTO, Entities, IncidentDTO, MessageDestinationDTO } from "@soarkit/protocol";
import { beforeAll, describe, expect, it } from "vitest";
import { eventually, useAutomation } from "../messaging/automation.test-kit.js";
import { sampleDocument } from "../messaging/sample-document.test-kit.js";

const kit = useAutomation();
let incident = 0;
let address = 0;
let hash = 0;
let lookUp: ActionDTO;

beforeAll(async () => {
  await kit.import(sampleDocument());
  await kit.allow("fn_net");
  lookUp = (await kit.ask<Entities<ActionDTO>>("/actions")).entities[0]!;
  incident = (await kit.ask<IncidentDTO>("/incidents", { body: { name: "Odd login", discovered_date: 0, severity_code: "High" } })).id;
  const add = async (type: string, value: string) => (await kit.ask<ArtifactDTO[]>(`/incidents/${incident}/artifacts`, { body: { type, value } }))[0]!.id;
  address = await add("IP Address", "198.51.100.7");
  hash = await add("Malware MD5 Hash", "d41d8cd98f00b204e9800998ecf8427e");
});

function runOn(artifact: number, body: Record<string, unknown>) {
  return kit.call(`/incidents/${incident}/artifacts/${artifact}/action_invocations`, { body });
}

function rule(more: Record<string, unknown>): Promise<ActionDTO> {
  return kit.ask<ActionDTO>("/actions", { body: { type: 1, object_type: "incident", message_destinations: ["Net tools"], ...more } });
}

async function menu(): Promise<{ incident: string[]; address: string[]; hash: string[] }> {
  const names = (actions: unknown) => (actions as { name: string }[]).map((action) => action.name);
  const artifacts = await kit.ask<ArtifactDTO[]>(`/incidents/${incident}/artifacts`);
  const of = (id: number) => names(artifacts.find((artifact) => artifact.id === id)!.actions);
  return { incident: names((await kit.ask<IncidentDTO>(`/incidents/${incident}`))["actions"]), address: of(address), hash: of(hash) };
}

describe("menu items", () => {
  it("are shown on the objects whose conditions they meet, and only while switched on", async () => {
    expect(await menu()).toEqual({ incident: [], address: ["Look up address"], hash: [] });
    const grave = await rule({ name: "Grave only", conditions: [{ field_name: "incident.severity_code", method: "equals", value: 6 }] });
    expect(grave.conditions[0]?.value).toBe("High");
    expect((await menu()).incident).toEqual(["Grave only"]);
    await kit.ask(`/incidents/${incident}`, { method: "PUT", body: { ...(await kit.ask<IncidentDTO>(`/incidents/${incident}`)), severity_code: 4 } });
    expect((await menu()).incident).toEqual([]);
    await kit.ask(`/actions/${lookUp.id}`, { method: "PUT", body: { ...lookUp, enabled: false } });
    expect((await menu()).address).toEqual([]);
    await kit.ask(`/actions/${lookUp.id}`, { method: "PUT", body: lookUp });
    await kit.ask(`/actions/${grave.id}`, { method: "DELETE" });
    expect((await menu()).address).toEqual(["Look up address"]);
  });

  it.each([
    ["an unknown rule", () => ({ action_id: 9999 }), 404, "no rule 9999"],
    ["an unknown value", () => ({ action_id: lookUp.id, properties: { net_how: "sideways" } }), 400, "net_how has no value \"sideways\". Send one of: gently, hard"],
    ["an unknown field", () => ({ action_id: lookUp.id, properties: { net_hwo: "hard" } }), 400, "net_hwo is not one of its fields"],
    ["a body that is none", () => ({ properties: {} }), 400, "action_id"],
  ])("refuse %s and start nothing", async (_what, body, status, says) => {
    const before = (await kit.ask<Entities<unknown>>(`/incidents/${incident}/action_invocations`)).entities.length;
    const answer = await runOn(address, body());
    expect([answer.status, answer.message]).toEqual([status, expect.stringContaining(says)]);
    expect((await kit.ask<Entities<unknown>>(`/incidents/${incident}/action_invocations`)).entities).toHaveLength(before);
  });

  it("refuse an object whose conditions are not met, of another type, or of another incident", async () => {
    const conditions = await runOn(hash, { action_id: lookUp.id });
    expect([conditions.status, conditions.message]).toEqual([400, expect.stringContaining("conditions are not met")]);
    const type = await kit.call(`/incidents/${incident}/action_invocations`, { body: { action_id: lookUp.id } });
    expect([type.status, type.message]).toEqual([400, expect.stringContaining("runs on artifact objects")]);
    const other = (await kit.ask<IncidentDTO>("/incidents", { body: { name: "Another", discovered_date: 0 } })).id;
    const elsewhere = await kit.call(`/incidents/${other}/artifacts/${address}/action_invocations`, { body: { action_id: lookUp.id } });
    expect(elsewhere.status).toBe(404);
  });

  it("run by name, by id, and anywhere; the run tells its values by label", async () => {
    for (const [url, body] of [
      [`/incidents/${incident}/artifacts/${address}/action_invocations`, { action_id: { name: "Look up address" }, properties: { net_how: "HARD", net_days: 3 } }],
      ["/action_invocations", { action_id: lookUp.id, object_type: "artifact", object_id: address, properties: { net_how: { name: "hard" }, net_days: 3 } }],
    ] as const) {
      const started = await kit.ask<ActionInvocationResultDTO>(url, { body });
      expect(started).toMatchObject({ action: { id: lookUp.id, name: "Look up address", type: 1 }, status: 1, messages: [] });
      expect(started.workflow_instance_ids).toHaveLength(1);
      const status = await kit.ask<ActionInvocationDTO>(`/action_invocations/${started.id}`);
      expect(status).toMatchObject({ inputs: { net_how: "hard", net_days: 3 }, object: { type_id: 4, object_id: address, object_name: "198.51.100.7" }, inc_id: incident });
    }
  });

  it("send the object to a message destination and take its acknowledgement", async () => {
    const sending = await rule({ name: "Tell the net tools", view_items: [{ element: "field", content: "net_how" }] });
    expect(sending.view_items[0]).toMatchObject({ element: "field_uuid", field_type: "actioninvocation" });
    const destination = await kit.ask<MessageDestinationDTO>("/message_destinations", { body: { name: "Own queue", programmatic_name: "own_queue", api_keys: [kit.key.handle] } });
    await kit.ask(`/actions/${sending.id}`, { method: "PUT", body: { message_destinations: [destination.id] } });
    const { connection, messages } = await kit.consume("own_queue");
    const started = await kit.ask<ActionInvocationResultDTO>(`/incidents/${incident}/action_invocations`, { body: { action_id: sending.id, properties: { net_how: "hard" } } });
    const received = await eventually("the message", () => messages[0]);
    const body = JSON.parse(received.body) as Record<string, unknown> & { properties: { net_how: number }; type_info: { actioninvocation: { fields: { net_how: { values: Record<string, { label: string }> } } } } };
    expect(received.headers["Co3MessagePayload"]).toBe("ActionDataDTO");
    expect(body).toMatchObject({ action_id: sending.id, object_type: 0, incident: { id: incident, name: "Odd login", artifacts: null }, artifact: null, task: null, note: null, row: null, user: null });
    expect(body.type_info.actioninvocation.fields.net_how.values[String(body.properties.net_how)]?.label).toBe("hard");
    await connection.send(received.replyTo!, { "correlation-id": received.correlationId! }, "told them");
    received.ack();
    const status = await kit.ask<ActionInvocationDTO>(`/action_invocations/${started.id}`);
    expect(status).toMatchObject({ outcome: "completed", status: 0 });
    expect(status.invocations[0]).toMatchObject({ kind: "message", destination: "own_queue", messages: [{ type: 0, text: "told them" }] });
  });

  it("name the rules that led to them in the context token, and stop a chain that is too long", async () => {
    const { messages } = await kit.consume("own_queue");
    const sending = (await kit.ask<Entities<ActionDTO>>("/actions")).entities.find((candidate) => candidate.name === "Tell the net tools")!;
    let token = "";
    for (let length = 1; length <= 51; length++) {
      const answer = await kit.call(`/incidents/${incident}/action_invocations`, { body: { action_id: sending.id }, headers: token === "" ? {} : { "x-co3contexttoken": token } });
      if (length === 51) expect([answer.status, answer.message]).toEqual([400, expect.stringContaining("50 rules have led to each other")]);
      else {
        expect(answer.status).toBe(200);
        const received = await eventually(`message ${length}`, () => messages[0]);
        token = received.headers["Co3ContextToken"]!;
        expect(JSON.parse(Buffer.from(token.split(".")[1]!, "base64url").toString())).toMatchObject({ actions: Array.from({ length }, () => sending.id) });
        received.ack();
        messages.length = 0;
      }
    }
    const forged = await kit.call(`/incidents/${incident}/action_invocations`, { body: { action_id: sending.id }, headers: { "x-co3contexttoken": `${token}x` } });
    expect(forged.status).toBe(200);
  });
});

describe("rules over REST", () => {
  it("answer in every handle format", async () => {
    const formats = async (format: string) => (await kit.ask<Entities<ActionDTO>>(`/actions?handle_format=${format}`)).entities[0]!;
    expect(await formats("ids")).toMatchObject({ object_type: 4, workflows: [expect.any(Number)] });
    expect(await formats("names")).toMatchObject({ object_type: "artifact", workflows: ["wf_ip_lookup"] });
    expect(await formats("objects")).toMatchObject({ object_type: { id: 4, name: "artifact" }, workflows: [{ name: "wf_ip_lookup" }] });
  });

  it("keep an order that people change", async () => {
    const first = await rule({ name: "Order one" });
    const second = await rule({ name: "Order two" });
    const order = await kit.ask<{ action_order: number[] }>("/actions/action_order", { method: "PUT", body: { action_order: [second.id, first.id] } });
    expect(order.action_order.slice(0, 2)).toEqual([second.id, first.id]);
    expect((await kit.ask<Entities<ActionDTO>>("/actions")).entities[0]?.name).toBe("Order two");
  });

  it.each([
    ["a formula that names no condition", { name: "A", logic_type: "advanced", custom_condition: "1 AND 2", conditions: [{ field_name: "incident.name", method: "equals", value: "x" }] }, "no condition 2"],
    ["an unknown method", { name: "B", conditions: [{ field_name: "incident.name", method: "resembles", value: "x" }] }, "resembles"],
    ["a workflow that does not exist", { name: "C", workflows: ["wf_none"] }, "no workflow wf_none"],
    ["a workflow for other objects", { name: "D", workflows: ["wf_ip_lookup"] }, "works on artifact objects"],
    ["a taken name", { name: "Look up address" }, "Look up address"],
    ["an unknown object type", { name: "E", object_type: "horse" }, "no object type horse"],
    ["an unknown activity field", { name: "F", view_items: [{ element: "field", content: "no_field" }] }, "no activity field no_field"],
  ])("refuse %s", async (_what, body, says) => {
    const answer = await kit.call("/actions", { body: { type: 1, object_type: "incident", ...body } });
    expect([answer.status, answer.message]).toEqual([400, expect.stringContaining(says)]);
  });
});
