import type { FieldDefDTO, LayoutConditionDTO } from "@soarkit/protocol";
import { type FieldValue, isEmptyValue } from "../../parts/field-values.js";

/** Path of a field: its name, or `properties.name`. */
export function fieldPath(field: Pick<FieldDefDTO, "name" | "prefix">): string {
  return field.prefix === null ? field.name : `${field.prefix}.${field.name}`;
}

/** Whether a block or field is shown: all of its conditions hold; none hold always. @param value what a field holds now. */
export function isShown(conditions: readonly LayoutConditionDTO[] | null, fields: readonly FieldDefDTO[], value: (field: FieldDefDTO) => FieldValue | undefined): boolean {
  return (conditions ?? []).every((condition) => {
    const field = fields.find((candidate) => fieldPath(candidate) === condition.field);
    if (field === undefined) return true;
    const held = value(field);
    switch (condition.condition) {
      case "has_a_value":
        return !isEmptyValue(held);
      case "not_has_a_value":
        return isEmptyValue(held);
      case "equals":
        return holds(field, held, condition.value);
      case "not_equals":
        return !holds(field, held, condition.value);
    }
  });
}

function holds(field: FieldDefDTO, held: FieldValue | undefined, wanted: LayoutConditionDTO["value"]): boolean {
  const items = Array.isArray(held) ? held : [held ?? null];
  const named = field.values.find((choice) => choice.label === wanted)?.value;
  return items.some((item) => item === wanted || (named !== undefined && item === named) || (typeof item === "boolean" && String(item) === String(wanted)));
}
