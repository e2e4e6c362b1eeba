import type { FieldDefDTO } from "@soarkit/protocol";

/** A part of the Details tab that is edited as one. */
export interface Section {
  title: string;
  fields: FieldDefDTO[];
}

const layout: readonly (readonly [title: string, names: readonly string[]])[] = [
  ["Description", ["description"]],
  ["Classification", ["incident_type_ids", "severity_code", "phase_id", "nist_attack_vectors", "confirmed", "negative_pr_likely", "data_compromised", "employee_involved", "crimestatus_id", "hard_liability", "inc_training"]],
  ["Dates", ["discovered_date", "inc_start", "start_date", "due_date", "end_date"]],
  ["People", ["owner_id", "members", "reporter", "exposure_type_id", "exposure_individual_name"]],
  ["Place", ["addr", "city", "state", "zip", "country", "jurisdiction_name"]],
];
/** Shown elsewhere on the page, or set by closing. */
const elsewhere: ReadonlySet<string> = new Set(["name", "plan_status", "create_date", "inc_last_modified_date", "creator_id", "resolution_id", "resolution_summary"]);

/** The fields of an incident by section; custom fields stand together, fields that no section names at the end. */
export function sectionsOf(fields: readonly FieldDefDTO[]): Section[] {
  const system = new Map(fields.filter((field) => field.prefix === null).map((field) => [field.name, field]));
  const sections = layout.map(([title, names]) => ({ title, fields: names.flatMap((name) => system.get(name) ?? []) }));
  const named = new Set(layout.flatMap(([, names]) => names));
  const custom = fields.filter((field) => field.prefix === "properties" && field.input_type !== "none");
  const others = fields.filter((field) => field.prefix === null && !named.has(field.name) && !elsewhere.has(field.name) && field.input_type !== "none");
  return [...sections, { title: "Custom fields", fields: custom }, { title: "Other", fields: others }].filter((section) => section.fields.length > 0);
}
