import type { FieldDefDTO, FunctionDTO } from "@soarkit/protocol";
import { type FunctionStepContent, scriptOf, type StaticInput } from "./bpmn/function-step.js";

/** One input of a step: what it is set to, and by whom. */
export interface InputRow {
  name: string;
  label: string;
  type: string;
  required: boolean;
  /** Set in the step itself; undefined when it is not. */
  value?: string;
  /** True when the pre-process script sets it; a script wins over the value. */
  byScript: boolean;
}

/** The inputs of a function's step in the function's order. */
export function inputRows(called: FunctionDTO, fields: readonly FieldDefDTO[], content: FunctionStepContent): InputRow[] {
  const script = scriptOf(content, "pre-process");
  return called.view_items.flatMap((item) => {
    const field = fields.find((candidate) => candidate.uuid === item.content || candidate.name === item.content);
    if (field === undefined) return [];
    const given = content.inputs?.[field.uuid]?.static_input;
    const value = given === undefined || given === null ? undefined : staticText(given, field);
    const row: InputRow = { name: field.name, label: field.text, type: field.input_type, required: field.required === "always", byScript: setsInput(script, field.name) };
    return [value === undefined ? row : { ...row, value }];
  });
}

/** True when a line of the script that is no comment assigns `inputs.<name>`. */
function setsInput(script: string, name: string): boolean {
  return new RegExp(`^[^#\\n]*\\binputs(?:\\.${name}\\b|\\[["']${name}["']\\])\\s*=(?!=)`, "m").test(script);
}

function staticText(input: StaticInput, field: FieldDefDTO): string | undefined {
  const label = (uuid: string) => field.values.find((value) => value.uuid === uuid)?.label ?? uuid;
  if (input.select_value != null && input.select_value !== "") return label(input.select_value);
  if (input.multiselect_value != null && input.multiselect_value.length > 0) return input.multiselect_value.map(label).join(", ");
  if (input.text_content_value?.content != null) return input.text_content_value.content;
  if (input.text_value != null) return input.text_value;
  if (input.boolean_value != null) return input.boolean_value ? "yes" : "no";
  if (input.number_value != null) return String(input.number_value);
  return input.date_value == null ? undefined : new Date(input.date_value).toISOString();
}
