import type { FieldDefDTO, LayoutDTO } from "@soarkit/protocol";
import type { FieldValue } from "../../parts/field-values.js";
import { fieldPath, isShown } from "../layouts/shown.js";

/** A step of the wizard with the fields that it asks for now. */
export interface Step {
  readonly label: string;
  readonly fields: readonly FieldDefDTO[];
}

/** Steps that apply to what is entered so far: the first always, then those whose condition holds; required fields that the layout leaves out come last. */
export function stepsOf(layout: LayoutDTO, all: readonly FieldDefDTO[], values: Readonly<Record<string, FieldValue>>): Step[] {
  const value = (field: FieldDefDTO) => values[fieldPath(field)];
  const placed = new Set(layout.content.flatMap((block) => block.fields.map((item) => item.content)));
  const steps = layout.content.flatMap((block, at) => {
    if (at > 0 && !isShown(block.show_if, all, value)) return [];
    const fields = block.fields.flatMap((item) => {
      const field = all.find((candidate) => fieldPath(candidate) === item.content);
      return field === undefined || !isShown(item.show_if, all, value) ? [] : [field];
    });
    return [{ label: block.step_label ?? "", fields }];
  });
  const missing = all.filter((field) => field.required === "always" && !placed.has(fieldPath(field)));
  const last = steps.at(-1);
  return last === undefined || missing.length === 0 ? steps : [...steps.slice(0, -1), { ...last, fields: [...last.fields, ...missing] }];
}
