import { InvocationStatus, SoarkitError, type ActionInvocationResultDTO, type Handle } from "@soarkit/protocol";
import type { Principal } from "../accounts/principal.js";
import { requireIncidentAccess } from "../accounts/workspaces/access.js";
import type { PlatformDatabase } from "../database.js";
import type { Fields } from "../types/fields.js";
import type { RuleActivities, RunSubject } from "./activities.js";
import { activityValues } from "./activity-fields.js";
import { activitiesOf, cannotRun } from "./automations.js";
import { longestChain } from "./event-conditions.js";
import type { RuleObject, RuleObjects } from "./objects.js";
import { ruleApplies } from "./rule-menu.js";
import type { Rule } from "./rule.js";
import type { Rules } from "./rules.js";

/** A person's or program's wish to run a menu item. */
export interface RunRequest {
  readonly action: Handle;
  readonly objectType: string;
  readonly objectId: number;
  /** The incident in the path; the object must belong to it. */
  readonly incidentId?: number;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly principal: Principal;
}

/** Runs menu items: checks, then starts what the rule starts. */
export class RuleRuns {
  constructor(
    private readonly deps: {
      readonly database: PlatformDatabase;
      readonly rules: Rules;
      readonly objects: RuleObjects;
      readonly fields: Pick<Fields, "list">;
      readonly activities: RuleActivities;
      /** Lets a stored workflow instance run; after the commit. */
      readonly kick: (instanceId: number) => void;
      readonly now: () => number;
    },
  ) {}

  /**
   * Runs a menu item on an object. Nothing is written before everything is checked; the run and all that it does
   * before its first script are written in one transaction, the rest when the script has ended.
   * @throws SoarkitError `OBJECT_UNKNOWN`, `RULE_CANNOT_RUN`, `ACTIVITY_FIELD_INVALID`, and what its activities throw.
   */
  async run(request: RunRequest): Promise<ActionInvocationResultDTO> {
    const { database, activities, now } = this.deps;
    const rule = await this.deps.rules.require(request.action);
    const object = await this.object(request);
    await requireIncidentAccess(database.db, request.principal, object.incidentId, "change");
    await this.check(rule, object, request.objectType);
    const fields = await this.deps.fields.list("actioninvocation");
    const shown = rule.viewItems.filter((item) => item.element === "field_uuid").map((item) => fields.find((field) => field.uuid === item.content));
    const values = activityValues(rule.name, shown.filter((field) => field !== undefined), request.properties);
    const chain = [...(request.principal.cause?.chain ?? []), rule.id];
    if (chain.length > longestChain) throw cannotRun(rule, `${longestChain} rules have led to each other. Change one of them so that they stop.`);
    const created = now();
    const subject: RunSubject = { rule, object, principal: { ...request.principal, cause: { chain } }, chain, values, change: null, created };
    const { runId, instances } = await database.transaction(async (trx) => {
      const id = await activities.begin(trx, subject);
      const turn = await activities.goOn(trx, id, subject, 0);
      if (turn.failure !== undefined) throw turn.failure;
      if (turn.script !== undefined) await activities.park(trx, id, subject, turn.script.next);
      return { runId: id, instances: turn.instances };
    });
    for (const instance of instances) this.deps.kick(instance);
    return { id: runId, action: { id: rule.id, name: rule.name, type: rule.type }, status: InvocationStatus.pending, create_date: created, messages: [], workflow_instance_ids: [...instances] };
  }

  private async object({ objectType, objectId, incidentId }: RunRequest): Promise<RuleObject> {
    const object = await this.deps.objects.find(objectType, objectId);
    if (object === undefined || (incidentId !== undefined && object.incidentId !== incidentId)) {
      const where = incidentId === undefined ? "" : ` of incident ${incidentId}`;
      throw new SoarkitError("OBJECT_UNKNOWN", { kind: `${objectType}${where}`, id: objectId });
    }
    return object;
  }

  private async check(rule: Rule, object: RuleObject, objectType: string): Promise<void> {
    if (rule.type !== 1) throw cannotRun(rule, "it is automatic: it runs by itself when its conditions are met.");
    if (!rule.enabled) throw cannotRun(rule, "it is switched off. Switch it on under the rules.");
    if (rule.objectType !== objectType) throw cannotRun(rule, `it runs on ${rule.objectType} objects; this is the ${objectType} ${object.id}. Choose a fitting object.`);
    const activities = activitiesOf(rule);
    const refused = activities.find((activity) => activity.kind === "refused");
    if (refused !== undefined) throw cannotRun(rule, `${refused.reason}. Take this activity out of the rule.`);
    if (activities.length === 0) throw cannotRun(rule, "it does nothing. Give it an activity: a field to set, a script, a workflow or a message destination.");
    if (await ruleApplies(rule, object, this.deps.now())) return;
    throw cannotRun(rule, `its conditions are not met by the ${objectType} ${object.id}. Compare them with the object, or choose another rule.`);
  }
}
