import type { RuleCustomization } from "@soarkit/app-sdk";
import { artifactTypes } from "@soarkit/indicators";
import type { activityFields } from "./activity-fields.js";
import { ruleUuids } from "./uuids.js";

/** Never sent, but offered: the note gives the reason and says what to do instead, as the document promises for these two. */
const explained: ReadonlySet<string> = new Set(["MAC Address", "File Path"]);

/** Types on which the menu items are offered: those of which something can be sent, and those whose refusal is explained. */
export const offeredTypes: readonly string[] = artifactTypes.filter(({ name, rule }) => rule !== "refuse" || explained.has(name)).map(({ name }) => name);

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
