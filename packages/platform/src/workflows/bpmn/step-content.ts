import * as z from "zod";

const staticInputSchema = z.looseObject({
  multiselect_value: z.array(z.string()).nullish(),
  text_value: z.string().nullish(),
  text_content_value: z.looseObject({ format: z.string().nullish(), content: z.string().nullish() }).nullish(),
  select_value: z.string().nullish(),
  boolean_value: z.boolean().nullish(),
  number_value: z.number().nullish(),
  date_value: z.number().nullish(),
});
export type StaticInput = z.infer<typeof staticInputSchema>;

const languageSchema = z.enum(["python", "python3"]).nullish();

/** The JSON of a function step (soar-protocol §3.4). `inputs` is keyed by field uuid. */
export const functionStepSchema = z.looseObject({
  inputs: z.record(z.string(), z.looseObject({ input_type: z.string(), static_input: staticInputSchema.nullish() })).nullish(),
  pre_processing_script: z.string().nullish(),
  pre_processing_script_language: languageSchema,
  post_processing_script: z.string().nullish(),
  post_processing_script_language: languageSchema,
  result_name: z.string().nullish(),
});
export type FunctionStepContent = z.infer<typeof functionStepSchema>;

const scriptConditionSchema = z.looseObject({
  script_text: z.string().nullish(),
  final_expression_text: z.string(),
  language: languageSchema,
});
export type ScriptCondition = z.infer<typeof scriptConditionSchema>;

const conditionSchema = z.looseObject({
  evaluation_id: z.number().nullish().default(null),
  field_name: z.string().nullish().default(null),
  method: z.string(),
  type: z.string().nullish().default(null),
  value: z.unknown().optional(),
});

/** The JSON of a flow's condition (soar-protocol §3.4 "Condition JSON"). */
export const gatewayConditionSchema = z.looseObject({
  conditions: z.array(conditionSchema),
  logic_type: z.enum(["all", "any", "advanced"]).nullish().transform((type) => type ?? "all"),
  custom_condition: z.string().nullish().transform((text) => text ?? ""),
  script_language: languageSchema,
});
export type GatewayCondition = z.infer<typeof gatewayConditionSchema>;

/** Reads the `value` of a condition with `method: "script"`. */
export function parseScriptCondition(value: unknown): ScriptCondition {
  return scriptConditionSchema.parse(value);
}
