import type { FieldDefDTO, LayoutDTO } from "@soarkit/protocol";
import type { FieldValue } from "../../../parts/field-values.js";
import { fieldPath, isShown } from "../../layouts/shown.js";

/** A part of the Details tab that is edited as one. */
export interface Section {
  title: string;
  fields: FieldDefDTO[];
}

/** Shown elsewhere on the page, or set by closing. */
const elsewhere: ReadonlySet<string> = new Set(["name", "plan_status", "create_date", "inc_last_modified_date", "creator_id", "resolution_id", "resolution_summary"]);

/**
 * The fields of an incident by the sections of the layout, as far as their conditions hold; custom fields that no
 * section names stand together, others at the end.
 * @param value what the incident holds in a field.
 */
export function sectionsOf(layout: Pick<LayoutDTO, "content">, fields: readonly FieldDefDTO[], value: (field: FieldDefDTO) => FieldValue | undefined): Section[] {
  const named = new Set(layout.content.flatMap((block) => block.fields.map((item) => item.content)));
  const sections = layout.content.flatMap((block) => {
    if (!isShown(block.show_if, fields, value)) return [];
    const shown = block.fields.filter((item) => isShown(item.show_if, fields, value));
    return [{ title: block.step_label ?? "", fields: shown.flatMap((item) => fields.find((field) => fieldPath(field) === item.content) ?? []) }];
  });
  const left = fields.filter((field) => !named.has(fieldPath(field)) && field.input_type !== "none");
  const custom = left.filter((field) => field.prefix === "properties");
  const others = left.filter((field) => field.prefix === null && !elsewhere.has(field.name));
  return [...sections, { title: "Custom fields", fields: custom }, { title: "Other", fields: others }].filter((section) => section.fields.length > 0);
}
