import { SoarkitError } from "@soarkit/protocol";
import type { Principal } from "../accounts/principal.js";
import { defaultWorkspaceId } from "../accounts/workspaces/rights.js";
import type { FieldDefinition } from "../types/field-definition.js";
import type { StoredValue } from "../types/stored-value.js";

/** Fields that the platform sets itself; what clients send for them is ignored. */
const ownFields: ReadonlySet<string> = new Set(["create_date", "inc_last_modified_date", "creator_id"]);

/** True for a field that nobody but the platform sets. */
export function isReadOnly(field: FieldDefinition): boolean {
  return field.system && ownFields.has(field.path);
}

/**
 * The workspace of a new incident that names none: the default one where the creator may work in it, else the first of its own.
 * @param fields as the creator may choose from them. @throws SoarkitError `WORKSPACE_NONE`.
 */
export function startingWorkspace(fields: readonly FieldDefinition[], principal: Principal): number {
  const choices = fields.find((field) => field.path === "workspace")?.values.map((choice) => choice.value) ?? [];
  const chosen = choices.includes(defaultWorkspaceId) ? defaultWorkspaceId : choices[0];
  if (chosen === undefined) throw new SoarkitError("WORKSPACE_NONE", { who: principal.displayName });
  return chosen;
}

/** What a new incident holds before anything is said about it: default values, the creating user as owner. */
export function startingValues(fields: readonly FieldDefinition[], principal: Principal): Record<string, StoredValue> {
  const values: Record<string, StoredValue> = { plan_status: "A", owner_id: principal.kind === "user" ? principal.id : null };
  for (const field of fields) {
    const defaults = field.values.filter((value) => value.isDefault && value.enabled).map((value) => value.value);
    if (defaults.length > 0) values[field.path] = field.inputType === "multiselect" ? defaults : (defaults[0] ?? null);
  }
  return values;
}

/**
 * What follows from a change by itself (closing sets the end date, reopening clears it), then what must hold after it.
 * @throws SoarkitError `FIELD_MISSING` for a required field that is empty, also when closing.
 */
export function completeChange(
  fields: readonly FieldDefinition[],
  before: Readonly<Record<string, StoredValue>>,
  after: Record<string, StoredValue>,
  at: number,
): void {
  after["plan_status"] ??= "A";
  const closes = after["plan_status"] === "C" && before["plan_status"] !== "C";
  if (closes && (after["end_date"] ?? null) === (before["end_date"] ?? null)) after["end_date"] = at;
  if (after["plan_status"] === "A" && before["plan_status"] === "C") after["end_date"] = null;
  for (const field of fields) {
    if (isReadOnly(field) || !isEmpty(after[field.path])) continue;
    const emptied = Object.keys(before).length === 0 || !isEmpty(before[field.path]);
    if (field.required === "always" && emptied) throw new SoarkitError("FIELD_MISSING", { field: field.path });
    if (field.required === "close" && closes) throw new SoarkitError("FIELD_MISSING", { field: `${field.path} (to close the incident)` });
  }
}

function isEmpty(value: StoredValue | undefined): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === "string") return value.trim() === "";
  if (typeof value !== "object") return false;
  return Array.isArray(value) ? value.length === 0 : value.content.trim() === "";
}
