import type { ExportDocument, InputType } from "@soarkit/protocol";

const flags = { rich_text: false, blank_option: false, templates: [], operations: [], operation_perms: {}, internal: false, read_only: false, changeable: true, tags: [] };

function field(type: "__function" | "actioninvocation", name: string, inputType: InputType, uuid: string, values: readonly string[] = [], required: "always" | null = null) {
  return {
    ...flags, id: 1, name, text: `Label of ${name}`, tooltip: "", placeholder: "", export_key: `${type}/${name}`, type_id: type === "__function" ? 11 : 6,
    prefix: type === "__function" ? null : "properties", input_type: inputType, required, uuid,
    values: values.map((label, index) => ({ value: 900 + index, label, enabled: true, hidden: false, default: index === 0 && type === "actioninvocation", properties: null, uuid: `${uuid}-value-${index}` })),
  };
}

function viewItem(type: "__function" | "actioninvocation", uuid: string) {
  return { element: "field_uuid" as const, field_type: type, content: uuid, show_if: null, show_link_header: false, step_label: null };
}

const inputs = [
  field("__function", "net_address", "text", "33333333-0000-4000-8000-000000000001", [], "always"),
  field("__function", "net_depth", "number", "33333333-0000-4000-8000-000000000002"),
  field("__function", "net_verbose", "boolean", "33333333-0000-4000-8000-000000000003"),
  field("__function", "net_since", "datetimepicker", "33333333-0000-4000-8000-000000000004"),
  field("__function", "net_mode", "select", "33333333-0000-4000-8000-000000000005", ["fast", "slow"]),
  field("__function", "net_sources", "multiselect", "33333333-0000-4000-8000-000000000006", ["alpha", "beta", "gamma"]),
  field("__function", "net_remark", "textarea", "33333333-0000-4000-8000-000000000007"),
  field("__function", "net_unset", "text", "33333333-0000-4000-8000-000000000008"),
];

const given: Readonly<Record<string, object>> = {
  net_address: { text_value: "198.51.100.7" },
  net_depth: { number_value: 2 },
  net_verbose: { boolean_value: true },
  net_since: { date_value: 1_700_000_000_000 },
  net_mode: { select_value: "33333333-0000-4000-8000-000000000005-value-0" },
  net_sources: { multiselect_value: ["33333333-0000-4000-8000-000000000006-value-0", "33333333-0000-4000-8000-000000000006-value-1"] },
  net_remark: { text_content_value: { format: "text", content: "long text" } },
};
const statics = Object.fromEntries(
  inputs.filter((input) => input.name in given).map((input) => [input.uuid, { input_type: "static", static_input: { multiselect_value: [], ...given[input.name] } }]),
);

const functionUuid = "22222222-0000-4000-8000-000000000001";

const xml = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:resilient="http://resilient.ibm.com/bpmn" targetNamespace="http://www.camunda.org/test">
  <process id="wf_ip_lookup" isExecutable="true" name="Look up address">
    <startEvent id="StartEvent_1"><outgoing>Flow_a</outgoing></startEvent>
    <sequenceFlow id="Flow_a" sourceRef="StartEvent_1" targetRef="ServiceTask_1"/>
    <serviceTask id="ServiceTask_1" name="IP Lookup" resilient:type="function">
      <extensionElements><resilient:function uuid="${functionUuid}"><![CDATA[${JSON.stringify({ inputs: statics, result_name: "lookup" })}]]></resilient:function></extensionElements>
      <incoming>Flow_a</incoming><outgoing>Flow_b</outgoing>
    </serviceTask>
    <sequenceFlow id="Flow_b" sourceRef="ServiceTask_1" targetRef="EndEvent_1"/>
    <endEvent id="EndEvent_1"><incoming>Flow_b</incoming></endEvent>
  </process>
</definitions>`;

const days = field("actioninvocation", "net_days", "number", "44444444-0000-4000-8000-000000000001");
const mode = field("actioninvocation", "net_how", "select", "44444444-0000-4000-8000-000000000002", ["gently", "hard"]);

/** A customization as an app brings it: one function with inputs of every kind, a workflow that calls it, a menu item. */
export function sampleDocument(): ExportDocument {
  return structuredClone({
    export_format_version: 2,
    id: 7,
    action_order: ["55555555-0000-4000-8000-000000000001"],
    message_destinations: [
      { name: "Net tools", programmatic_name: "fn_net", export_key: "fn_net", destination_type: 0, expect_ack: true, users: ["nobody@elsewhere.example"], api_keys: [], tags: [], uuid: "11111111-0000-4000-8000-000000000001" },
    ],
    fields: [...inputs, days, mode],
    functions: [
      {
        name: "ip_lookup", export_key: "ip_lookup", display_name: "IP Lookup", id: 1, version: 1, description: { format: "text" as const, content: "Looks up an address" },
        destination_handle: "fn_net", uuid: functionUuid, tags: [], workflows: [], view_items: inputs.map((input) => viewItem("__function", input.uuid)),
      },
    ],
    workflows: [
      {
        workflow_id: 3, name: "Look up address", programmatic_name: "wf_ip_lookup", export_key: "wf_ip_lookup", object_type: "artifact", description: "", content_version: 1,
        uuid: "88888888-0000-4000-8000-000000000001", content: { workflow_id: "wf_ip_lookup", version: 1, xml },
      },
    ],
    actions: [
      {
        id: 1, name: "Look up address", export_key: "Look up address", type: 1 as const, enabled: true, object_type: "artifact", logic_type: "all" as const,
        conditions: [{ evaluation_id: null, field_name: "artifact.type", method: "in", type: null, value: ["IP Address", "DNS Name"] }],
        workflows: ["wf_ip_lookup"], message_destinations: [], automations: [], timeout_seconds: 86_400, tags: [],
        view_items: [viewItem("actioninvocation", days.uuid), viewItem("actioninvocation", mode.uuid)], uuid: "55555555-0000-4000-8000-000000000001",
      },
    ],
    scripts: [
      { id: 1, name: "Tidy up", programmatic_name: "tidy_up", export_key: "Tidy up", language: "python3" as const, object_type: "incident", enabled: false, description: "", script_text: "incident.addNote('tidied')", uuid: "66666666-0000-4000-8000-000000000005" },
    ],
    incident_artifact_types: [
      { id: 0, name: "Badge number", programmatic_name: "badge_number", export_key: "badge_number", desc: "employee badge", file: false, multi_aware: false, system: false, enabled: true, uuid: "66666666-0000-4000-8000-000000000001" },
    ],
    incident_types: [
      { id: 0, name: "Badge misuse", export_key: "Badge misuse", description: null, parent_id: null, enabled: true, hidden: false, system: false, uuid: "66666666-0000-4000-8000-000000000002" },
    ],
    phases: null,
    layouts: [],
  });
}
