import type { InputType } from "@soarkit/protocol";

/** A field that comes with the platform. Ids of values that IBM's documents show are kept (soar-protocol §1.11). */
export interface BuiltInField {
  readonly name: string;
  readonly text: string;
  readonly inputType: InputType;
  readonly required?: "always" | "close";
  readonly richText?: boolean;
  readonly prefix?: string;
  readonly values?: readonly (readonly [id: number, label: string])[];
  readonly readOnly?: boolean;
}

const text = (name: string, label: string): BuiltInField => ({ name, text: label, inputType: "text" });
const flag = (name: string, label: string): BuiltInField => ({ name, text: label, inputType: "boolean" });
const time = (name: string, label: string, readOnly = false): BuiltInField => ({ name, text: label, inputType: "datetimepicker", readOnly });

/** Built-in fields by type name. */
export const builtInFields: Readonly<Record<string, readonly BuiltInField[]>> = {
  incident: [
    { name: "name", text: "Name", inputType: "text", required: "always" },
    { name: "description", text: "Description", inputType: "textarea", richText: true },
    { name: "discovered_date", text: "Date Discovered", inputType: "datetimepicker", required: "always" },
    time("create_date", "Date Created", true),
    time("inc_last_modified_date", "Last Modified", true),
    time("inc_start", "Date Occurred"),
    time("start_date", "Start Date"),
    time("end_date", "Date Closed"),
    time("due_date", "Due Date"),
    { name: "incident_type_ids", text: "Incident Type", inputType: "multiselect" },
    { name: "severity_code", text: "Severity", inputType: "select", values: [[4, "Low"], [5, "Medium"], [6, "High"]] },
    { name: "nist_attack_vectors", text: "NIST Attack Vectors", inputType: "multiselect", values: [
      [50, "Attrition"], [51, "E-mail"], [52, "External / Removable Media"], [53, "Impersonation"], [54, "Improper Usage"],
      [55, "Loss / Theft of Equipment"], [56, "Other"], [57, "Web"]] },
    { name: "phase_id", text: "Phase", inputType: "select", values: [
      [70, "Initial"], [71, "Engage"], [72, "Detect/Analyze"], [73, "Respond"], [74, "Post-Incident"]] },
    { name: "plan_status", text: "Status", inputType: "text" },
    { name: "resolution_id", text: "Resolution", inputType: "select", required: "close", values: [
      [7, "Unresolved"], [8, "Duplicate"], [9, "Not an Issue"], [10, "Resolved"]] },
    { name: "resolution_summary", text: "Resolution Summary", inputType: "textarea", richText: true, required: "close" },
    { name: "owner_id", text: "Owner", inputType: "select_owner" },
    { name: "creator_id", text: "Created By", inputType: "select_user", readOnly: true },
    { name: "members", text: "Members", inputType: "multiselect_members" },
    { name: "workspace", text: "Workspace", inputType: "select" },
    text("reporter", "Reporting Individual"),
    flag("confirmed", "Incident Disposition"),
    flag("inc_training", "Simulation"),
    flag("negative_pr_likely", "Negative PR"),
    flag("data_compromised", "Data Compromised"),
    flag("employee_involved", "Employee Involved"),
    { name: "crimestatus_id", text: "Criminal Activity", inputType: "select", values: [[60, "Unknown"], [61, "Yes"], [62, "No"]] },
    { name: "exposure_type_id", text: "Exposure Type", inputType: "select", values: [[65, "Unknown"], [66, "Individual"], [67, "External Party"]] },
    text("exposure_individual_name", "Individual Name"),
    { name: "hard_liability", text: "Liability", inputType: "number" },
    text("addr", "Address"),
    text("city", "City"),
    text("state", "State"),
    text("zip", "Zip Code"),
    text("country", "Country"),
    text("jurisdiction_name", "Jurisdiction"),
  ],
  artifact: [
    { name: "type", text: "Type", inputType: "select" },
    { name: "value", text: "Value", inputType: "textarea" },
    { name: "description", text: "Description", inputType: "textarea", richText: true },
    flag("relating", "Relate"),
    time("created", "Date Created", true),
  ],
  note: [{ name: "text", text: "Text", inputType: "textarea", richText: true, required: "always" }],
  task: [
    { name: "name", text: "Name", inputType: "text", required: "always" },
    { name: "owner_id", text: "Owner", inputType: "select_owner" },
    time("due_date", "Due Date"),
    flag("required", "Required"),
    { name: "instr_text", text: "Instructions", inputType: "textarea", richText: true },
  ],
  milestone: [
    { name: "title", text: "Title", inputType: "text", required: "always" },
    { name: "description", text: "Description", inputType: "textarea" },
    { name: "date", text: "Date", inputType: "datetimepicker", required: "always" },
  ],
  attachment: [text("name", "Name")],
  actioninvocation: [],
  __function: [],
};

/** Incident types that come with the platform; ids as IBM's documents show them where they do. */
export const builtInIncidentTypes: readonly (readonly [id: number, name: string])[] = [
  [16, "Communication error (fax; email)"],
  [17, "Lost documents / files / records"],
  [18, "Denial of Service"],
  [19, "Malware"],
  [20, "System Intrusion"],
  [21, "Improper disposal: digital asset(s)"],
  [22, "Phishing"],
  [23, "Lost PC / laptop / tablet"],
  [24, "Lost PDA / smartphone"],
  [25, "Lost storage device / media"],
  [26, "Stolen device"],
  [27, "Vendor / 3rd party error"],
  [42, "Other"],
  [44, "TBD / Unknown"],
];

/** Display names of the built-in types. */
export const builtInTypeNames: Readonly<Record<string, string>> = {
  incident: "Incident",
  task: "Task",
  note: "Note",
  milestone: "Milestone",
  artifact: "Artifact",
  attachment: "Attachment",
  actioninvocation: "Action Invocation",
  __function: "Function",
};
