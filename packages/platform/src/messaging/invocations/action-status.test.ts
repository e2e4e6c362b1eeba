import type { ActionDTO, ActionInvocationResultDTO, ArtifactDTO, Entities, FunctionDTO, IncidentDTO, WorkflowInstanceDTO } from "@soarkit/protocol";
import type { IncomingMessage } from "@soarkit/stomp";
import { beforeAll, describe, expect, it } from "vitest";
import { eventually, useAutomation, type TestKey } from "../automation.test-kit.js";
import type { DestinationStateDTO } from "../destinations/destinations.js";
import { sampleDocument } from "../sample-document.test-kit.js";
import type { InvocationDetailDTO, InvocationEntryDTO } from "./action-status.js";

const kit = useAutomation();
let administrator: TestKey;
let rule = 0;
let incident = 0;
let artifact = 0;

beforeAll(async () => {
  await kit.import(sampleDocument());
  await kit.allow("fn_net");
  administrator = await kit.platform.accounts.createApiKey({ name: "administrator", permissions: ["org_data.read", "org_data.edit", "function.read", "function.edit", "administer"] });
  rule = (await kit.ask<Entities<ActionDTO>>("/actions")).entities[0]!.id;
  incident = (await kit.ask<IncidentDTO>("/incidents", { body: { name: "Odd login", discovered_date: 0 } })).id;
  artifact = (await kit.ask<ArtifactDTO[]>(`/incidents/${incident}/artifacts`, { body: { type: "IP Address", value: "198.51.100.7" } }))[0]!.id;
});

const run = () => kit.ask<ActionInvocationResultDTO>(`/incidents/${incident}/artifacts/${artifact}/action_invocations`, { body: { action_id: rule, properties: {} } });
const detail = (id: number) => kit.ask<InvocationDetailDTO>(`/action_invocations/${id}`);
const listed = async (query: string) => (await kit.ask<Entities<InvocationEntryDTO>>(`/action_invocations?${query}`)).entities;
const waitsFor = (id: number, code: string) => eventually(`the reason ${code}`, async () => ((await detail(id)).waiting?.code === code ? await detail(id) : undefined));
const end = (id: number) => kit.ask<InvocationDetailDTO>(`/action_invocations/${id}/end`, { body: { reason: "enough" }, key: administrator });
type Link = Awaited<ReturnType<typeof kit.link>>["connection"];
async function answer(connection: Link, to: IncomingMessage, body: { complete: boolean; [member: string]: unknown }): Promise<void> {
  await connection.send(to.replyTo!, { "correlation-id": to.correlationId! }, JSON.stringify(body));
  if (body.complete) to.ack();
}

describe("what a pending action waits for", () => {
  it("is an integration server, when none reads the destination; and when it was last there", async () => {
    const { id } = await run();
    const { waiting } = await waitsFor(id, "no_consumer");
    expect(waiting?.text).toContain("No integration server is connected to fn_net");
    const { connection } = await kit.consume("fn_net");
    await waitsFor(id, "taken");
    await connection.stop();
    expect((await waitsFor(id, "no_consumer")).waiting?.text).toMatch(/last seen \d{4}-.*: tests on .*taken before/);
    await end(id);
  });

  it("is a right, when a server is connected that may not read it", async () => {
    const stranger = await kit.newKey("stranger");
    const { id } = await run();
    await kit.consume("fn_net", stranger);
    expect((await waitsFor(id, "not_permitted")).waiting?.text).toBe("stranger is connected, but may not read fn_net.");
    await end(id);
  });

  it("is its turn, then the server, then what the server says", async () => {
    const { connection } = await kit.link();
    const messages: IncomingMessage[] = [];
    connection.subscribe(`actions.${kit.platform.orgId}.fn_net`, 1, (message) => messages.push(message));
    const first = await run();
    await waitsFor(first.id, "taken");
    const second = await run();
    expect((await waitsFor(second.id, "queued")).waiting?.text).toContain("1 message is ahead on fn_net");
    await answer(connection, messages[0]!, { message_type: 0, message: "asking the registry", complete: false });
    expect((await waitsFor(first.id, "working")).waiting?.text).toContain("asking the registry");
    for (const { id } of [first, second]) await end(id);
  });
});

