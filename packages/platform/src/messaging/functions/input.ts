import * as z from "zod";
import { handleSchema } from "../destinations/input.js";

const optionalText = z.string().max(1_000_000).nullish();

/** Rich text as clients send it: a string or `{format, content}`. */
export const textContentSchema = z.union([
  z.string().max(1_000_000).transform((content) => ({ format: "text" as const, content })),
  z.object({ format: z.enum(["text", "html", "unknown"]).default("text"), content: z.string().max(1_000_000).nullish().transform((content) => content ?? "") }),
]);

/** One element of a function's input list or of a rule's dialog (soar-protocol §1.12 "LayoutViewItem"). */
export const viewItemSchema = z.object({
  element: z.enum(["field", "field_uuid", "html", "header", "section"]).default("field_uuid"),
  field_type: z.string().max(200).nullish().transform((type) => type ?? null),
  content: z.string().max(100_000).nullish().transform((content) => content ?? ""),
  show_if: z.unknown().optional().transform((condition) => condition ?? null),
  show_link_header: z.boolean().nullish().transform((shown) => shown ?? false),
  step_label: z.string().max(1000).nullish().transform((label) => label ?? null),
});

/** What a function is saved from; unknown members are ignored. */
export const functionInputSchema = z.object({
  name: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,199}$/, "use letters, digits and _, beginning with a letter"),
  display_name: z.string().max(500).nullish(),
  uuid: z.string().min(1).max(100).nullish(),
  description: textContentSchema.nullish(),
  destination_handle: handleSchema,
  view_items: z.array(viewItemSchema).max(500).nullish(),
  tags: z.array(z.unknown()).nullish(),
  output_description: z.unknown().optional(),
  output_json_example: optionalText,
  output_json_schema: optionalText,
});
export type FunctionInput = z.output<typeof functionInputSchema>;

/** A change: only the members given are written. */
export type FunctionChange = { readonly [Member in keyof FunctionInput]?: FunctionInput[Member] | undefined };
