import { SoarkitError, type WorkflowDTO } from "@soarkit/protocol";
import type { SoarkitApp } from "../app.js";
import type { AppFunction } from "../function.js";
import type { Input } from "../inputs/input.js";
import type { WorkflowCustomization, WorkflowStep } from "./customization-set.js";
import { renderBpmn, type ProcessStep } from "./render-bpmn.js";
import { fieldUuid, valueUuid } from "./render-field.js";
import { uuidV5 } from "./uuid-v5.js";

/** Uuid of a function. */
export function functionUuid(fn: AppFunction): string {
  return fn.uuid ?? uuidV5(`function/${fn.name}`);
}

/** The workflow as the export document carries it (soar-protocol §3.4). */
export function renderWorkflow(app: SoarkitApp, workflow: WorkflowCustomization): WorkflowDTO {
  const { programmaticName } = workflow;
  const xml = renderBpmn({ id: programmaticName, name: workflow.name, steps: workflow.steps.map((step) => renderStep(app, workflow, step)) });
  return {
    workflow_id: 0,
    name: workflow.name,
    programmatic_name: programmaticName,
    export_key: programmaticName,
    object_type: workflow.objectType,
    description: workflow.description,
    uuid: workflow.uuid ?? uuidV5(`workflow/${programmaticName}`),
    content: { workflow_id: programmaticName, xml, version: 1 },
    content_version: 1,
    creator_id: app.author,
    last_modified_by: app.author,
    last_modified_time: 0,
    actions: [],
    tags: [],
  };
}

function renderStep(app: SoarkitApp, workflow: WorkflowCustomization, step: WorkflowStep): ProcessStep {
  const refuse = (reason: string) => new SoarkitError("APP_INVALID", { app: app.name, reason: `the workflow ${workflow.programmaticName} ${reason}` });
  const fn = app.functions.find((candidate) => candidate.name === step.function);
  if (fn === undefined) throw refuse(`calls the function ${step.function}, which the app does not have`);
  const language = step.language ?? "python3";
  const inputs = Object.entries(step.staticInputs ?? {}).map(([name, value]) => {
    const input = fn.inputs[name];
    if (input === undefined) throw refuse(`sets the input ${name}, which ${fn.name} does not have`);
    const unknown = [value].flat().find((label) => input.values.length > 0 && !input.values.includes(String(label)));
    if (unknown !== undefined) throw refuse(`sets ${name} to "${String(unknown)}", which is not one of its values`);
    return [fieldUuid("__function", name, input), { input_type: "static", static_input: staticInput(name, input, value) }];
  });
  return {
    name: step.name ?? fn.displayName,
    functionUuid: functionUuid(fn),
    definition: {
      inputs: Object.fromEntries(inputs) as unknown,
      pre_processing_script: step.preScript,
      pre_processing_script_language: language,
      post_processing_script: step.postScript,
      post_processing_script_language: language,
      result_name: step.resultName ?? null,
    },
  };
}

function staticInput(name: string, input: Input, value: string | number | boolean | readonly string[]): Record<string, unknown> {
  const labels = [value].flat().map(String);
  const uuids = labels.map((label) => valueUuid("__function", name, label, input));
  switch (input.type) {
    case "multiselect":
      return { multiselect_value: uuids };
    case "select":
      return { multiselect_value: [], select_value: uuids[0] };
    case "textarea":
      return { multiselect_value: [], text_content_value: { format: "text", content: labels.join("\n") } };
    case "number":
      return { multiselect_value: [], number_value: value };
    case "boolean":
      return { multiselect_value: [], boolean_value: value };
    case "datepicker":
    case "datetimepicker":
      return { multiselect_value: [], date_value: value };
    case "text":
    case "select_owner":
    case "multiselect_members":
    case "select_user":
    case "none":
      return { multiselect_value: [], text_value: labels.join(", ") };
  }
}
