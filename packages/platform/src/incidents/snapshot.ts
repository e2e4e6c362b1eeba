import type { PrincipalDirectory } from "../accounts/principals.js";
import type { FieldDefinition } from "../types/field-definition.js";
import { scriptValue } from "../types/value-writer.js";
import type { Incident } from "./incident.js";

/** Beside a field with a hierarchy, for conditions only: its values and all that they stand below. */
export const hierarchySuffix = " and above";

/** The incident as scripts and conditions see it (soar-protocol §4 "Value rules"). */
export function incidentSnapshot(incident: Incident, fields: readonly FieldDefinition[], people: PrincipalDirectory): Record<string, unknown> {
  const seen: Record<string, unknown> = { properties: {} };
  for (const field of fields) {
    const holder = field.prefix === null ? seen : ((seen[field.prefix] ??= {}) as Record<string, unknown>);
    holder[field.name] = scriptValue(field, incident.values[field.path] ?? null, people);
  }
  Object.assign(seen, {
    id: incident.id,
    vers: incident.vers,
    create_date: incident.createDate,
    inc_last_modified_date: incident.modifiedDate,
    creator_id: people.handle(incident.creatorId, "names"),
  });
  for (const field of fields) {
    if (field.prefix !== null || field.values.every((value) => value.above === undefined)) continue;
    const held = [incident.values[field.path] ?? []].flat();
    const labels = field.values.filter(({ value }) => held.includes(value)).flatMap(({ label, above = [] }) => [label, ...above]);
    // Not enumerable: scripts and messages see the fields alone.
    Object.defineProperty(seen, `${field.name}${hierarchySuffix}`, { value: labels, enumerable: false });
  }
  return seen;
}
