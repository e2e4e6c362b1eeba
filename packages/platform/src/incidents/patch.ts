import { SoarkitError, type StatusDTO } from "@soarkit/protocol";
import type { PrincipalDirectory } from "../accounts/principals.js";
import type { PlatformQueries } from "../database.js";
import type { View } from "../http/formats.js";
import type { FieldDefinition } from "../types/field-definition.js";
import { findField } from "../types/fields.js";
import { sameValue, toStored, type StoredValue } from "../types/stored-value.js";
import { writeValue } from "../types/value-writer.js";
import { isReadOnly } from "./incident-rules.js";
import type { Incident } from "./incident.js";
import { patchFieldName, patchValue, type Patch } from "./patch-input.js";

/** A field that no longer held what the client saw. */
export interface FieldFailure {
  /** As the client named it. */
  readonly field: string | number;
  readonly your_original_value: unknown;
  readonly actual_current_value: unknown;
}

/** What a patch comes to: all of its changes, or what stands against them. */
export interface PatchOutcome {
  readonly changes: ReadonlyMap<FieldDefinition, StoredValue>;
  readonly failures: readonly FieldFailure[];
}

/** PatchStatusDTO (soar-protocol §1.8). */
export interface PatchStatusDTO extends StatusDTO {
  field_failures?: readonly FieldFailure[];
}

/**
 * Compares a patch with the incident. Old values are not looked at when the patch carries the current version.
 * @throws SoarkitError `VALUE_INVALID` for an unknown field or an impossible new value.
 */
export async function patchIncident(input: {
  incident: Incident;
  patch: Patch;
  fields: readonly FieldDefinition[];
  people: PrincipalDirectory;
  queries: PlatformQueries;
  view: View;
}): Promise<PatchOutcome> {
  const { incident, patch, fields, people, queries, view } = input;
  const unchecked = patch.version === incident.vers;
  const changes = new Map<FieldDefinition, StoredValue>();
  const failures: FieldFailure[] = [];
  for (const change of patch.changes) {
    const name = patchFieldName(change.field);
    const field = findField(fields, name);
    if (field === undefined) throw new SoarkitError("VALUE_INVALID", { field: name, reason: "incidents have no such field. GET types/incident/fields lists them." });
    if (isReadOnly(field)) throw new SoarkitError("VALUE_INVALID", { field: field.path, reason: "the platform sets it itself." });
    const current = incident.values[field.path] ?? null;
    const seen = patchValue(change.old_value);
    if (!unchecked && !(await holds(field, current, seen, people, queries))) {
      failures.push({ field: name, your_original_value: seen ?? null, actual_current_value: writeValue(field, current, view, people) });
    }
    changes.set(field, await toStored(field, patchValue(change.new_value), queries));
  }
  return { changes, failures };
}

/** Whether the field holds what the client saw, in whichever form the client saw it. */
async function holds(field: FieldDefinition, current: StoredValue, seen: unknown, people: PrincipalDirectory, queries: PlatformQueries): Promise<boolean> {
  if (seen === writeValue(field, current, { handleFormat: "ids", textFormat: "default" }, people)) return true;
  try {
    return sameValue(current, await toStored(field, seen, queries));
  } catch (error) {
    if (error instanceof SoarkitError && error.code === "VALUE_INVALID") return false;
    throw error;
  }
}

/** The answer to a patch. */
export function patchStatus(outcome: PatchOutcome): PatchStatusDTO {
  if (outcome.failures.length === 0) return { success: true, title: null, message: null, hints: [] };
  const names = outcome.failures.map((failure) => failure.field).join(", ");
  return {
    success: false,
    title: "Conflict",
    message: `Nothing was changed: somebody else changed ${names} meanwhile. Look at the current values and send the patch again with them as old values.`,
    hints: [],
    field_failures: outcome.failures,
  };
}
