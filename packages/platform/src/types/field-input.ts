import * as z from "zod";

const inputTypes = [
  "text", "textarea", "number", "boolean", "datepicker", "datetimepicker", "select", "multiselect", "select_owner", "multiselect_members", "select_user", "none",
] as const;

const fieldValueSchema = z.looseObject({
  label: z.string().min(1).max(300),
  uuid: z.string().max(100).nullish(),
  enabled: z.boolean().nullish(),
  default: z.boolean().nullish(),
  hidden: z.boolean().nullish(),
  properties: z.unknown().optional(),
});

/** A field definition as REST calls and export documents bring it; ids in it mean nothing here. */
export const fieldInputSchema = z.looseObject({
  name: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,99}$/, "use letters, digits and _, beginning with a letter"),
  uuid: z.string().max(100).nullish(),
  text: z.string().max(500).nullish(),
  tooltip: z.string().max(5000).nullish(),
  placeholder: z.string().max(5000).nullish(),
  input_type: z.enum(inputTypes),
  required: z.enum(["always", "close"]).nullish().or(z.literal("").transform(() => null)),
  values: z.array(fieldValueSchema).max(5000).nullish(),
  rich_text: z.boolean().nullish(),
  blank_option: z.boolean().nullish(),
  templates: z.array(z.unknown()).max(100).nullish(),
});

/** What `Fields.save` takes. */
export type FieldInput = z.input<typeof fieldInputSchema>;
export type CheckedFieldInput = z.output<typeof fieldInputSchema>;

/** Members of a definition that are kept as given, beside those that we hold ourselves. */
export const keptMembers = ["templates", "chosen", "internal", "hide_notification", "is_tracked", "allow_default_value", "tags", "order", "width"] as const;