describe("the action status", () => {
  it("lists by state over all incidents, newest first, and counts", async () => {
    const { connection, messages } = await kit.consume("fn_net");
    const done = await run();
    await answer(connection, await eventually("a message", () => messages[0]), { message_type: 0, message: "", complete: true, results: { success: true } });
    await eventually("the end", async () => ((await detail(done.id)).outcome === "completed" ? true : undefined));
    const broken = await run();
    await answer(connection, await eventually("a message", () => messages[1]), { message_type: 1, message: "the registry is closed", complete: true });
    await eventually("the error", async () => ((await detail(broken.id)).outcome === "error" ? true : undefined));
    const open = await run();
    const ids = async (query: string) => (await listed(query)).filter((entry) => entry.kind === "rule").map((entry) => entry.id);
    expect(await ids("state=completed")).toEqual([done.id]);
    expect((await ids("state=pending,error"))[0]).toBe(open.id);
    expect(await ids("state=error&size=2")).toEqual([broken.id]);
    expect(await ids(`state=error&incident=${incident + 1}`)).toEqual([]);
    expect(await kit.ask<{ total: number }>(`/actions/${rule}/runs?size=1`)).toMatchObject({ total: expect.any(Number), entities: [{ id: open.id, kind: "rule" }] });
    await end(open.id);
  });

  it("tells a run's story in order", async () => {
    const { connection, messages } = await kit.consume("fn_net");
    const { id } = await run();
    const message = await eventually("a message", () => messages[0]);
    await answer(connection, message, { message_type: 0, message: "asking", complete: false });
    await answer(connection, message, { message_type: 1, message: "one registry is closed", complete: false });
    await answer(connection, message, { message_type: 0, message: "found", complete: true, results: { success: true, score: 7 } });
    await eventually("the end", async () => ((await detail(id)).outcome === "completed" ? true : undefined));
    const { steps, waiting } = await detail(id);
    expect(waiting).toBeUndefined();
    expect(steps.map((step) => step.kind)).toEqual(["started", "rule", "workflow", "message", "taken", "status", "error", "reply", "ended"]);
    expect(steps.find((step) => step.kind === "error")?.text).toBe("one registry is closed");
    expect(steps.find((step) => step.kind === "reply")).toMatchObject({ text: expect.stringMatching(/^Answered after \d+ ms: found$/), detail: { score: 7 } });
  });

  it("retries a workflow at the step that stopped, and then shows the run as pending and completed", async () => {
    const { connection, messages } = await kit.consume("fn_net");
    const { id } = await run();
    await answer(connection, await eventually("a message", () => messages[0]), { message_type: 1, message: "closed", complete: true });
    await eventually("the error", async () => ((await detail(id)).outcome === "error" ? true : undefined));
    expect((await listed("state=error")).map((entry) => entry.id)).toContain(id);
    expect((await kit.call(`/action_invocations/${id}/retry`, { body: {} })).status).toBe(403);
    await kit.ask(`/action_invocations/${id}/retry`, { body: { reason: "open again" }, key: administrator });
    expect((await listed("state=pending")).map((entry) => entry.id)).toContain(id);
    await answer(connection, await eventually("the second call", () => messages[1]), { message_type: 0, message: "", complete: true, results: {} });
    await eventually("the end", async () => ((await detail(id)).outcome === "completed" ? true : undefined));
    const again = await kit.call(`/action_invocations/${id}/retry`, { body: {}, key: administrator });
    expect([again.status, again.message]).toEqual([409, expect.stringContaining("cannot be retried")]);
  });

  it("ends a run for good: its workflow, its call, and the message that nobody has taken", async () => {
    const { id, workflow_instance_ids: [instance] } = await run();
    await waitsFor(id, "no_consumer");
    const after = await end(id);
    expect([after.outcome, after.error, after.ended_by]).toEqual(["error", expect.stringContaining("enough"), "administrator"]);
    expect(after.steps.map((step) => step.text)).toEqual(expect.arrayContaining(["Ended by administrator: enough", "Workflow “Look up address” was ended: enough"]));
    expect(after.steps.filter((step) => ["reply", "error"].includes(step.kind))).toEqual([]);
    expect((await kit.ask<WorkflowInstanceDTO>(`/workflow_instances/${instance}`)).status).toBe("terminated");
    expect(await kit.ask<DestinationStateDTO>("/message_destinations/fn_net/state")).toMatchObject({ depth: 0, consumers: [], last_seen: expect.any(Number) });
    expect((await kit.call(`/action_invocations/${id}/end`, { body: {}, key: administrator })).status).toBe(409);
  });
});

