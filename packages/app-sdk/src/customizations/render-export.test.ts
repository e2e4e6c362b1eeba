import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type AppSpec, defineApp, isSoarkitApp } from "../app.js";
import { defineConfig } from "../config.js";
import { defineFunction } from "../function.js";
import { numberInput, selectInput, textInput } from "../inputs/input-kinds.js";
import { succeed } from "../result.js";
import type { CustomizationSet } from "./customization-set.js";
import { renderExport } from "./render-export.js";
import { uuidV5 } from "./uuid-v5.js";

const config = defineConfig({ section: "fn_net", schema: z.object({}), secrets: [], template: "[fn_net]\n" });
const lookup = defineFunction({
  name: "ip_lookup", displayName: "IP <Lookup>", description: "Looks up an address", uuid: "22222222-0000-4000-8000-000000000001", config, inDoubt: "repeat",
  inputs: { net_address: textInput({ required: true, uuid: "33333333-0000-4000-8000-000000000001" }), net_mode: selectInput({ values: ["fast", "slow"], default: "fast" }), net_depth: numberInput() },
  handler: () => succeed(null),
});
const postScript = 'if results.success and 1 < 2:\n    incident.addNote("<b>\u{1F600}</b> & ]]> \\"q\\" \uFFFF \u0007")\r\n';
const set: CustomizationSet = {
  destination: { name: "Net tools", programmaticName: "fn_net" },
  activityFields: { days_back: numberInput({ label: "Days back", required: true }) },
  workflows: [{ name: 'Look "up" & away', programmaticName: "wf_ip_lookup", objectType: "artifact", description: "", steps: [{ function: "ip_lookup", preScript: "inputs.net_address = artifact.value", postScript, staticInputs: { net_mode: "slow", net_depth: 2 } }] }],
  rules: [{ name: "Look up address", objectType: "artifact", workflow: "wf_ip_lookup", activityFields: ["days_back"], conditions: [{ field_name: "artifact.type", method: "in", value: ["IP Address"] }] }],
};
const spec: AppSpec<unknown> = {
  name: "net", packageName: "fn-net", displayName: "Net", version: "1.2.0", author: "Soarkit", support: "https://example.com", description: "", permissions: [],
  minimumPlatformVersion: "35.2.32", config, functions: [lookup], customizations: () => set, selftest: () => Promise.resolve([]),
};
const render = (changes: Partial<CustomizationSet> = {}, more: Partial<AppSpec<unknown>> = {}) => renderExport(defineApp({ ...spec, ...more, customizations: () => ({ ...set, ...changes }) }));
const unescape = (xml: string): string => xml.replace(/&(lt|gt|amp|quot|#13);/g, (_all, name: string) => ({ lt: "<", gt: ">", amp: "&", quot: '"', "#13": "\r" })[name] ?? "");

describe("the export document of an app", () => {
  const document = render();
  const xml = document.workflows?.[0]?.content?.xml ?? "";

  it("is the same every time", () => {
    expect(JSON.stringify(render())).toBe(JSON.stringify(document));
  });

  it("ties functions, fields and destination together as IBM's does", () => {
    expect(document.functions?.[0]).toMatchObject({ name: "ip_lookup", export_key: "ip_lookup", destination_handle: "fn_net", uuid: lookup.uuid });
    expect(document.functions?.[0]?.view_items?.[0]).toEqual({ element: "field_uuid", field_type: "__function", content: "33333333-0000-4000-8000-000000000001", show_if: null, show_link_header: false, step_label: null });
    const field = (key: string) => document.fields?.find(({ export_key: found }) => found === key);
    expect(field("__function/net_address")).toMatchObject({ type_id: 11, prefix: null, input_type: "text", required: "always", values: [] });
    expect(field("__function/net_mode")?.values?.map(({ label, default: chosen }) => [label, chosen])).toEqual([["fast", true], ["slow", false]]);
    expect(field("actioninvocation/days_back")).toMatchObject({ type_id: 6, prefix: "properties", text: "Days back" });
    expect(document.actions?.[0]).toMatchObject({ type: 1, object_type: "artifact", workflows: ["wf_ip_lookup"], timeout_seconds: 86_400, conditions: [{ field_name: "artifact.type", method: "in", value: ["IP Address"], evaluation_id: null, type: null }] });
    expect(document.action_order).toEqual([document.actions?.[0]?.uuid]);
  });

  it("carries the incident type and field without which a platform refuses it", () => {
    expect(document.incident_types?.[0]).toMatchObject({ uuid: "bfeec2d4-3770-11e8-ad39-4a0004044aa0" });
    expect(document.fields?.at(-1)).toMatchObject({ export_key: "incident/internal_customizations_field", uuid: "bfeec2d4-3770-11e8-ad39-4a0004044aa1", internal: true });
  });

  it("carries the scripts unharmed inside JSON inside XML", () => {
    const json = /<resilient:function uuid="22222222-0000-4000-8000-000000000001">([^<]*)<\/resilient:function>/.exec(xml)?.[1] ?? "";
    const definition = JSON.parse(unescape(json)) as Record<string, unknown>;
    expect(definition).toMatchObject({ post_processing_script: postScript, post_processing_script_language: "python3", pre_processing_script: "inputs.net_address = artifact.value", result_name: null });
    const slow = document.fields?.find(({ name }) => name === "net_mode")?.values?.[1]?.uuid;
    expect(Object.values(definition["inputs"] as object)).toEqual([
      { input_type: "static", static_input: { multiselect_value: [], select_value: slow } },
      { input_type: "static", static_input: { multiselect_value: [], number_value: 2 } },
    ]);
  });

  it("is well-formed XML with a shape for every node and an edge for every flow", () => {
    expect(xml).toContain('name="Look &quot;up&quot; &amp; away"');
    expect(xml).toContain('name="IP &lt;Lookup&gt;"');
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
    const open: string[] = [];
    for (const [, closing, name, empty] of xml.matchAll(/<(\/?)([\w:]+)(?:\s+[\w:]+="[^"<]*")*\s*(\/?)>/g)) {
      if (closing) expect(open.pop()).toBe(name);
      else if (!empty) open.push(name ?? "");
    }
    expect(open).toEqual([]);
    for (const id of ["StartEvent_1", "ServiceTask_1", "EndEvent_1", "SequenceFlow_1", "SequenceFlow_2"]) {
      expect(xml).toContain(` id="${id}"`);
      expect(xml).toContain(`bpmnElement="${id}"`);
    }
  });

  it("derives uuids of version 5 from names where none is given", () => {
    expect(uuidV5("a")).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(document.message_destinations?.[0]?.uuid).toBe(uuidV5("destination/fn_net"));
    expect(uuidV5("a")).not.toBe(uuidV5("b"));
  });

  it("is refused when customizations name what the app does not have", () => {
    const step = { function: "ip_lookup", preScript: "", postScript: "" };
    const workflow = (steps: CustomizationSet["workflows"][number]["steps"]) => [{ ...set.workflows[0]!, steps }];
    expect(() => render({ workflows: workflow([{ ...step, function: "other" }]) })).toThrow("calls the function other");
    expect(() => render({ workflows: workflow([{ ...step, staticInputs: { other: 1 } }]) })).toThrow("sets the input other");
    expect(() => render({ workflows: workflow([{ ...step, staticInputs: { net_mode: "warp" } }]) })).toThrow('"warp", which is not one of its values');
    expect(() => render({ rules: [{ ...set.rules[0]!, workflow: "other" }] })).toThrow("runs the workflow other");
    expect(() => render({ rules: [{ ...set.rules[0]!, activityFields: ["other"] }] })).toThrow("shows the activity field other");
    expect(() => render({ rules: [set.rules[0]!, set.rules[0]!] })).toThrow("is declared twice");
  });
});

describe("the rules of an export document", () => {
  const artifactScript = { name: "Tidy up", objectType: "artifact" as const, description: "", text: "pass" };
  const rule = (more: Partial<CustomizationSet["rules"][number]>) => render({ scripts: [artifactScript], rules: [{ name: "R", objectType: "artifact", conditions: [], ...more }] }).actions?.[0];

  it("may run by themselves, under any logic, and send messages, set fields and run scripts", () => {
    const conditions = [{ field_name: null, method: "object_added" }, { field_name: "artifact.description", method: "not_equals", value: "ours" }, { field_name: "incident.due_date", method: "due_within", value: 2, type: "hours" }];
    expect(rule({ kind: "automatic", conditions, logic: { custom: "1 AND (2 OR 3)" }, sendsMessage: true, setFields: [{ object: "incident", field: "severity_code", value: "High" }], runScripts: ["Tidy up"], timeoutSeconds: 60, enabled: false })).toMatchObject({
      type: 0, enabled: false, logic_type: "advanced", custom_condition: "1 AND (2 OR 3)", timeout_seconds: 60, workflows: [], view_items: [], message_destinations: ["Net tools"],
      conditions: [{ evaluation_id: 1, field_name: null, method: "object_added", value: null, type: null }, { evaluation_id: 2, value: "ours" }, { evaluation_id: 3, value: 2, type: "hours" }],
      automations: [{ type: "modify_field", type_id: "incident", field: "severity_code", operation: "set_field", value: "High" }, { type: "run_script", scripts_to_run: "Tidy up", value: null }],
    });
    expect(rule({ logic: "any", sendsMessage: true })).toMatchObject({ type: 1, enabled: true, logic_type: "any", custom_condition: null, message_destinations: ["Net tools"] });
  });

  it.each([
    [{}, "does nothing"],
    [{ runScripts: ["Other"] }, "runs the script Other"],
    [{ objectType: "incident" as const, runScripts: ["Tidy up"] }, "does not have for incident objects"],
    [{ kind: "automatic" as const, sendsMessage: true, activityFields: ["days_back"] }, "nobody could fill them in"],
    [{ objectType: "incident" as const, setFields: [{ object: "artifact" as const, field: "value", value: "x" }] }, "sets the field value of an artifact"],
  ])("are refused as %j", (more, says) => {
    expect(() => rule(more)).toThrow(says);
  });
});

describe("the declaration of an app", () => {
  it("is checked at once", () => {
    expect(isSoarkitApp(defineApp(spec))).toBe(true);
    expect(() => defineApp({ ...spec, name: "Net" })).toThrow("its name must consist of");
    expect(() => defineApp({ ...spec, version: "1" })).toThrow('its version "1"');
    expect(() => defineApp({ ...spec, functions: [lookup, lookup] })).toThrow("the function ip_lookup is declared twice");
    expect(() => defineApp({ ...spec, config: { ...config } })).toThrow("with another configuration");
  });
});
