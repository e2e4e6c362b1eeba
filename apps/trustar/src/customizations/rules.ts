import type { RuleCustomization } from "@soarkit/app-sdk";
import { artifactMark } from "../report/marks.js";
import { ruleNames } from "./names.js";
import { examples } from "./workflows.js";

type Conditions = RuleCustomization["conditions"];

/** Files, and what never leaves, are not offered for whitelisting. */
const notPassword: Conditions = [{ field_name: "artifact.type", method: "not_equals", value: "Password" }];

function sending(name: string, objectType: "incident" | "artifact", kind: "menu" | "automatic", conditions: Conditions): RuleCustomization {
  return { name, objectType, kind, sendsMessage: true, conditions };
}

const added: Conditions[number] = { field_name: null, method: "object_added" };
const removed: Conditions[number] = { field_name: null, method: "object_removed" };

/** The rules (trustar-api §6.2): four that run by themselves, three menu items, and one menu item for each example workflow. */
export const rules: readonly RuleCustomization[] = [
  sending(ruleNames.incidentCreated, "incident", "automatic", [added]),
  sending(ruleNames.artifactCreated, "artifact", "automatic", [added, { field_name: "artifact.description", method: "not_equals", value: artifactMark }]),
  sending(ruleNames.incidentChanged, "incident", "automatic", [{ field_name: "incident.plan_status", method: "changed" }]),
  sending(ruleNames.incidentDeleted, "incident", "automatic", [removed]),
  sending(ruleNames.send, "incident", "menu", []),
  sending(ruleNames.whitelist, "artifact", "menu", notPassword),
  sending(ruleNames.undoWhitelist, "artifact", "menu", notPassword),
  ...examples.map(({ name, programmaticName, objectType }): RuleCustomization => ({
    name: `Rule for workflow: ${name}`,
    objectType,
    workflow: programmaticName,
    conditions: objectType === "artifact" ? notPassword : [],
  })),
];
