import type {
  ActionDTO,
  ActionInvocationDTO,
  ActionInvocationResultDTO,
  ArtifactDTO,
  Entities,
  FieldDefDTO,
  FunctionDTO,
  IncidentDTO,
  MessageDestinationDTO,
  WorkflowDTO,
  WorkflowInstanceDTO,
} from "@soarkit/protocol";
import type { IncomingMessage } from "@soarkit/stomp";
import { beforeAll, describe, expect, it } from "vitest";
import { eventually, useAutomation } from "./automation.test-kit.js";
import type { DestinationStatusDTO } from "./destinations/destinations.js";
import { sampleDocument } from "./sample-document.test-kit.js";

const kit = useAutomation();
let rule = 0;
let incident = 0;
let artifact = 0;

beforeAll(async () => {
  await kit.import(sampleDocument());
  await kit.allow("fn_net");
  rule = (await kit.ask<Entities<ActionDTO>>("/actions")).entities[0]!.id;
  incident = (await kit.ask<IncidentDTO>("/incidents", { body: { name: "Odd login", discovered_date: 0 } })).id;
  artifact = (await kit.ask<ArtifactDTO[]>(`/incidents/${incident}/artifacts`, { body: { type: "IP Address", value: "198.51.100.7" } }))[0]!.id;
});

async function run(properties: Record<string, unknown> = {}) {
  const started = await kit.ask<ActionInvocationResultDTO>(`/incidents/${incident}/artifacts/${artifact}/action_invocations`, { body: { action_id: rule, properties } });
  return { id: started.id, instance: started.workflow_instance_ids[0]! };
}

function message(messages: readonly IncomingMessage[]): Promise<IncomingMessage> {
  return eventually("a message", () => messages[0]);
}

/** The run, and its only call, as they are now. */
async function stateOf(id: number) {
  const status = await kit.ask<ActionInvocationDTO>(`/action_invocations/${id}`);
  return { ...status, call: status.invocations[0]! };
}

function ended(id: number) {
  return eventually("the end of the run", async () => {
    const status = await stateOf(id);
    return status.outcome === "pending" ? undefined : status;
  });
}

function depth(): Promise<DestinationStatusDTO> {
  return kit.ask<DestinationStatusDTO>("/message_destinations/fn_net/status");
}

function answer(connection: Awaited<ReturnType<typeof kit.link>>["connection"], to: IncomingMessage, body: unknown): Promise<void> {
  return connection.send(to.replyTo!, { "correlation-id": to.correlationId! }, typeof body === "string" ? body : JSON.stringify(body));
}

const success = { message_type: 0, message: "Completed", complete: true, results: { version: "1.0", success: true, content: { score: 7 } } };

