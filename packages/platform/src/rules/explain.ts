import { messageOf, SoarkitError, type ConditionDTO, type Handle } from "@soarkit/protocol";
import type { Principal } from "../accounts/principal.js";
import { requireIncidentAccess } from "../accounts/workspaces/access.js";
import { hiddenValue } from "../artifacts/artifact.js";
import type { PlatformQueries } from "../database.js";
import type { RuleOutcomeCode } from "../events/event.js";
import { historyOf } from "../events/store.js";
import { automationsOf, type Automation } from "./automations.js";
import { conditionInWords, valueInWords } from "./condition-words.js";
import { conditionHolds, evaluateConditions, subjectOf } from "./conditions.js";
import type { RuleObject, RuleObjects } from "./objects.js";
import type { Rule } from "./rule.js";
import type { Rules } from "./rules.js";
import { workflowNames } from "./store.js";

/** One thing that must hold for a rule to run. */
export interface Reason {
  ok: boolean;
  text: string;
}

/** Whether a rule would run on an object now, and why or why not. */
export interface Explanation {
  would_run: boolean;
  reasons: Reason[];
  /** For an automatic rule: the last changes of the object, newest first, and what the rule did at each. */
  events: ExplainedEvent[];
}

/** Why an automatic rule ran at a change, or did not. */
export interface ExplainedEvent {
  id: number;
  change: "created" | "modified" | "deleted";
  /** Milliseconds since the epoch. */
  at: number;
  by: string;
  ran: boolean;
  text: string;
  /** Its entry in the action status. */
  run: number | null;
  reasons: Reason[];
}

/** Changes that are looked back at. */
const mostEvents = 20;

const outcomeTexts: Readonly<Record<RuleOutcomeCode, string>> = {
  ran: "It ran.",
  conditions: "It did not run: its conditions did not hold.",
  unrelated: "It did not run: nothing that its conditions name changed.",
  loop: "It did not run: it had led to this change itself.",
  depth: "It was stopped: too many rules had led to each other.",
  seen: "It did not run again: it had seen this change with the one that caused it.",
  broken: "It did not run: its conditions could not be asked.",
};

/** Explains rules (console.md §3A.11): every condition with the value that it is asked about. */
export class RuleExplanations {
  constructor(private readonly deps: { readonly rules: Pick<Rules, "require">; readonly objects: RuleObjects; readonly queries: PlatformQueries; readonly now: () => number }) {}

