import * as z from "zod";

/** A field of a patch: name, path or id, alone or as a handle (soar-protocol §1.8). */
const patchFieldSchema = z.union([
  z.string().min(1).max(300),
  z.number().int(),
  z.object({ name: z.string().min(1).max(300) }),
  z.object({ id: z.number().int() }),
]);

const patchValueSchema = z.record(z.string(), z.unknown()).nullish();

/** PatchDTO (soar-protocol §1.8). */
export const patchSchema = z.looseObject({
  version: z.number().int().nullish(),
  changes: z.array(z.looseObject({ field: patchFieldSchema, old_value: patchValueSchema, new_value: patchValueSchema })).max(1000),
});
export type Patch = z.output<typeof patchSchema>;
export type PatchField = z.output<typeof patchFieldSchema>;

/** MultiPatchDTO (soar-protocol §1.8). */
export const multiPatchSchema = z.looseObject({ patches: z.record(z.string().regex(/^\d{1,15}$/, "use incident ids as keys"), patchSchema) });

/** Members in which a patch may carry a value, in the order they are looked for. */
const valueMembers = ["object", "text", "textarea", "id", "ids", "boolean", "date", "number"] as const;

/** The value of an `old_value` or `new_value`: its first known member; null when there is none. */
export function patchValue(value: Readonly<Record<string, unknown>> | null | undefined): unknown {
  const member = valueMembers.find((name) => value?.[name] !== undefined);
  return member === undefined ? null : value?.[member];
}

/** How the client named the field, as a name or id. */
export function patchFieldName(field: PatchField): string | number {
  if (typeof field !== "object") return field;
  return "name" in field ? field.name : field.id;
}