describe("a workflow instance", () => {
  it("shows its plan, the incident of its artifact, and the version that it runs", async () => {
    const { id, workflow_instance_ids: [instance] } = await run();
    const shown = await eventually("the call", async () => {
      const now = await kit.ask<WorkflowInstanceDTO & { content: { version: number } }>(`/workflow_instances/${instance}`);
      return now.steps?.[0]?.state === "running" && now.steps[0].inputs !== null ? now : undefined;
    });
    expect(shown.object).toMatchObject({ object_id: artifact, type_name: "artifact", parent: { object_id: incident, object_name: "Odd login", type_id: 0, type_name: "incident" } });
    expect(shown.steps).toMatchObject([{ id: "ServiceTask_1", name: "IP Lookup", kind: "function", ended: null, inputs: { net_address: "198.51.100.7" }, attempt: 1 }]);
    expect(shown.content.version).toBe(1);
    await end(id);
    expect((await kit.ask<WorkflowInstanceDTO>(`/workflow_instances/${instance}`)).steps).toMatchObject([{ state: "stopped" }]);
  });
});

it("lists what people started without the runs of automatic rules, except those that went wrong, and counts the rest", async () => {
  const automatic = async (name: string, field: string) => (await kit.ask<ActionDTO>("/actions", { body: { name, type: 0, object_type: "incident", conditions: [{ field_name: null, method: "object_added" }], automations: [{ type: "modify_field", type_id: "incident", field, operation: "set_field", value: "High" }] } })).id;
  const rules = [await automatic('Named "type":0}', "severity_code"), await automatic("Goes wrong", "phase_id")];
  const { id } = await kit.ask<IncidentDTO>("/incidents", { body: { name: "Quiet", discovered_date: 0 } });
  await kit.rulesIdle();
  const page = async (query: string) => {
    const { entities, total, automatic: count } = await kit.ask<Entities<InvocationEntryDTO> & { total: number; automatic: number }>(`/action_invocations?incident=${id}&${query}`);
    return [entities.map(({ action }) => action?.name), total, count];
  };
  expect(await page("")).toEqual([["Goes wrong", 'Named "type":0}'], 2, 1]);
  expect(await page("automatic=errors")).toEqual([["Goes wrong"], 1, 1]);
  expect(await page("automatic=errors&state=completed")).toEqual([[], 0, 1]);
  for (const rule of rules) await kit.ask(`/actions/${rule}`, { method: "DELETE" });
});

it("a function names the workflows that call it", async () => {
  expect((await kit.ask<Entities<FunctionDTO>>("/functions")).entities[0]).toMatchObject({ name: "ip_lookup", workflows: [{ name: "Look up address", programmatic_name: "wf_ip_lookup" }] });
});

describe("explaining a rule", () => {
  it("names each condition with the value that it is asked about", async () => {
    expect(await kit.ask(`/actions/${rule}/explain?object_type=artifact&object_id=${artifact}`)).toMatchObject({ would_run: true });
    const [other] = await kit.ask<ArtifactDTO[]>(`/incidents/${incident}/artifacts`, { body: { type: "String", value: "hello" } });
    expect(await kit.ask(`/actions/${rule}/explain?object_type=artifact&object_id=${other!.id}`)).toMatchObject({
      would_run: false,
      reasons: expect.arrayContaining([{ ok: false, text: 'Condition 1: the type is one of IP Address or DNS Name: it is String.' }]),
    });
    expect(await kit.ask(`/actions/${rule}/explain?object_type=incident&object_id=${incident}`)).toMatchObject({ would_run: false });
    expect((await kit.call(`/actions/${rule}/explain?object_type=artifact&object_id=999999`)).status).toBe(404);
  });
});
