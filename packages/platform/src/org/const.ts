import { serverVersion } from "./server-version.js";

/** Answer of `GET /rest/const` (soar-protocol §1.4). */
export function constants() {
  return {
    server_version: serverVersion,
    actions_framework: {
      enabled: true,
      destination_types: { 0: "Queue", 1: "Topic" },
      action_types: { 0: "Automatic", 1: "Manual" },
      action_object_types: { 0: "Incident", 1: "Task", 2: "Note", 3: "Milestone", 4: "Artifact", 5: "Attachment" },
      action_invocation_statuses: { 0: "Complete", 1: "Pending", 2: "Error", 3: "Timed Out" },
      action_invocation_message_types: { 0: "Information", 1: "Error", 2: "Warning" },
    },
    task_statuses: { O: "Open", C: "Closed" },
    incident_statuses: { A: "Active", C: "Closed" },
    input_types: ["text", "textarea", "number", "boolean", "datepicker", "datetimepicker", "select", "multiselect", "select_owner", "multiselect_members", "select_user", "none"],
    message_destination_types: { 0: "Queue", 1: "Topic" },
    script_languages: { python: "Python 2", python3: "Python 3" },
    data_types: {},
    data_formats: {},
    timeframes: {},
    timezones: {},
    geos: {},
    regulators: {},
    max_artifact_mb: 25,
    max_attachment_mb: 25,
    max_page_size: 1000,
    min_session_timeout: 300,
    max_session_timeout: 86_400,
  };
}
