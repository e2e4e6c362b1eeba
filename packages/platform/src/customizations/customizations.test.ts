import type { ActionDTO, ConfigurationImportDTO, Entities, ExportDocument, FieldDefDTO, FunctionDTO, MessageDestinationDTO, WorkflowDTO } from "@soarkit/protocol";
import { describe, expect, it } from "vitest";
import { useAutomation } from "../messaging/automation.test-kit.js";
import { sampleDocument } from "../messaging/sample-document.test-kit.js";

const kit = useAutomation();

/** Ids and uuids of everything the sample brings. */
async function identities(): Promise<unknown> {
  const of = (objects: readonly object[]) => objects.map((object) => ["id", "workflow_id", "name", "uuid"].map((member) => (object as Record<string, unknown>)[member]));
  const entities = async (url: string) => of((await kit.ask<Entities<object>>(url)).entities);
  return {
    destinations: await entities("/message_destinations"),
    functions: await entities("/functions"),
    workflows: await entities("/workflows"),
    rules: await entities("/actions"),
    scripts: await entities("/scripts"),
    fields: (await kit.ask<FieldDefDTO[]>("/types/__function/fields")).map((field) => [field.id, field.uuid, ...field.values.map((value) => value.value)]),
    activity: (await kit.ask<FieldDefDTO[]>("/types/actioninvocation/fields")).map((field) => [field.id, field.uuid, ...field.values.map((value) => value.value)]),
    artifactTypes: (await entities("/artifact_types")).length,
  };
}

async function stage(document: unknown): Promise<ConfigurationImportDTO> {
  return kit.ask<ConfigurationImportDTO>("/configurations/imports", { body: document });
}

function exported(): Promise<ExportDocument> {
  return kit.ask<ExportDocument>("/configurations/exports/", { body: { layouts: true, actions: true, phases_and_tasks: true } });
}

async function postScriptOf(document: ExportDocument): Promise<string> {
  return Promise.resolve(document.workflows?.find((workflow) => workflow.programmatic_name === "wf_ip_lookup")?.content?.xml ?? "");
}

