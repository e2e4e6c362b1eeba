import { insistedTypes, staxxTypes } from "@soarkit/indicators";
import * as z from "zod";

const valuesSchema = z.array(z.object({ value: z.string(), type: z.enum([...staxxTypes, ...insistedTypes]) }));

const intentSchema = z.object({
  /** Base URL of the STAXX it goes to. */
  server: z.string(),
  /** The key under which the server files this job once; null when the server has no such extension. */
  importKey: z.string().nullable(),
  /** The values of this job. */
  values: valuesSchema,
  /** Ids of these values' records before. */
  known: z.array(z.string()),
  /** Jobs of the same call that STAXX has taken already. */
  taken: z.array(z.object({ job: z.string().nullable(), values: valuesSchema })),
});

/** What is on disk before values leave, so that a run after a crash knows what to look for. */
export type ImportIntent = z.output<typeof intentSchema>;

/** Reads the intent of an earlier run; undefined when there is none or it has another form. */
export function readIntent(intent: unknown): ImportIntent | undefined {
  const read = intentSchema.safeParse(intent);
  return read.success ? read.data : undefined;
}
