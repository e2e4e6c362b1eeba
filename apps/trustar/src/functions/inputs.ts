import { numberInput, textInput } from "@soarkit/app-sdk";

/** The inputs of the functions (trustar-api §6.2 "Errors in functions"). */
export const inputs = {
  trustar_incident_id: numberInput({ label: "trustar_incident_id", minimum: 1, required: true, tooltip: "Id of the incident" }),
  trustar_artifact_value: textInput({ label: "trustar_artifact_value", required: true, tooltip: "Value of the artifact" }),
  trustar_artifact_type: textInput({ label: "trustar_artifact_type", required: true, tooltip: "Type of the artifact" }),
} as const;
