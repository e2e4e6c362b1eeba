import { type ActionDTO, type Handle, type HandleFormat } from "@soarkit/protocol";
import { writeHandle } from "../http/formats.js";
import { objectTypeId } from "../messaging/function-message.js";
import type { Rule } from "./rule.js";

/** Names of what rules refer to, by id: workflows by programmatic name, destinations by name (soar-protocol §3.2). */
export interface RuleNames {
  readonly workflows: ReadonlyMap<number, string>;
  readonly destinations: ReadonlyMap<number, string>;
}

/** The rule as REST shows it. References to what was deleted are left out. */
export function ruleDTO(rule: Rule, names: RuleNames, format: HandleFormat): ActionDTO {
  const typeId = objectTypeId(rule.objectType);
  return {
    id: rule.id,
    name: rule.name,
    enabled: rule.enabled,
    type: rule.type,
    object_type: typeId === null ? rule.objectType : writeHandle(typeId, rule.objectType, format),
    logic_type: rule.logicType,
    custom_condition: rule.customCondition,
    conditions: rule.conditions.map((condition) => ({ ...condition })),
    message_destinations: handles(rule.destinationIds, names.destinations, format),
    workflows: handles(rule.workflowIds, names.workflows, format),
    automations: [...rule.automations],
    view_items: [...rule.viewItems],
    timeout_seconds: rule.timeoutSeconds,
    uuid: rule.uuid,
    export_key: rule.name,
    tags: [...rule.tags],
  };
}

function handles(ids: readonly number[], names: ReadonlyMap<number, string>, format: HandleFormat): Handle[] {
  return ids.flatMap((id) => {
    const name = names.get(id);
    return name === undefined ? [] : [writeHandle(id, name, format)];
  });
}
