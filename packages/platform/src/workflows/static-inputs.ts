import { SoarkitError } from "@soarkit/protocol";
import type { FieldDefinition } from "../types/field-definition.js";
import type { FunctionStepContent, StaticInput } from "./bpmn/step-content.js";

/**
 * The inputs that a step sets without a script (soar-protocol §3.4 "inputs"), by field name, selects by label. Inputs
 * without a value are left out.
 * @throws SoarkitError WORKFLOW_STEP_FAILED for a field or value that does not exist.
 */
export function staticInputs(step: string, content: FunctionStepContent, fields: readonly FieldDefinition[]): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [uuid, input] of Object.entries(content.inputs ?? {})) {
    if (input.input_type !== "static") throw refuse(step, `its input ${uuid} is of the kind ${input.input_type}; only static inputs and scripts can be used.`);
    const field = fields.find((candidate) => candidate.uuid === uuid);
    const value = input.static_input == null ? undefined : staticValue(input.static_input, field, step);
    if (value === undefined) continue;
    if (field === undefined) throw refuse(step, `it sets the input ${uuid}, which the function does not have.`);
    values[field.name] = value;
  }
  return values;
}

function staticValue(input: StaticInput, field: FieldDefinition | undefined, step: string): unknown {
  const label = (uuid: string): string => {
    const value = field?.values.find((candidate) => candidate.uuid === uuid);
    if (value === undefined) throw refuse(step, `it sets ${field?.name ?? "an input"} to the value ${uuid}, which the field does not have.`);
    return value.label;
  };
  if (input.select_value != null && input.select_value !== "") return label(input.select_value);
  if (input.multiselect_value != null && input.multiselect_value.length > 0) return input.multiselect_value.map(label);
  if (input.text_content_value?.content != null) return { format: input.text_content_value.format ?? "text", content: input.text_content_value.content };
  return input.text_value ?? input.boolean_value ?? input.number_value ?? input.date_value ?? undefined;
}

function refuse(step: string, reason: string): SoarkitError {
  return new SoarkitError("WORKFLOW_STEP_FAILED", { step, reason });
}
