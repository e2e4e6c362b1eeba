import * as z from "zod";

const intentSchema = z.object({
  server: z.string(),
  value: z.string(),
  importKey: z.string().nullable(),
  known: z.array(z.string()),
});

/** What is on disk before a value leaves, so that a run after a crash knows what to look for. */
export interface ImportIntent {
  /** Base URL of the STAXX it goes to. */
  server: string;
  value: string;
  /** The key under which the server files it once; null when the server has no such extension. */
  importKey: string | null;
  /** Ids of the value's records before. */
  known: string[];
}

/** Reads the intent of an earlier run; undefined when there is none or it has another form. */
export function readIntent(intent: unknown): ImportIntent | undefined {
  const read = intentSchema.safeParse(intent);
  return read.success ? read.data : undefined;
}