describe("a function call on the wire", () => {
  it("carries the documented headers and body, key by key", async () => {
    const { connection, messages } = await kit.consume("fn_net");
    const started = await run();
    const received = await message(messages);
    const workflow = (await kit.ask<Entities<WorkflowDTO>>("/workflows")).entities[0]!.workflow_id;
    const called = await kit.ask<FunctionDTO>("/functions/ip_lookup");
    const fields = await kit.ask<FieldDefDTO[]>("/types/__function/fields");
    const select = (field: string, label: string) => ({ id: fields.find(({ name }) => name === field)!.values.find((value) => value.label === label)!.value, name: label });
    expect(JSON.parse(received.body)).toEqual({
      function: { id: called.id, name: "ip_lookup", display_name: "IP Lookup", description: null, creator: null, uuid: null, version: null, view_items: [], workflows: [], tags: [] },
      groups: [],
      inputs: {
        net_address: "198.51.100.7",
        net_depth: 2,
        net_verbose: true,
        net_since: 1_700_000_000_000,
        net_mode: select("net_mode", "fast"),
        net_sources: [select("net_sources", "alpha"), select("net_sources", "beta")],
        net_remark: { format: "text", content: "long text" },
      },
      principal: { id: kit.key.handle, type: "apikey", name: kit.key.id, display_name: "tests" },
      playbook_instance: null,
      workflow: { workflow_id: workflow, name: "Look up address", programmatic_name: "wf_ip_lookup", description: null, object_type: { id: 4, name: "artifact" }, actions: [], tags: [], uuid: null },
      workflow_instance: { workflow_instance_id: started.instance, workflow: { workflow_id: workflow, programmatic_name: "wf_ip_lookup" } },
    });
    const status = await stateOf(started.id);
    expect(received.headers).toMatchObject({
      destination: "/queue/actions.201.fn_net",
      "reply-to": "/queue/acks.201.fn_net",
      "correlation-id": `invid:${status.call.id}`,
      Co3MessagePayload: "FunctionDataDTO",
      Co3ContentType: "application/json",
      persistent: "true",
      priority: "4",
      expires: "0",
    });
    expect(received.headers["Co3ContextToken"]?.split(".")).toHaveLength(3);
    expect(Number(received.headers["timestamp"])).toBe(status.call.create_date);
    expect(status).toMatchObject({ kind: "rule", outcome: "pending", status: 1, inputs: { net_days: null, net_how: "gently" }, workflow_instances: [{ workflow_instance_id: started.instance, status: "running" }] });
    await answer(connection, received, success);
    received.ack();
    expect((await ended(started.id)).workflow_instances[0]?.status).toBe("completed");
  });

  it("keeps status messages, takes the first final reply, and ignores what comes later", async () => {
    const { connection, messages } = await kit.consume("fn_net");
    const started = await run();
    const received = await message(messages);
    await answer(connection, received, { message_type: 0, message: "Starting", complete: false });
    await answer(connection, received, { message_type: 1, message: "slow answer", complete: false });
    await answer(connection, received, success);
    await answer(connection, received, { message_type: 1, message: "too late", complete: true });
    received.ack();
    const status = await ended(started.id);
    expect(status).toMatchObject({ status: 0, outcome: "completed", error: null, workflow_instances: [{ status: "completed" }] });
    expect(status.call.messages.map((entry) => [entry.type, entry.text])).toEqual([[0, "Starting"], [1, "slow answer"], [0, "Completed"]]);
    expect(status.call.results).toEqual(success.results);
  });

  it.each([
    ["results with success false", { ...success, results: { success: false, reason: "quotes cannot be asked" } }, "failed", "quotes cannot be asked", "completed"],
    ["results with an error", { ...success, results: { error: "no such report" } }, "failed", "no such report", "completed"],
    ["an error reply", { message_type: 1, message: "ERROR:\n\nboom", complete: true }, "error", "ERROR:\n\nboom", "error"],
    ["plain text", "done by hand", "completed", null, "completed"],
    ["a reply that is none", { message_type: 7 }, "error", expect.stringContaining("message_type"), "error"],
  ])("%s ends the call as it says", async (_what, body, outcome, error, workflow) => {
    const { connection, messages } = await kit.consume("fn_net");
    const started = await run();
    const received = await message(messages);
    await answer(connection, received, body);
    received.ack();
    await ended(started.id);
    const status = await eventually("the workflow's end", async () => {
      const now = await stateOf(started.id);
      return now.workflow_instances[0]?.status === "running" ? undefined : now;
    });
    expect(status.call).toMatchObject({ outcome, error, status: outcome === "completed" ? 0 : 2 });
    expect(status.workflow_instances[0]?.status).toBe(workflow);
    const listed = (await kit.ask<Entities<ActionInvocationDTO>>(`/incidents/${incident}/action_invocations`)).entities;
    expect(listed.find((entry) => entry.workflow_instance_id === started.instance)).toMatchObject({ outcome, parent_id: started.id });
  });

  it("offers a message again, with its id, after the link was lost and after the platform was stopped", async () => {
    const first = await kit.consume("fn_net");
    const started = await run();
    const one = await message(first.messages);
    expect(one.redelivered).toBe(false);
    await first.connection.stop();
    const second = await kit.consume("fn_net");
    const two = await message(second.messages);
    expect([two.messageId, two.correlationId, two.redelivered, two.body]).toEqual([one.messageId, one.correlationId, true, one.body]);
    expect(two.headers["ack"]).not.toBe(one.headers["ack"]);

    await kit.stop();
    await kit.start();
    const third = await kit.consume("fn_net");
    const three = await message(third.messages);
    expect([three.messageId, three.redelivered]).toEqual([one.messageId, true]);
    await answer(third.connection, three, success);
    three.ack();
    expect((await ended(started.id)).outcome).toBe("completed");
    expect(await eventually("an empty queue", async () => ((await depth()).depth === 0 ? true : undefined))).toBe(true);
  });

  it("times out after the rule's time, also over a restart, and ignores the answer that comes then", async () => {
    await kit.ask(`/actions/${rule}`, { method: "PUT", body: { timeout_seconds: 60 } });
    const started = await run();
    await eventually("the call", async () => (await kit.ask<ActionInvocationDTO>(`/action_invocations/${started.id}`)).invocations[0]);
    await kit.stop();
    kit.later(61_000);
    await kit.start();
    const status = await ended(started.id);
    expect(status).toMatchObject({ status: 3, outcome: "timed_out" });
    expect(status.error).toMatch(/60 seconds.*fn_net/);
    await eventually("the stopped workflow", async () => ((await kit.ask<WorkflowInstanceDTO>(`/workflow_instances/${started.instance}`)).status === "error" ? true : undefined));
    const { connection, messages } = await kit.consume("fn_net");
    const late = await message(messages);
    await answer(connection, late, success);
    late.ack();
    expect((await stateOf(started.id)).outcome).toBe("timed_out");
    await kit.ask(`/actions/${rule}`, { method: "PUT", body: { timeout_seconds: 86_400 } });
  });

  it("lets only those read and answer who are in the destination's lists", async () => {
    const stranger = await kit.newKey("stranger");
    const { connection, problems } = await kit.consume("fn_net", stranger);
    expect(await eventually("a refusal", () => problems[0])).toContain("is not authorized to read from queue");
    const { messages, connection: own } = await kit.consume("fn_net");
    const started = await run();
    const received = await message(messages);
    await expect(answer(connection, received, success)).rejects.toThrow();
    expect((await stateOf(started.id)).outcome).toBe("pending");
    await answer(own, received, success);
    received.ack();
    await ended(started.id);
  });

  it("takes no answer for another destination's call, and none for a call that never was", async () => {
    const other = await kit.ask<MessageDestinationDTO>("/message_destinations", { body: { name: "Other", programmatic_name: "other", api_keys: [kit.key.handle] } });
    expect(other).toMatchObject({ programmatic_name: "other", destination_type: 0, expect_ack: true });
    const { connection, messages } = await kit.consume("fn_net");
    const started = await run();
    const received = await message(messages);
    await connection.send("/queue/acks.201.other", { "correlation-id": received.correlationId! }, JSON.stringify(success));
    await connection.send("/queue/acks.201.fn_net", { "correlation-id": "invid:999999" }, JSON.stringify(success));
    await connection.send("/queue/acks.201.fn_net", {}, JSON.stringify(success));
    expect((await stateOf(started.id)).outcome).toBe("pending");
    await answer(connection, received, success);
    received.ack();
    expect((await ended(started.id)).outcome).toBe("completed");
  });
});

