import * as z from "zod";

/** A handle as clients send it: id, name, or an object with one of them (soar-protocol §1.7). */
export const handleSchema = z.union([
  z.number().int(),
  z.string().max(1000),
  z.looseObject({ id: z.number().int(), name: z.string().default("") }),
  z.looseObject({ name: z.string() }).transform((handle) => handle.name),
]);

/** 0 queue, 1 topic, in any form of a handle. */
const destinationTypeSchema = handleSchema.transform((handle, context): 0 | 1 => {
  const value = typeof handle === "object" ? handle.id : handle;
  if (value === 0 || value === "0" || String(value).toLowerCase() === "queue") return 0;
  if (value === 1 || value === "1" || String(value).toLowerCase() === "topic") return 1;
  context.addIssue({ code: "custom", message: "send 0 (queue) or 1 (topic)" });
  return z.NEVER;
});

/** What a destination is saved from; unknown members are ignored. */
export const destinationInputSchema = z.object({
  name: z.string().trim().min(1).max(250),
  /** Part of queue names, which clients split at dots. */
  programmatic_name: z.string().regex(/^[A-Za-z0-9_-]{1,200}$/, "use letters, digits, _ and - only").nullish().transform((name) => name ?? undefined),
  destination_type: destinationTypeSchema.optional(),
  expect_ack: z.boolean().optional(),
  users: z.array(handleSchema).max(10_000).nullish(),
  api_keys: z.array(handleSchema).max(10_000).nullish(),
  uuid: z.string().min(1).max(100).nullish().transform((uuid) => uuid ?? undefined),
  tags: z.array(z.unknown()).nullish().transform((tags) => tags ?? undefined),
});
export type MessageDestinationInput = z.output<typeof destinationInputSchema>;

/** A change: only the members given are written. */
export type MessageDestinationChange = { readonly [Member in keyof MessageDestinationInput]?: MessageDestinationInput[Member] | undefined };
