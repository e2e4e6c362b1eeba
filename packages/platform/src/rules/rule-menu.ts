import { messageOf, type AvailableActionDTO } from "@soarkit/protocol";
import type { Logger } from "@soarkit/runtime";
import type { PlatformQueries } from "../database.js";
import { evaluateConditions, subjectOf } from "./conditions.js";
import type { RuleObject, RuleObjects } from "./objects.js";
import type { Rule } from "./rule.js";
import type { Rules } from "./rules.js";

/** Which menu items can be run on an object now: the member `actions` of its DTO. */
export class RuleMenu {
  constructor(
    private readonly deps: { readonly rules: Pick<Rules, "menuItems">; readonly objects: Pick<RuleObjects, "find">; readonly log: Logger; readonly now: () => number },
  ) {}

  /** The menu items of one object; none for one that does not exist. */
  async availableActions(objectType: string, objectId: number, within?: PlatformQueries): Promise<AvailableActionDTO[]> {
    return (await this.availableForMany(objectType, [objectId], within)).get(objectId) ?? [];
  }

  /** The menu items of many objects of one type. Objects are read only when a rule has a condition. */
  async availableForMany(objectType: string, ids: readonly number[], within?: PlatformQueries): Promise<Map<number, AvailableActionDTO[]>> {
    const rules = (await this.deps.rules.menuItems(within)).filter((rule) => rule.objectType === objectType);
    const result = new Map<number, AvailableActionDTO[]>();
    for (const id of ids) {
      const conditional = rules.some((rule) => rule.conditions.length > 0);
      const object = conditional ? await this.deps.objects.find(objectType, id, within) : undefined;
      const offered: AvailableActionDTO[] = [];
      for (const rule of rules) {
        if (rule.conditions.length === 0 || (object !== undefined && (await this.holds(rule, object)))) offered.push({ id: rule.id, name: rule.name, enabled: true });
      }
      result.set(id, offered);
    }
    return result;
  }

  private async holds(rule: Rule, object: RuleObject): Promise<boolean> {
    try {
      return await ruleApplies(rule, object, this.deps.now());
    } catch (error) {
      this.deps.log.warn({ rule: rule.name, reason: messageOf(error) }, "The conditions of a rule cannot be evaluated; it is not offered");
      return false;
    }
  }
}

/** Whether a menu item's conditions hold for an object. */
export function ruleApplies(rule: Rule, object: RuleObject, now: number): Promise<boolean> {
  const subject = subjectOf({ objects: object.objects, main: object.type, now });
  return evaluateConditions({ logic_type: rule.logicType, conditions: rule.conditions, custom_condition: rule.customCondition }, subject);
}
