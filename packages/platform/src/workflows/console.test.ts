import type { ActionDTO, ActionInvocationResultDTO, ArtifactDTO, Entities, IncidentDTO, WorkflowDTO, WorkflowInstanceDTO } from "@soarkit/protocol";
import { beforeAll, describe, expect, it } from "vitest";
import { eventually, useAutomation } from "../messaging/automation.test-kit.js";
import { sampleDocument } from "../messaging/sample-document.test-kit.js";
import type { TryAnswer } from "./try-script.js";

const kit = useAutomation();
let workflow: WorkflowDTO;
let incident = 0;
let artifact = 0;

beforeAll(async () => {
  await kit.import(sampleDocument());
  await kit.allow("fn_net");
  workflow = (await kit.ask<Entities<WorkflowDTO>>("/workflows")).entities[0]!;
  incident = (await kit.ask<IncidentDTO>("/incidents", { body: { name: "Odd login", discovered_date: 0 } })).id;
  artifact = (await kit.ask<ArtifactDTO[]>(`/incidents/${incident}/artifacts`, { body: { type: "IP Address", value: "198.51.100.7" } }))[0]!.id;
});

const tried = (body: object) => kit.ask<TryAnswer>(`/workflows/${workflow.workflow_id}/try`, { body: { element: "ServiceTask_1", incident_id: incident, artifact_id: artifact, ...body } });

describe("trying a script", () => {
  it("shows what a post-process script would write, and writes nothing", async () => {
    const answer = await tried({ stage: "post-process", language: "python3", script: "log.info('score is {}'.format(results.score))\nincident.addNote('score {}'.format(results['score']))", results: { score: 7 } });
    expect(answer).toMatchObject({ effects: [{ kind: "add_note", summary: "Note on the incident: score 7" }], log: [{ level: "info", text: "score is 7" }] });
    expect(answer.error).toBeUndefined();
    expect(await kit.ask(`/incidents/${incident}/comments`)).toEqual([]);
  });

  it("shows the inputs after a pre-process script, static ones included", async () => {
    const { inputs, effects } = await tried({ stage: "pre-process", script: "inputs.net_address = artifact.value\ninputs.net_depth = rule.properties.net_days", properties: { net_days: 9 } });
    expect([inputs, effects]).toMatchObject([{ net_address: "198.51.100.7", net_depth: 9, net_verbose: true }, []]);
  });

  it("says at which line a script is wrong", async () => {
    expect((await tried({ stage: "post-process", script: "a = 1\nnothing.here" })).error).toMatch(/line 2.*nothing/s);
  });

  it("refuses steps and objects that there are not", async () => {
    expect((await kit.call(`/workflows/${workflow.workflow_id}/try`, { body: { element: "None", incident_id: incident, stage: "pre-process", script: "" } })).status).toBe(404);
    expect((await kit.call(`/workflows/${workflow.workflow_id}/try`, { body: { incident_id: 1, stage: "post-process", script: "" } })).status).toBe(404);
  });
});