  /** @throws SoarkitError `OBJECT_UNKNOWN` (rule, incident, artifact). */
  async explain(handle: Handle, objectType: string, objectId: number, principal: Principal): Promise<Explanation> {
    const rule = await this.deps.rules.require(handle);
    const object = await this.deps.objects.find(objectType, objectId);
    if (object === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: objectType.slice(0, 100), id: objectId });
    await requireIncidentAccess(this.deps.queries, principal, object.incidentId, "read");
    const reasons: Reason[] = [
      { ok: rule.enabled, text: rule.enabled ? "The rule is switched on." : "The rule is switched off." },
      { ok: true, text: rule.type === 1 ? "It is a menu item: a person starts it from the Actions menu." : "It is automatic: it is asked when an object changes." },
      rule.objectType === objectType
        ? { ok: true, text: `It works on objects of the type ${objectType}.` }
        : { ok: false, text: `It works on objects of the type ${rule.objectType}; this is one of the type ${objectType}.` },
      await this.starts(rule),
      ...this.conditions(rule, object),
    ];
    if (rule.type === 0) {
      const setting = reasons.slice(0, 4);
      const events = await this.events(rule, object);
      return { would_run: setting.every((reason) => reason.ok) && events[0]?.ran === true, reasons: setting, events };
    }
    const { holds, problem } = await this.together(rule, object);
    if (problem !== undefined) reasons.push({ ok: false, text: problem });
    else if (rule.conditions.length > 1 || rule.logicType === "advanced") reasons.push({ ok: holds, text: joined(rule, holds) });
    const setting = reasons.slice(0, 4).every((reason) => reason.ok);
    return { would_run: setting && holds, reasons, events: [] };
  }

  private async events(rule: Rule, object: RuleObject): Promise<ExplainedEvent[]> {
    const history = await historyOf(this.deps.queries, object, mostEvents);
    return history.flatMap(({ id: event, change, at, by, outcomes }) => {
      const outcome = outcomes.find((candidate) => candidate.rule.id === rule.id);
      if (outcome === undefined) return [];
      return [{ id: event, change, at, by: by.display_name, ran: outcome.code === "ran", text: outcomeTexts[outcome.code], run: outcome.run ?? null, reasons: [...(outcome.reasons ?? [])] }];
    });
  }

  private async starts(rule: Rule): Promise<Reason> {
    const workflows = await workflowNames(this.deps.queries);
    const names = rule.workflowIds.map((id) => workflows.find((workflow) => workflow.id === id)?.name);
    if (names.includes(undefined)) return { ok: false, text: "A workflow that it starts was deleted." };
    const automations = automationsOf(rule);
    const refused = automations.find((automation) => automation.kind === "refused");
    if (refused !== undefined) return { ok: false, text: `It has an activity that cannot be carried out: ${refused.reason}.` };
    if (automations.length === 0 && names.length === 0 && rule.destinationIds.length === 0) return { ok: false, text: "It does nothing." };
    const parts = [...automations.map(automationInWords), ...names.map((name) => `starts the workflow ${name ?? ""}`), ...(rule.destinationIds.length === 0 ? [] : [`sends a message to ${rule.destinationIds.length === 1 ? "one destination" : `${rule.destinationIds.length} destinations`}`])];
    return { ok: true, text: `It ${parts.join(", ")}.` };
  }

  private conditions(rule: Rule, object: RuleObject): Reason[] {
    if (rule.conditions.length === 0) return [{ ok: true, text: "It has no conditions." }];
    const subject = subjectOf({ objects: object.objects, main: object.type, now: this.deps.now() });
    return rule.conditions.map((condition, index) => {
      const name = `Condition ${condition.evaluation_id ?? index + 1}: ${conditionInWords(condition, object.type)}`;
      try {
        const ok = conditionHolds(condition, subject);
        const current = condition.field_name === null ? undefined : subject.value(condition.field_name);
        return { ok, text: condition.field_name === null ? `${name}.` : `${name}: it is ${this.isSecret(condition, object) ? "hidden" : valueInWords(current)}.` };
      } catch (error) {
        return { ok: false, text: `${name} cannot be asked: ${messageOf(error)}` };
      }
    });
  }

  /** Values of passwords are shown with their artifact only. */
  private isSecret(condition: ConditionDTO, object: RuleObject): boolean {
    return object.type === "artifact" && object.name === hiddenValue && /^(artifact\.)?value$/.test(condition.field_name ?? "");
  }

  private async together(rule: Rule, object: RuleObject): Promise<{ holds: boolean; problem?: string }> {
    try {
      const subject = subjectOf({ objects: object.objects, main: object.type, now: this.deps.now() });
      return { holds: await evaluateConditions({ logic_type: rule.logicType, conditions: rule.conditions, custom_condition: rule.customCondition }, subject) };
    } catch (error) {
      return { holds: false, problem: messageOf(error) };
    }
  }
}

function joined(rule: Rule, holds: boolean): string {
  if (rule.logicType === "advanced") return `Together, as ${rule.customCondition ?? ""}, the conditions are ${holds ? "met" : "not met"}.`;
  return rule.logicType === "all" ? `All conditions must hold: they ${holds ? "do" : "do not"}.` : `One condition must hold: ${holds ? "one does" : "none does"}.`;
}

function automationInWords(automation: Automation): string {
  if (automation.kind === "set_field") return `sets ${automation.objectType} ${automation.field} to ${valueInWords(automation.value)}`;
  return automation.kind === "script" ? `runs the script ${automation.script}` : "does what this platform does not do";
}
