import * as z from "zod";
import { handleSchema } from "../messaging/destinations/input.js";
import { viewItemSchema } from "../messaging/functions/input.js";

const conditionSchema = z.object({
  evaluation_id: z.number().int().nullish().transform((id) => id ?? null),
  field_name: z.string().max(500).nullish().transform((name) => name ?? null),
  method: z.string().min(1).max(100),
  type: z.string().max(100).nullish().transform((type) => type ?? null),
  value: z.unknown().optional().transform((value) => value ?? null),
});

const ruleTypeSchema = handleSchema.transform((handle, context): 0 | 1 => {
  const value = typeof handle === "object" ? handle.id : handle;
  if (value === 0 || value === "0" || String(value).toLowerCase() === "automatic") return 0;
  if (value === 1 || value === "1" || String(value).toLowerCase() === "manual") return 1;
  context.addIssue({ code: "custom", message: "send 0 (automatic) or 1 (menu item)" });
  return z.NEVER;
});

const handles = z.array(handleSchema).max(1_000).nullish();

/** What a rule is saved from; unknown members are ignored. */
export const ruleInputSchema = z.object({
  name: z.string().trim().min(1).max(250),
  enabled: z.boolean().optional(),
  type: ruleTypeSchema.optional(),
  object_type: handleSchema,
  logic_type: z.enum(["all", "any", "advanced"]).nullish().transform((type) => type ?? undefined),
  custom_condition: z.string().max(4_000).nullish(),
  conditions: z.array(conditionSchema).max(500).nullish().transform((conditions) => conditions ?? undefined),
  message_destinations: handles,
  workflows: handles,
  automations: z.array(z.unknown()).max(500).nullish().transform((automations) => automations ?? undefined),
  view_items: z.array(viewItemSchema).max(500).nullish().transform((items) => items ?? undefined),
  /** At most what a context token lives for. */
  timeout_seconds: z.number().int().min(1).max(7 * 86_400).nullish().transform((seconds) => seconds ?? undefined),
  uuid: z.string().min(1).max(100).nullish(),
  tags: z.array(z.unknown()).nullish().transform((tags) => tags ?? undefined),
});
export type RuleInput = z.output<typeof ruleInputSchema>;

/** A change: only the members given are written. */
export type RuleChange = { readonly [Member in keyof RuleInput]?: RuleInput[Member] | undefined };

/** Body of `POST …/action_invocations` (soar-protocol §1.13). */
export const runInputSchema = z.object({
  action_id: handleSchema,
  properties: z.record(z.string().max(200), z.unknown()).nullish().transform((properties) => properties ?? {}),
});
