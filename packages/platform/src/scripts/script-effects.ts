import * as z from "zod";

const textContentSchema = z.object({ format: z.enum(["text", "html", "unknown"]), content: z.string() });
const hitPropertySchema = z.object({ name: z.string(), type: z.enum(["string", "number", "uri", "ip", "lat_lng"]), value: z.unknown() });
const hitSchema = z.object({ name: z.string(), properties: z.array(hitPropertySchema) });

/**
 * What a script wants changed (soar-protocol §4), in the order of its calls. Nothing of it has happened yet;
 * see `EffectApplier`.
 */
export const scriptEffectSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("add_note"), target: z.enum(["incident", "task", "note"]), text: textContentSchema }),
  z.object({
    kind: z.literal("add_artifact"),
    type: z.union([z.string(), z.number()]),
    value: z.string(),
    description: textContentSchema.nullable(),
    hits: z.array(hitSchema),
  }),
  z.object({ kind: z.literal("add_hit"), ...hitSchema.shape }),
  z.object({ kind: z.literal("set_field"), object: z.enum(["incident", "artifact", "task", "note"]), field: z.string(), value: z.unknown() }),
  z.object({ kind: z.literal("workflow_property"), name: z.string(), value: z.unknown() }),
  z.object({ kind: z.literal("add_task"), name: z.string(), phase: z.string().nullable(), instructions: textContentSchema.nullable() }),
  z.object({ kind: z.literal("add_milestone"), title: z.string(), description: textContentSchema.nullable(), date: z.unknown() }),
]);
export type ScriptEffect = z.infer<typeof scriptEffectSchema>;

const failureSchema = z.object({ kind: z.enum(["error", "fail", "memory", "output"]), line: z.number(), reason: z.string() });

/** What the sandbox answers to one request. It comes from where scripts run, so it is checked like a stranger's. */
export const sandboxAnswerSchema = z.object({
  effects: z.array(scriptEffectSchema),
  log: z.array(z.object({ level: z.enum(["debug", "info", "warning", "error"]), text: z.string() })),
  inputs: z.record(z.string(), z.unknown()).optional(),
  value: z.unknown().optional(),
  failure: failureSchema.optional(),
});
export type SandboxAnswer = z.infer<typeof sandboxAnswerSchema>;
