import { messageOf, type ConditionDTO } from "@soarkit/protocol";
import { hiddenValue } from "../artifacts/artifact.js";
import type { QueuedEvent, RuleOutcome } from "../events/event.js";
import { conditionInWords, valueInWords } from "./condition-words.js";
import { conditionHolds, evaluateConditions, isAboutObject, subjectOf, type ConditionSubject } from "./conditions.js";
import type { EventSubject } from "./object-states.js";
import type { Rule } from "./rule.js";

/** Most rules that may lead to each other; a longer chain is stopped. */
export const longestChain = 50;

/** Whether an automatic rule is asked about a change at all: right type of object, and deletions only where it asks for them. */
export function concerns(rule: Rule, event: Pick<QueuedEvent, "objectType" | "change">): boolean {
  if (rule.type !== 0 || !rule.enabled || rule.objectType !== event.objectType) return false;
  return event.change !== "deleted" || rule.conditions.some((condition) => condition.method === "object_removed");
}

/** Why a rule is not asked about an event although it concerns it; undefined when it is. @param chain the rules that led to the change, also within this event. */
export function heldBack(rule: Rule, event: Pick<QueuedEvent, "skip">, chain: readonly number[]): "loop" | "seen" | undefined {
  if (chain.includes(rule.id)) return "loop";
  return event.skip.includes(rule.id) ? "seen" : undefined;
}

/** An automatic rule against an event: `ran` when it is to run, else why not, with every condition in words. */
export async function askRule(rule: Rule, event: QueuedEvent, { object, previous }: EventSubject, now: number): Promise<Pick<RuleOutcome, "code" | "reasons">> {
  const subject = subjectOf({ objects: object.objects, main: object.type, previous, change: event.change ?? undefined, now });
  const reasons = (): { ok: boolean; text: string }[] => rule.conditions.map((condition, index) => reasonOf(condition, index, subject, object));
  try {
    if (event.change === "modified" && !isRelated(rule.conditions, subject)) return { code: "unrelated", reasons: reasons() };
    const holds = await evaluateConditions({ logic_type: rule.logicType, conditions: rule.conditions, custom_condition: rule.customCondition }, subject);
    return { code: holds ? "ran" : "conditions", reasons: reasons() };
  } catch (error) {
    return { code: "broken", reasons: [{ ok: false, text: messageOf(error) }] };
  }
}

/**
 * A change concerns a rule when one of the fields that its conditions name changed: IBM's rules run when something
 * that they ask about changed, not at every change of the object. A rule without conditions runs at every change.
 */
function isRelated(conditions: readonly ConditionDTO[], subject: ConditionSubject): boolean {
  if (conditions.length === 0) return true;
  const changed: ConditionDTO = { evaluation_id: null, field_name: null, method: "changed", type: null, value: null };
  return conditions.some(({ field_name }) => field_name !== null && isAboutObject(field_name, subject) && conditionHolds({ ...changed, field_name }, subject));
}

function reasonOf(condition: ConditionDTO, index: number, subject: ConditionSubject, object: { readonly type: string; readonly name: string }): { ok: boolean; text: string } {
  const name = `Condition ${condition.evaluation_id ?? index + 1}: ${conditionInWords(condition, object.type)}`;
  try {
    const ok = conditionHolds(condition, subject);
    if (condition.field_name === null) return { ok, text: `${name}.` };
    return { ok, text: `${name}: ${valuesInWords(condition, subject, object)}.` };
  } catch (error) {
    return { ok: false, text: `${name} cannot be asked: ${messageOf(error)}` };
  }
}

function valuesInWords({ field_name: field }: ConditionDTO, subject: ConditionSubject, object: { readonly type: string; readonly name: string }): string {
  if (object.type === "artifact" && object.name === hiddenValue && /^(artifact\.)?value$/.test(field ?? "")) return "it is hidden";
  const current = valueInWords(subject.value(field ?? ""));
  if (subject.change !== "modified" || !isAboutObject(field ?? "", subject)) return `it is ${current}`;
  const previous = valueInWords(subject.previous?.(field ?? ""));
  return previous === current ? `it is ${current}, as before` : `it was ${previous} and is ${current}`;
}
