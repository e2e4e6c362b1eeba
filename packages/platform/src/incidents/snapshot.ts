import type { PrincipalDirectory } from "../accounts/principals.js";
import type { FieldDefinition } from "../types/field-definition.js";
import { scriptValue } from "../types/value-writer.js";
import type { Incident } from "./incident.js";

/** The incident as scripts and conditions see it (soar-protocol §4 "Value rules"). */
export function incidentSnapshot(incident: Incident, fields: readonly FieldDefinition[], people: PrincipalDirectory): Record<string, unknown> {
  const snapshot: Record<string, unknown> = { properties: {} };
  for (const field of fields) {
    const holder = field.prefix === null ? snapshot : ((snapshot[field.prefix] ??= {}) as Record<string, unknown>);
    holder[field.name] = scriptValue(field, incident.values[field.path] ?? null, people);
  }
  return {
    ...snapshot,
    id: incident.id,
    vers: incident.vers,
    create_date: incident.createDate,
    inc_last_modified_date: incident.modifiedDate,
    creator_id: people.handle(incident.creatorId, "names"),
  };
}
