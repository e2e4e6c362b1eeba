import type { IncidentDTO } from "@soarkit/protocol";
import { patch, put } from "../../api/platform.js";
import { handleId } from "../../api/handles.js";

/** New values by field, ids for selects and people. */
export type IncidentChange = Readonly<Record<string, unknown>>;

/** How one incident fared. */
export interface BulkResult {
  id: number;
  name: string;
  /** Why it was not done; undefined when it was. */
  reason: string | undefined;
}

interface Failure {
  message?: string | null;
  field_failures?: { field: string }[];
}

function oldValue(incident: IncidentDTO, field: string): unknown {
  const value = incident[field];
  const id = handleId(value as Parameters<typeof handleId>[0]);
  return id ?? value ?? null;
}

/** A patch of an incident from what the list knows of it (soar-protocol §1.8). */
export function patchOf(incident: IncidentDTO, change: IncidentChange) {
  return {
    version: incident.vers,
    changes: Object.entries(change).map(([field, value]) => ({ field, old_value: { object: oldValue(incident, field) }, new_value: { object: value } })),
  };
}

/** Why a patch was not taken. */
export function failureText(failure: Failure): string {
  const fields = (failure.field_failures ?? []).map((item) => item.field);
  return fields.length > 0 ? `Somebody else changed ${fields.join(", ")} meanwhile. Look at the incident and try again.` : (failure.message ?? "It was refused without a reason.");
}

/** Makes the same change to several incidents and tells how each fared; closing needs `plan_status`, resolution and summary. */
export async function changeIncidents(incidents: readonly IncidentDTO[], change: IncidentChange): Promise<BulkResult[]> {
  const results: BulkResult[] = [];
  for (const incident of incidents) {
    const { id, name } = incident;
    try {
      const { failures } = await patch<{ failures: Record<string, Failure> }>("/incidents", { patches: { [id]: patchOf(incident, change) } });
      const failure = failures[id];
      results.push({ id, name, reason: failure === undefined ? undefined : failureText(failure) });
    } catch (error) {
      results.push({ id, name, reason: error instanceof Error ? error.message : "It failed." });
    }
  }
  return results;
}

/** Deletes incidents with all they hold, and tells how each fared. */
export async function deleteIncidents(incidents: readonly IncidentDTO[]): Promise<BulkResult[]> {
  const results: BulkResult[] = [];
  for (const { id, name } of incidents) {
    try {
      await put("/incidents/delete", [id]);
      results.push({ id, name, reason: undefined });
    } catch (error) {
      results.push({ id, name, reason: error instanceof Error ? error.message : "It failed." });
    }
  }
  return results;
}
