import { type ExportedAction, SoarkitError } from "@soarkit/protocol";
import type { SoarkitApp } from "../app.js";
import type { CustomizationSet, RuleCustomization } from "./customization-set.js";
import { renderViewItem } from "./render-field.js";
import { uuidV5 } from "./uuid-v5.js";

/** How long an answer is waited for when a rule says nothing (soar-protocol §1.12): a day. */
const aDay = 86_400;

/**
 * A rule as the export document carries it (soar-protocol §1.12 "ActionDTO").
 * @throws SoarkitError APP_INVALID when it names what the app does not have, or does nothing
 */
export function renderRule(app: SoarkitApp, set: CustomizationSet, rule: RuleCustomization): ExportedAction {
  checkRule(app, set, rule);
  const { logic = "all" } = rule;
  const custom = typeof logic === "object";
  return {
    id: 0,
    name: rule.name,
    export_key: rule.name,
    type: rule.kind === "automatic" ? 0 : 1,
    enabled: rule.enabled ?? true,
    object_type: rule.objectType,
    logic_type: custom ? "advanced" : logic,
    custom_condition: custom ? logic.custom : null,
    conditions: rule.conditions.map(({ field_name, method, value, type }, index) => ({ evaluation_id: custom ? index + 1 : null, type: type ?? null, field_name, method, value: value ?? null })),
    workflows: rule.workflow === undefined ? [] : [rule.workflow],
    message_destinations: rule.sendsMessage === true ? [set.destination.name] : [],
    automations: [
      ...(rule.setFields ?? []).map(({ object, field, value }) => ({ type: "modify_field", type_id: object, field, operation: "set_field", value })),
      ...(rule.runScripts ?? []).map((script) => ({ type: "run_script", scripts_to_run: script, value: null })),
    ],
    view_items: (rule.activityFields ?? []).flatMap((name) => {
      const input = set.activityFields[name];
      return input === undefined ? [] : [renderViewItem("actioninvocation", name, input)];
    }),
    timeout_seconds: rule.timeoutSeconds ?? aDay,
    tags: [],
    uuid: rule.uuid ?? uuidV5(`rule/${rule.name}`),
  };
}

function checkRule(app: SoarkitApp, set: CustomizationSet, rule: RuleCustomization): void {
  const refuse = (reason: string) => new SoarkitError("APP_INVALID", { app: app.name, reason: `the rule "${rule.name}" ${reason}` });
  const { workflow, runScripts = [], setFields = [], activityFields = [] } = rule;
  if (workflow !== undefined && !set.workflows.some((candidate) => candidate.programmaticName === workflow)) throw refuse(`runs the workflow ${workflow}, which the app does not have`);
  const script = runScripts.find((name) => !(set.scripts ?? []).some((candidate) => candidate.name === name && candidate.objectType === rule.objectType));
  if (script !== undefined) throw refuse(`runs the script ${script}, which the app does not have for ${rule.objectType} objects`);
  const field = activityFields.find((name) => set.activityFields[name] === undefined);
  if (field !== undefined) throw refuse(`shows the activity field ${field}, which the app does not have`);
  if (rule.kind === "automatic" && activityFields.length > 0) throw refuse("is automatic and shows activity fields: nobody could fill them in");
  const wrong = setFields.find(({ object }) => object === "artifact" && rule.objectType !== "artifact");
  if (wrong !== undefined) throw refuse(`sets the field ${wrong.field} of an artifact, but works on ${rule.objectType} objects`);
  if (workflow === undefined && rule.sendsMessage !== true && runScripts.length === 0 && setFields.length === 0) throw refuse("does nothing: give it a workflow, sendsMessage, setFields or runScripts");
}
