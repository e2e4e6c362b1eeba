import type { LayoutItemDTO } from "@soarkit/protocol";

/** A layout that comes with the platform. */
export interface LayoutKind {
  readonly id: number;
  readonly kind: string;
  readonly name: string;
  readonly content: readonly LayoutItemDTO[];
}

const field = (content: string): LayoutItemDTO => ({ element: "field", field_type: "incident", content, show_if: null, step_label: null, fields: [] });
const block = (label: string, names: readonly string[]): LayoutItemDTO => ({ element: "section", field_type: null, content: null, show_if: null, step_label: label, fields: names.map(field) });

/** Layouts by id: the steps of the New Incident wizard, and the sections of an incident's Details tab. */
export const layoutKinds: readonly LayoutKind[] = [
  { id: 1, kind: "NEW_INCIDENT_WIZARD", name: "New Incident Wizard", content: [block("Describe the Incident", ["name", "discovered_date", "severity_code", "incident_type_ids", "description"])] },
  {
    id: 2,
    kind: "INCIDENT_TABS",
    name: "Incident Tabs",
    content: [
      block("Description", ["description"]),
      block("Classification", ["incident_type_ids", "severity_code", "phase_id", "nist_attack_vectors", "confirmed", "negative_pr_likely", "data_compromised", "employee_involved", "crimestatus_id", "hard_liability", "inc_training"]),
      block("Dates", ["discovered_date", "inc_start", "start_date", "due_date", "end_date"]),
      block("People", ["owner_id", "members", "reporter", "exposure_type_id", "exposure_individual_name"]),
      block("Place", ["addr", "city", "state", "zip", "country", "jurisdiction_name"]),
    ],
  },
];
