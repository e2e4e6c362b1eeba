import * as z from "zod";

const conditionSchema = z.looseObject({
  field: z.string().min(1).max(300),
  condition: z.enum(["equals", "not_equals", "has_a_value", "not_has_a_value"]),
  value: z.union([z.string().max(1000), z.number(), z.boolean(), z.null()]).optional(),
});
const showIfSchema = z.array(conditionSchema).max(20).nullish();
const fieldSchema = z.looseObject({ element: z.enum(["field", "field_uuid"]), content: z.string().min(1).max(300), show_if: showIfSchema });
const labelSchema = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}\u2028\u2029]*$/u, "use one line without control characters");
const blockSchema = z.looseObject({ element: z.literal("section"), step_label: labelSchema, show_if: showIfSchema, fields: z.array(fieldSchema).max(300) });

/** The blocks of a layout (soar-protocol §1.12 "LayoutViewItem"). */
export const contentSchema = z.array(blockSchema).min(1).max(50);

/** A layout as it is saved. */
export const layoutSchema = z.looseObject({ vers: z.number().int(), content: contentSchema });

/** Checked blocks. */
export type CheckedContent = z.output<typeof contentSchema>;
