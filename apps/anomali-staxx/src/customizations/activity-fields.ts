import { numberInput, selectInput, textInput } from "@soarkit/app-sdk";
import { severities, threatTypes } from "@soarkit/indicators";
import { mostResults } from "../functions/fields.js";
import { activityFieldUuids, activityValueUuids } from "./uuids.js";

/** What the dialogs of the rules ask for; scripts read them as `rule.properties.<name>`. */
export const activityFields = {
  auto_approve: selectInput({ label: "Auto Approve", values: ["no", "yes"], default: "no", required: true, uuid: activityFieldUuids.auto_approve, valueUuids: activityValueUuids.auto_approve, tooltip: "Selecting no requires manual approval" }),
  confidence_level: textInput({ label: "Confidence Level", required: true, uuid: activityFieldUuids.confidence_level, placeholder: "50", tooltip: "Valid range: 0-100" }),
  indicator_type: selectInput({ label: "Indicator Type", values: threatTypes, default: "adware", required: true, uuid: activityFieldUuids.indicator_type, valueUuids: activityValueUuids.indicator_type }),
  severity_level: selectInput({ label: "Severity Level", values: severities, default: "low", required: true, uuid: activityFieldUuids.severity_level, valueUuids: activityValueUuids.severity_level }),
  tlp_color: selectInput({ label: "TLP Color", values: ["AMBER", "GREEN", "RED", "WHITE"], required: true, uuid: activityFieldUuids.tlp_color, valueUuids: activityValueUuids.tlp_color }),
  staxx_force: selectInput({ label: "Send Anyway", values: ["no", "yes"], default: "no", tooltip: "yes sends values that are refused otherwise, such as private addresses" }),
  staxx_max_results: numberInput({ label: "Max Results", minimum: 1, maximum: mostResults, placeholder: "10", tooltip: "Maximum number of results, default is 10" }),
};
