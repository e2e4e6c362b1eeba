import { SoarkitError } from "@soarkit/protocol";
import * as z from "zod";
import { readObjectType } from "../scripts/object-type.js";
import type { Rule } from "./rule.js";

const handle = z.union([z.string().min(1), z.number().int(), z.looseObject({ name: z.string().min(1) }).transform((given) => given.name), z.looseObject({ id: z.union([z.string(), z.number()]) }).transform((given) => given.id)]);

const setFieldSchema = z.looseObject({
  type: z.literal("modify_field"),
  type_id: z.union([z.string(), z.number(), z.looseObject({ name: z.string() })]).transform(readObjectType),
  field: handle,
  operation: z.string().nullish(),
  value: z.unknown().optional(),
});
const runScriptSchema = z.looseObject({ type: z.literal("run_script"), scripts_to_run: z.union([handle, z.array(handle)]).transform((scripts) => (Array.isArray(scripts) ? scripts : [scripts])) });

/** One thing that a rule does by itself, before it starts workflows and sends messages (soar-protocol §1.12 "Automation"). */
export type Automation =
  | { readonly kind: "set_field"; readonly objectType: string; readonly field: string; readonly value: unknown }
  | { readonly kind: "script"; readonly script: string | number }
  /** What this platform does not do: why. */
  | { readonly kind: "refused"; readonly reason: string };

/** The automations of a rule in their order. */
export function automationsOf(rule: Pick<Rule, "automations">): Automation[] {
  return rule.automations.flatMap(readAutomation);
}

/** What one automation of a DTO or export document means; several scripts stand for one each. */
export function readAutomation(given: unknown): Automation[] {
  const setField = setFieldSchema.safeParse(given);
  if (setField.success) {
    const { type_id: objectType, field, operation, value } = setField.data;
    if (operation !== undefined && operation !== null && operation !== "set_field") return [{ kind: "refused", reason: `this platform sets fields; it has no operation ${operation.slice(0, 100)}` }];
    return [{ kind: "set_field", objectType, field: String(field), value: value ?? null }];
  }
  const scripts = runScriptSchema.safeParse(given);
  if (scripts.success) return scripts.data.scripts_to_run.map((script) => ({ kind: "script", script }));
  const type = typeof given === "object" && given !== null && "type" in given && typeof given.type === "string" ? given.type : undefined;
  if (type === "create_task") return [{ kind: "refused", reason: "this platform keeps no tasks, so it cannot create them" }];
  if (type === "modify_field" || type === "run_script") return [{ kind: "refused", reason: `an automation of the type ${type} is incomplete; it needs ${type === "run_script" ? "scripts_to_run" : "type_id, field and value"}` }];
  return [{ kind: "refused", reason: `this platform has no automations of the type ${type?.slice(0, 100) ?? "(none)"}; it sets fields (modify_field) and runs scripts (run_script)` }];
}

/** What a rule does, in order: automations, then workflows, then messages. */
export type Activity = Automation | { readonly kind: "workflow"; readonly workflow: number } | { readonly kind: "messages" };

/** The activities of a rule in the order in which they are carried out. */
export function activitiesOf(rule: Rule): Activity[] {
  return [
    ...automationsOf(rule),
    ...rule.workflowIds.map((workflow) => ({ kind: "workflow", workflow }) as const),
    ...(rule.destinationIds.length === 0 ? [] : [{ kind: "messages" } as const]),
  ];
}

/** @throws SoarkitError `RULE_CANNOT_RUN`. */
export function cannotRun(rule: { readonly name: string }, reason: string): SoarkitError {
  return new SoarkitError("RULE_CANNOT_RUN", { rule: rule.name, reason });
}
