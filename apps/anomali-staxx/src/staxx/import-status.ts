import { ExpectedFailure } from "@soarkit/app-sdk";
import * as z from "zod";

const statusSchema = z.object({
  job_id: z.string(),
  state: z.enum(["stored", "pending", "rejected"]),
  values: z.array(z.object({
    value: z.string(),
    type: z.string(),
    itype: z.string().nullish(),
    state: z.enum(["stored", "pending", "dropped"]),
    reason: z.string().nullish(),
  })),
});

/** What became of an import and of each of its values (extension `import_status`). */
export type ImportStatus = z.output<typeof statusSchema>;

/**
 * Reads the answer to `import_status`.
 *
 * @throws ExpectedFailure when the answer has another shape
 */
export function readImportStatus(answer: unknown): ImportStatus {
  const read = statusSchema.safeParse(answer);
  if (!read.success) throw new ExpectedFailure("Anomali STAXX took the import but described its state in a form this app does not know. Look at the import on the pages of STAXX.");
  return read.data;
}
