import * as z from "zod";

/**
 * Body of a function message (soar-protocol §2.6 "FunctionDataDTO"). Unknown keys are kept.
 * `inputs` holds raw values: selects as `{id, name}`, rich text as `{format, content}`, times as milliseconds.
 */
export const functionMessageSchema = z.looseObject({
  function: z.looseObject({ id: z.number().optional(), name: z.string().min(1), display_name: z.string().nullish() }),
  inputs: z.record(z.string(), z.unknown()).default({}),
  principal: z.looseObject({ id: z.number(), type: z.string().nullish(), name: z.string().nullish(), display_name: z.string().nullish() }).nullish(),
  workflow: z.looseObject({ workflow_id: z.number().nullish(), name: z.string().nullish(), programmatic_name: z.string().nullish() }).nullish(),
  workflow_instance: z.looseObject({ workflow_instance_id: z.number() }).nullish(),
  playbook_instance: z.looseObject({ playbook_instance_id: z.number().nullish() }).nullish(),
});
export type FunctionMessage = z.infer<typeof functionMessageSchema>;
