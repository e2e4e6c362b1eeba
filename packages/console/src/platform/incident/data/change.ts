import type { StatusDTO } from "@soarkit/protocol";
import type { QueryClient } from "@tanstack/react-query";
import { patch } from "../../../api/platform.js";
import type { PatchChange } from "../details/changes.js";
import { keys } from "./queries.js";

/** What a patch comes to (soar-protocol §1.8). */
export interface PatchStatus extends StatusDTO {
  field_failures?: { field: string; your_original_value: unknown; actual_current_value: unknown }[];
}

/** Changes fields of an incident, all or none, and reads it again. Throws `HttpError`; a conflict is an answer with `success: false`. */
export async function patchIncident(queries: QueryClient, incidentId: number, changes: readonly PatchChange[]): Promise<PatchStatus> {
  const status = await patch<PatchStatus>(`/incidents/${incidentId}?handle_format=objects&text_content_output_format=objects_no_convert`, { changes });
  await queries.invalidateQueries({ queryKey: keys.incident(incidentId) });
  return status;
}

/** As {@link patchIncident}, for one field where a conflict is said instead of solved. */
export async function setField(queries: QueryClient, incidentId: number, field: string, before: unknown, after: unknown): Promise<void> {
  const status = await patchIncident(queries, incidentId, [{ field, old_value: { object: before }, new_value: { object: after } }]);
  if (!status.success) throw new Error("Somebody else changed it meanwhile. The page shows the new value now; change it again if you still want to.");
}