describe("a saved script", () => {
  it("is a new version, its effect is in the next note, and its run is in the scripting log", async () => {
    const step = { inputs: {}, pre_processing_script: "inputs.net_address = artifact.value", post_processing_script: "print('noted')\nincident.addNote('seen ' + artifact.value)" };
    const xml = workflow.content.xml.replace(/<!\[CDATA\[.*?\]\]>/s, () => `<![CDATA[${JSON.stringify(step)}]]>`);
    const saved = await kit.ask<WorkflowDTO>(`/workflows/${workflow.workflow_id}`, { method: "PUT", body: { ...workflow, content: { ...workflow.content, xml } } });
    expect(saved.content_version).toBe(2);
    const versions = (await kit.ask<Entities<{ version: number; created: number; by: string }>>(`/workflows/${workflow.workflow_id}/versions`)).entities;
    expect(versions).toMatchObject([{ version: 2, created: expect.any(Number), by: "tests" }, { version: 1 }]);
    expect(await kit.ask(`/workflows/${workflow.workflow_id}/versions/1`)).toMatchObject({ content: { xml: workflow.content.xml } });

    const { connection, messages } = await kit.consume("fn_net");
    const rule = (await kit.ask<Entities<ActionDTO>>("/actions")).entities[0]!.id;
    const started = await kit.ask<ActionInvocationResultDTO>(`/incidents/${incident}/artifacts/${artifact}/action_invocations`, { body: { action_id: rule, properties: {} } });
    const message = await eventually("a message", () => messages[0]);
    await connection.send(message.replyTo!, { "correlation-id": message.correlationId! }, JSON.stringify({ message_type: 0, message: "", complete: true, results: {} }));
    const instance = started.workflow_instance_ids[0]!;
    const done = await eventually("the end", async () => {
      const now = await kit.ask<WorkflowInstanceDTO>(`/workflow_instances/${instance}`);
      return now.status === "completed" ? now : undefined;
    });
    expect(done.steps).toMatchObject([{ state: "done", log: [{ text: "noted" }] }]);
    expect(await kit.ask(`/incidents/${incident}/comments`)).toMatchObject([{ text: "seen 198.51.100.7", source: { kind: "workflow", workflow: workflow.name, function: expect.any(String) } }]);
    expect(await kit.ask("/scripting_log?ok=false")).toEqual({ entities: [], total: 0 });
    expect(await kit.ask("/scripting_log?ok=true")).toMatchObject({ total: 2 });
    const log = await kit.ask<Entities<object>>("/scripting_log?size=2");
    expect(log.entities).toMatchObject([
      { script: "IP Lookup: post-process script", ok: true, workflow_instance_id: instance, incident_id: incident, object: "198.51.100.7", text: "noted", effects: ["Note on the incident: seen 198.51.100.7"] },
      { script: "IP Lookup: pre-process script", ok: true, effects: ['Input net_address: "198.51.100.7"'] },
    ]);
  });
});

describe("a removed workflow", () => {
  it("is kept while a rule starts it; afterwards its runs stay readable and its names are free", async () => {
    const url = `/workflows/${workflow.workflow_id}`;
    const rules = (await kit.ask<Entities<ActionDTO>>("/actions?handle_format=ids")).entities.filter((rule) => rule.workflows.includes(workflow.workflow_id));
    const refused = await kit.call(url, { method: "DELETE" });
    expect([refused.status, refused.message]).toEqual([400, `The workflow ${workflow.name} is in use by ${rules.map((rule) => `the rule ${rule.name}`).join(", ")}. Change that first.`]);
    for (const rule of rules) await kit.ask(`/actions/${rule.id}`, { method: "DELETE" });
    const before = (await kit.ask<Entities<WorkflowInstanceDTO>>(`/incidents/${incident}/workflow_instances`)).entities;
    expect(before.length).toBeGreaterThan(0);
    expect(await kit.ask(url, { method: "DELETE" })).toMatchObject({ success: true });
    expect((await kit.call(url)).status).toBe(404);
    expect((await kit.ask<Entities<WorkflowInstanceDTO>>(`/incidents/${incident}/workflow_instances`)).entities).toEqual(before);
    expect(await kit.ask(`/workflow_instances/${before[0]!.workflow_instance_id}`)).toMatchObject({ workflow: { name: workflow.name }, steps: [{ state: "done" }] });
    const runs = (await kit.ask<Entities<{ workflow_instances: { workflow: { name: string } }[] }>>(`/incidents/${incident}/action_invocations`)).entities;
    expect(runs.flatMap((run) => run.workflow_instances)).toMatchObject([{ workflow: { name: workflow.name } }]);
    await kit.import(sampleDocument());
    const again = (await kit.ask<Entities<WorkflowDTO>>("/workflows")).entities;
    expect(again).toMatchObject([{ uuid: workflow.uuid, programmatic_name: workflow.programmatic_name }]);
    expect(again[0]!.workflow_id).not.toBe(workflow.workflow_id);
  });
});
