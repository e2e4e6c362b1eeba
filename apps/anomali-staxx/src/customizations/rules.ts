import type { RuleCustomization } from "@soarkit/app-sdk";
import { artifactTypes } from "@soarkit/indicators";
import type { activityFields } from "./activity-fields.js";
import { ruleUuids } from "./uuids.js";

/** Artifact types that carry files or secrets; nothing of them is a value that could be sent. */
const neverOffered: ReadonlySet<string> = new Set([
  "Password", "Email Attachment", "Malware Sample", "Log File", "Other File", "X509 Certificate File", "RFC 822 Email Message File",
  "HTTP Request Header", "HTTP Response Header", "Email Body",
]);

/**
 * Types on which the menu items are offered. Some of them are mostly refused, such as MAC addresses and paths: there
 * the run ends with a note that gives the reason, which helps more than a menu item that is missing without a word.
 */
export const offeredTypes: readonly string[] = artifactTypes.map((type) => type.name).filter((name) => !neverOffered.has(name));

const onSendableTypes: RuleCustomization["conditions"] = [{ field_name: "artifact.type", method: "in", value: offeredTypes }];

const importFields = ["auto_approve", "confidence_level", "indicator_type", "severity_level", "tlp_color", "staxx_force"] satisfies (keyof typeof activityFields)[];

/** The two menu items of the document, on artifacts, and one on incidents. */
export const rules: readonly RuleCustomization[] = [
  {
    name: "Example: Anomali Staxx Import",
    uuid: ruleUuids["Example: Anomali Staxx Import"],
    objectType: "artifact",
    workflow: "example_staxx_indicator_import",
    activityFields: importFields,
    conditions: onSendableTypes,
  },
  {
    name: "Example: Anomali Staxx Query",
    uuid: ruleUuids["Example: Anomali Staxx Query"],
    objectType: "artifact",
    workflow: "example_staxx_indicator_search",
    activityFields: ["staxx_max_results"] satisfies (keyof typeof activityFields)[],
    conditions: onSendableTypes,
  },
  {
    name: "Example: Anomali Staxx Import All",
    objectType: "incident",
    workflow: "example_staxx_incident_import",
    activityFields: importFields,
    conditions: [],
  },
];
