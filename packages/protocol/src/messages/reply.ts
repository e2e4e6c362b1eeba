import * as z from "zod";

/**
 * Body of a reply (soar-protocol §2.9). `message_type` 0 information, 1 error, 2 warning;
 * `complete` false is a status message, true ends the invocation.
 */
export const replySchema = z.looseObject({
  message_type: z.union([z.literal(0), z.literal(1), z.literal(2)]).default(0),
  message: z.string().nullish(),
  complete: z.boolean().default(true),
  results: z.unknown().optional(),
});
export type Reply = z.infer<typeof replySchema>;
