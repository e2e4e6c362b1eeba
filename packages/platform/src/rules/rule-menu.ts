import { messageOf, type AvailableActionDTO } from "@soarkit/protocol";
import type { Logger } from "@soarkit/runtime";
import type { ArtifactMenu } from "../artifacts/artifacts.js";
import type { PlatformDatabase, PlatformQueries } from "../database.js";
import type { IncidentMenu } from "../incidents/incidents.js";
import { evaluateConditions, subjectOf } from "./conditions.js";
import type { RuleObject, RuleObjects } from "./objects.js";
import type { Rule } from "./rule.js";
import type { Rules } from "./rules.js";

/** Which menu items can be run on an object now: the member `actions` of its DTO. */
export class RuleMenu {
  constructor(
    private readonly deps: {
      readonly database: PlatformDatabase;
      readonly rules: Pick<Rules, "menuItems">;
      readonly objects: RuleObjects;
      readonly log: Logger;
      readonly now: () => number;
    },
  ) {}

  /** For `Incidents.setMenu`. */
  readonly incidents: IncidentMenu = {
    menuItems: (incidents, within) =>
      this.offer("incident", incidents, within, () => this.deps.objects.incidents(incidents.map(({ id }) => id), within)),
  };

  /** For `Artifacts.setMenu`. */
  readonly artifacts: ArtifactMenu = {
    menuItems: (artifacts, within) => this.offer("artifact", artifacts, within, () => this.deps.objects.artifacts(artifacts, within)),
  };

  /** The menu items of one object; none for one that does not exist. */
  async availableActions(objectType: string, objectId: number, within: PlatformQueries = this.deps.database.db): Promise<AvailableActionDTO[]> {
    const object = await this.deps.objects.find(objectType, objectId, within);
    if (object === undefined) return [];
    return (await this.offer(objectType, [object], within, () => Promise.resolve([object]))).get(objectId) ?? [];
  }

  /** Objects are read only when a rule has conditions to ask. */
  private async offer(
    objectType: string,
    wanted: readonly { readonly id: number }[],
    within: PlatformQueries,
    read: () => Promise<readonly RuleObject[]>,
  ): Promise<Map<number, AvailableActionDTO[]>> {
    const rules = (await this.deps.rules.menuItems(within)).filter((rule) => rule.objectType === objectType);
    const conditional = rules.some((rule) => rule.conditions.length > 0);
    const objects = new Map((conditional ? await read() : []).map((object) => [object.id, object]));
    const offered = new Map<number, AvailableActionDTO[]>();
    for (const { id } of wanted) {
      const object = objects.get(id);
      const items: AvailableActionDTO[] = [];
      for (const rule of rules) {
        const holds = rule.conditions.length === 0 || (object !== undefined && (await this.holds(rule, object)));
        if (holds) items.push({ id: rule.id, name: rule.name, enabled: true });
      }
      offered.set(id, items);
    }
    return offered;
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