describe("message destinations and functions over REST", () => {
  it("shows a function with its destination as IBM's server reads it", async () => {
    const shown = await kit.ask<FunctionDTO>("/functions/ip_lookup?handle_format=names");
    expect(shown).toMatchObject({ name: "ip_lookup", destination_handle: "fn_net", export_key: "ip_lookup" });
    expect((await kit.call("/functions/no_such?handle_format=names")).status).toBe(404);
  });

  it("tells how long a queue is and who reads it", async () => {
    expect(await depth()).toMatchObject({ queue: "actions.201.fn_net", depth: 0, consumers: 0 });
    await kit.consume("fn_net");
    await eventually("the consumer", async () => ((await depth()).consumers === 1 ? true : undefined));
  });

  it("refuses to delete what is used, and names by what", async () => {
    const destination = await kit.call("/message_destinations/fn_net", { method: "DELETE" });
    expect([destination.status, destination.message]).toEqual([400, expect.stringContaining("the function ip_lookup")]);
    const called = await kit.call("/functions/ip_lookup", { method: "DELETE" });
    expect([called.status, called.message]).toEqual([400, expect.stringContaining("the workflow Look up address")]);
  });

  it.each([
    ["a name that breaks queue names", { name: "X", programmatic_name: "a.b" }, "programmatic_name"],
    ["a name that is taken", { name: "Net tools", programmatic_name: "net2" }, "Net tools"],
    ["a reader who does not exist", { name: "Y", programmatic_name: "y", api_keys: ["nobody"] }, "nobody"],
  ])("refuses %s", async (_what, body, says) => {
    const { status, message: said } = await kit.call("/message_destinations", { body });
    expect([status, said]).toEqual([400, expect.stringContaining(says)]);
  });
});
