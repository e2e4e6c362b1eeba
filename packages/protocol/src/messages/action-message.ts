import * as z from "zod";

const objectSchema = z.looseObject({ id: z.number() });

/** Labels of the select values that occur in a message, by field and value id (soar-protocol §2.7 `type_info`). */
const typeInfoSchema = z.record(
  z.string(),
  z.looseObject({
    fields: z.record(z.string(), z.looseObject({ values: z.record(z.string(), z.looseObject({ label: z.string() })).nullish() })).nullish(),
  }).nullish(),
);

/**
 * Body of a message that a rule sends (soar-protocol §2.7 "ActionDataDTO"). Unknown keys are kept. Handles are ids;
 * `type_info` has the labels of the values that occur. `action_id` is null when no rule sent it.
 */
export const actionMessageSchema = z.looseObject({
  action_id: z.number().nullable(),
  object_type: z.number().nullish(),
  operation_type: z.string().nullish(),
  incident: objectSchema.nullish(),
  artifact: objectSchema.nullish(),
  task: objectSchema.nullish(),
  note: objectSchema.nullish(),
  milestone: objectSchema.nullish(),
  attachment: objectSchema.nullish(),
  row: objectSchema.nullish(),
  properties: z.record(z.string(), z.unknown()).nullish(),
  user: z.looseObject({}).nullish(),
  principal: z.looseObject({}).nullish(),
  type_info: typeInfoSchema.nullish(),
});
export type ActionMessage = z.infer<typeof actionMessageSchema>;
