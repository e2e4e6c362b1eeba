import type { Handle, TextContent } from "./handles.js";

/** One value of a select or multiselect field. */
export interface FieldValueDTO {
  value: number;
  label: string;
  enabled: boolean;
  default: boolean;
  hidden: boolean;
  uuid: string;
  properties: unknown;
}

/** Input types of fields (soar-protocol §1.12 "FieldDefDTO"). */
export type InputType =
  | "text" | "textarea" | "number" | "boolean" | "datepicker" | "datetimepicker"
  | "select" | "multiselect" | "select_owner" | "multiselect_members" | "select_user" | "none";

/** A field definition (soar-protocol §1.12). In an export `values[].value` is ignored by readers. */
export interface FieldDefDTO {
  id: number;
  uuid: string;
  name: string;
  text: string;
  tooltip: string;
  placeholder: string;
  export_key: string;
  type_id: number;
  prefix: string | null;
  input_type: InputType;
  required: "always" | "close" | null;
  values: FieldValueDTO[];
  rich_text: boolean;
  blank_option: boolean;
  [flag: string]: unknown;
}

/** One element of a dialog or a function's input list (soar-protocol §1.12 "LayoutViewItem"). */
export interface ViewItemDTO {
  element: "field" | "field_uuid" | "html" | "header" | "section";
  field_type: string | null;
  content: string;
  show_if: unknown;
  show_link_header: boolean;
  step_label: string | null;
}

/** A message destination (soar-protocol §1.12). */
export interface MessageDestinationDTO {
  id: number;
  name: string;
  programmatic_name: string;
  /** 0 queue, 1 topic. */
  destination_type: Handle;
  expect_ack: boolean;
  users: Handle[];
  api_keys: Handle[];
  /** Display names in the order of the handles; absent where the platform is IBM's. */
  user_names?: string[];
  api_key_names?: string[];
  uuid: string;
  export_key: string;
  tags: unknown[];
}

/** A function (soar-protocol §1.12). */
export interface FunctionDTO {
  id: number;
  name: string;
  display_name: string;
  uuid: string;
  export_key: string;
  description: TextContent | string | null;
  destination_handle: Handle;
  view_items: ViewItemDTO[];
  version: number;
  tags: unknown[];
  [field: string]: unknown;
}

/** A condition of a rule, query or gateway (soar-protocol §1.9, §3.3). */
export interface ConditionDTO {
  evaluation_id: number | null;
  field_name: string | null;
  method: string;
  type: string | null;
  value: unknown;
}

/** A rule (soar-protocol §1.12 "ActionDTO"). */
export interface ActionDTO {
  id: number;
  name: string;
  enabled: boolean;
  /** 0 automatic, 1 menu item. */
  type: 0 | 1;
  object_type: Handle;
  logic_type: "all" | "any" | "advanced";
  custom_condition: string | null;
  conditions: ConditionDTO[];
  message_destinations: Handle[];
  workflows: Handle[];
  automations: unknown[];
  view_items: ViewItemDTO[];
  timeout_seconds: number;
  uuid: string;
  export_key: string;
  tags: unknown[];
}

/** A workflow (soar-protocol §1.12, §3.4). */
export interface WorkflowDTO {
  workflow_id: number;
  name: string;
  programmatic_name: string;
  object_type: Handle;
  description: string | null;
  uuid: string;
  export_key: string;
  content: { workflow_id: string; xml: string; version: number };
  content_version: number;
  creator_id: Handle;
  last_modified_by: Handle;
  /** Display names beside IBM's members; absent where the platform is IBM's. */
  creator_name?: string;
  last_modified_by_name?: string;
  last_modified_time: number;
  actions: unknown[];
  tags: unknown[];
}

/** A script (soar-protocol §1.12 "ScriptDTO"). */
export interface ScriptDTO {
  id: number;
  name: string;
  programmatic_name: string;
  description: string | null;
  language: "python" | "python3";
  object_type: Handle;
  script_text: string;
  enabled: boolean;
  uuid: string;
  export_key: string;
  /** Display names beside IBM's members; absent where the platform is IBM's. */
  creator_name?: string;
  last_modified_by_name?: string;
  [field: string]: unknown;
}

/** An artifact type (soar-protocol §1.11 "IncidentArtifactTypeDTO"). */
export interface ArtifactTypeDTO {
  id: number;
  name: string;
  programmatic_name: string;
  desc: string;
  file: boolean;
  multi_aware: boolean;
  system: boolean;
  enabled: boolean;
  uuid: string;
  export_key: string;
  [field: string]: unknown;
}

/** The export document (soar-protocol §3.1). Readers accept missing and null sections. */
export interface ExportDocument {
  export_format_version: number;
  id?: number;
  export_date?: number;
  server_version?: { version: string; [part: string]: unknown };
  action_order?: string[] | null;
  actions?: ExportedAction[] | null;
  functions?: Partial<FunctionDTO>[] | null;
  fields?: Partial<FieldDefDTO>[] | null;
  message_destinations?: Partial<MessageDestinationDTO>[] | null;
  workflows?: Partial<WorkflowDTO>[] | null;
  scripts?: Partial<ScriptDTO>[] | null;
  incident_artifact_types?: Partial<ArtifactTypeDTO>[] | null;
  incident_types?: Record<string, unknown>[] | null;
  [section: string]: unknown;
}

/** A rule in an export: handles are names. */
export type ExportedAction = Partial<Omit<ActionDTO, "object_type" | "workflows" | "message_destinations">> & {
  name: string;
  object_type: string;
  workflows: string[];
  message_destinations: string[];
};

/** Answer of `POST|PUT /configurations/imports` (soar-protocol §1.10 "Configuration transfer"). */
export interface ConfigurationImportDTO {
  id: number;
  status: "INVALID" | "PENDING" | "ACCEPTED" | "REJECTED" | "IMPORT_ERROR";
  create_date: number;
  messages: { type: "INFO" | "WARN" | "ERROR"; text: string }[];
}