describe("configuration imports", () => {
  it("change nothing before they are accepted, nor when they are rejected", async () => {
    const staged = await stage(sampleDocument());
    expect(staged).toMatchObject({ status: "PENDING", messages: [] });
    expect((await kit.ask<Entities<unknown>>("/functions")).entities).toEqual([]);
    const rejected = await kit.ask<ConfigurationImportDTO>(`/configurations/imports/${staged.id}`, { method: "PUT", body: { ...staged, status: "REJECTED" } });
    expect(rejected.status).toBe("REJECTED");
    expect((await kit.ask<Entities<unknown>>("/functions")).entities).toEqual([]);
    const late = await kit.call(`/configurations/imports/${staged.id}`, { method: "PUT", body: { status: "ACCEPTED" } });
    expect([late.status, late.message]).toEqual([400, expect.stringContaining("REJECTED")]);
  });

  it("survive a restart between the two steps", async () => {
    const staged = await stage(sampleDocument());
    await kit.stop();
    await kit.start();
    const accepted = await kit.ask<ConfigurationImportDTO>(`/configurations/imports/${staged.id}/status`, { method: "PUT", body: "ACCEPTED" });
    expect(accepted.status).toBe("ACCEPTED");
    expect((await kit.ask<FunctionDTO>("/functions/ip_lookup?handle_format=names")).destination_handle).toBe("fn_net");
  });

  it("done again give the same objects with the same ids, and lose no readers", async () => {
    await kit.import(sampleDocument());
    await kit.allow("fn_net");
    const before = await identities();
    expect(await kit.import(sampleDocument())).toEqual([]);
    expect(await identities()).toEqual(before);
    expect((await kit.ask<MessageDestinationDTO>("/message_destinations/fn_net")).api_keys).toEqual([kit.key.handle]);
  });

  it("keep the uuids that the document gives", async () => {
    const document = await exported();
    expect(document.functions?.[0]?.uuid).toBe("22222222-0000-4000-8000-000000000001");
    expect(document.actions?.[0]).toMatchObject({ object_type: "artifact", workflows: ["wf_ip_lookup"], uuid: "55555555-0000-4000-8000-000000000001" });
    expect(document.action_order).toEqual(["55555555-0000-4000-8000-000000000001"]);
  });

  it("accept their own export", async () => {
    const before = await identities();
    expect(await kit.import(await exported())).toEqual([]);
    expect(await identities()).toEqual(before);
  });

  it("find a renamed object by its uuid and give it the document's name back", async () => {
    await kit.ask("/functions/ip_lookup", { method: "PUT", body: { name: "address_lookup" } });
    await kit.ask(`/actions/${encodeURIComponent("Look up address")}`, { method: "PUT", body: { name: "Find address" } });
    const messages = await kit.import(sampleDocument());
    expect(messages.map((message) => message.text)).toEqual(["The function address_lookup is now called ip_lookup.", "The rule Find address is now called Look up address."]);
    expect((await kit.ask<Entities<FunctionDTO>>("/functions")).entities.map((called) => called.name)).toEqual(["ip_lookup"]);
    expect((await kit.ask<Entities<ActionDTO>>("/actions")).entities.map((rule) => rule.name)).toEqual(["Look up address"]);
  });

  it("merge by name what has another uuid here, and read the document's references with the uuids of here", async () => {
    const others = JSON.parse(JSON.stringify(sampleDocument()).replaceAll(/([0-9]{8})-0000-4000-8000-/g, "$1-1111-4111-8111-")) as ExportDocument;
    const before = await identities();
    await kit.import(others);
    expect(await identities()).toEqual(before);
    expect(await postScriptOf(await exported())).toContain("22222222-0000-4000-8000-000000000001");
    expect(await postScriptOf(await exported())).not.toContain("-1111-4111-8111-");
  });

  it("add select values, keep the numbers of those there were, and delete nothing", async () => {
    const value = async () => (await kit.ask<FieldDefDTO[]>("/types/__function/fields")).find((field) => field.name === "net_mode")!.values.map(({ value: id, label, enabled }) => ({ id, label, enabled }));
    const before = await value();
    const document = sampleDocument();
    const mode = document.fields!.find((field) => field.name === "net_mode")!;
    mode.values = [...mode.values!, { value: 1, label: "careful", enabled: true, default: false, hidden: false, properties: null, uuid: "99999999-0000-4000-8000-000000000009" }];
    await kit.import(document);
    expect((await value()).slice(0, 2)).toEqual(before);
    expect((await value())[2]).toMatchObject({ label: "careful", enabled: true });
    await kit.import({ export_format_version: 2 });
    expect((await kit.ask<Entities<unknown>>("/functions")).entities).toHaveLength(1);
  });

  it("replace what a person changed, as IBM's do, unless asked to keep it", async () => {
    await kit.import(sampleDocument());
    const change = async (text: string) => {
      const workflow = (await kit.ask<Entities<WorkflowDTO>>("/workflows?handle_format=names")).entities[0]!;
      const xml = workflow.content.xml.replace(/"result_name":"\w+"/, `"result_name":"${text}"`);
      await kit.ask(`/workflows/${workflow.workflow_id}`, { method: "PUT", body: { ...workflow, content: { ...workflow.content, xml } } });
    };
    await change("mine");
    const kept = await kit.import(sampleDocument(), "?keep_changed=true");
    expect(kept.map((message) => message.text)).toEqual(["kept: the workflow wf_ip_lookup was changed here since it was imported."]);
    expect(await postScriptOf(await exported())).toContain('"result_name":"mine"');
    expect(await kit.import(sampleDocument(), "?keep_changed=true")).toHaveLength(1);
    expect(await kit.import(sampleDocument())).toEqual([]);
    expect(await postScriptOf(await exported())).toContain('"result_name":"lookup"');
    expect(await kit.import(sampleDocument(), "?keep_changed=true")).toEqual([]);
  });

  it("do not take a new reader of a queue for a person's change", async () => {
    await kit.allow("fn_net", await kit.newKey("another"));
    expect(await kit.import(sampleDocument(), "?keep_changed=true")).toEqual([]);
  });

  it.each([
    ["a function without its destination", (document: ExportDocument) => ({ ...document, functions: [{ ...document.functions![0]!, destination_handle: "fn_none" }] }), /function ip_lookup.*fn_none/],
    ["a rule without its workflow", (document: ExportDocument) => ({ ...document, actions: [{ ...document.actions![0]!, workflows: ["wf_none"] }] }), /rule Look up address.*wf_none/],
    ["BPMN that is none", (document: ExportDocument) => ({ ...document, workflows: [{ ...document.workflows![0]!, content: { workflow_id: "x", version: 1, xml: "<definitions" } }] }), /workflow wf_ip_lookup/],
    ["a field of another kind", (document: ExportDocument) => ({ ...document, fields: [{ ...document.fields![1]!, input_type: "text" }] }), /field __function\/net_depth.*number/],
    ["an object without a name", (document: ExportDocument) => ({ ...document, functions: [{ display_name: "nameless" }] }), /functions\[0\] has no name/],
    ["a section that is no list", (document: ExportDocument) => ({ ...document, scripts: "all of them" }), /scripts is not a list/],
  ])("name the object of %s and stage nothing", async (_what, broken, says) => {
    const before = await identities();
    const staged = await stage(broken(sampleDocument()));
    expect(staged.status).toBe("INVALID");
    expect(staged.messages.map((message) => message.text).join("\n")).toMatch(says);
    expect(await identities()).toEqual(before);
    expect((await kit.call(`/configurations/imports/${staged.id}`, { method: "PUT", body: { status: "ACCEPTED" } })).status).toBe(400);
  });

  it("say what they leave out", async () => {
    const staged = await stage({ ...sampleDocument(), phases: [{ name: "Triage" }], layouts: null });
    expect(staged.messages).toEqual([{ type: "WARN", text: expect.stringContaining("phases (1 objects)") }]);
  });

  it("are refused to who may not edit", async () => {
    const reader = await kit.platform.accounts.createApiKey({ name: "reader", permissions: ["function.read"] });
    expect((await kit.call("/configurations/imports", { body: sampleDocument(), key: reader })).status).toBe(403);
  });
});

describe("names beside the handles of people", () => {
  it("stand in answers, and in no exported document", async () => {
    await kit.import(sampleDocument());
    await kit.allow("fn_net");
    const workflow = (await kit.ask<Entities<WorkflowDTO>>("/workflows")).entities[0];
    expect(workflow).toMatchObject({ last_modified_by: expect.stringMatching(/^[0-9a-f-]{36}$/), last_modified_by_name: "tests", creator_name: "tests" });
    expect(await kit.ask("/message_destinations/fn_net")).toMatchObject({ api_keys: expect.arrayContaining([kit.key.handle]), api_key_names: expect.arrayContaining(["tests"]), user_names: [] });
    expect(JSON.stringify(await exported())).not.toMatch(/"(creator_name|last_modified_by_name|api_key_names|user_names)"/);
  });
});
