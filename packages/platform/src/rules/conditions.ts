import { SoarkitError, type ConditionDTO } from "@soarkit/protocol";
import { hierarchySuffix } from "../incidents/snapshot.js";
import { conditionMethods } from "./condition-methods.js";
import { idsOf, parseCustomCondition, treeHolds, type LogicTree } from "./custom-condition.js";

/** Conditions of a rule, a sequence flow or a query, and how they are joined (soar-protocol §1.9, §3.3, §3.4). */
export interface ConditionSet {
  readonly logic_type: "all" | "any" | "advanced";
  readonly conditions: readonly ConditionDTO[];
  /** For `advanced`: such as `1 AND (2 OR 3)`, over the conditions' `evaluation_id`. */
  readonly custom_condition?: string | null | undefined;
}

/** What conditions are asked about. */
export interface ConditionSubject {
  /** Value of a field such as `incident.severity_code`, `artifact.type`, `incident.properties.x`; selects by label. */
  value(field: string): unknown;
  /** The same before the change; undefined when there was none. */
  previous?: ((field: string) => unknown) | undefined;
  /** What happened to the object; undefined for menu items, gateways and queries. */
  readonly change?: "created" | "modified" | "deleted" | undefined;
  /** Whether a field belongs to the object that changed; those of other objects count as unchanged. Default: all do. */
  readonly own?: ((field: string) => boolean) | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The objects that a field name can begin with, as their snapshots: `{incident, artifact, …}`. */
export type SubjectObjects = Readonly<Record<string, unknown>>;

/**
 * A subject from snapshots of objects. A field is found by its whole path; one that begins with no object's name is
 * looked for in `main`.
 */
export function subjectOf(options: {
  readonly objects: SubjectObjects;
  readonly main: string;
  readonly now: number;
  readonly previous?: SubjectObjects | undefined;
  readonly change?: ConditionSubject["change"];
}): ConditionSubject {
  const { objects, main, now, previous, change } = options;
  return {
    value: (field) => lookUp(objects, main, field),
    previous: previous === undefined ? undefined : (field) => lookUp(previous, main, field),
    change,
    own: (field) => ownerOf(objects, main, field) === main,
    now,
  };
}

/** Whether a field belongs to the object that changed. */
export function isAboutObject(field: string, subject: ConditionSubject): boolean {
  return subject.own?.(field) ?? true;
}

/**
 * Whether the conditions hold. No conditions hold always.
 * @param runScript answers a condition of method `script`; without it such a condition is refused.
 * @throws SoarkitError `CONDITION_INVALID` for conditions that `checkConditions` refuses too.
 */
export async function evaluateConditions(
  set: ConditionSet,
  subject: ConditionSubject,
  runScript?: (condition: ConditionDTO) => Promise<boolean>,
): Promise<boolean> {
  const holds = async (condition: ConditionDTO): Promise<boolean> => {
    if (condition.method !== "script") return conditionHolds(condition, subject);
    if (runScript === undefined) throw invalid("the rule", "a condition of method script works in workflows only.");
    return runScript(condition);
  };
  const { conditions } = set;
  if (conditions.length === 0) return true;
  switch (set.logic_type) {
    case "all":
      for (const condition of conditions) if (!(await holds(condition))) return false;
      return true;
    case "any":
      for (const condition of conditions) if (await holds(condition)) return true;
      return false;
    case "advanced":
      return treeHolds(parseCustomCondition(set.custom_condition ?? "", "the rule"), async (id) => {
        const condition = conditions.find((candidate, index) => evaluationId(candidate, index) === id);
        if (condition === undefined) throw invalid("the rule", `the custom condition names ${id}, but there is no condition ${id}.`);
        return holds(condition);
      });
  }
}

/** Whether one condition holds; an unknown method is refused. */
export function conditionHolds(condition: ConditionDTO, subject: ConditionSubject): boolean {
  const method = methodOf(condition);
  if (method === undefined) throw invalid("the rule", `there is no method ${condition.method}.`);
  const field = condition.field_name;
  const above = field !== null && condition.method.endsWith("_hierarchical") ? subject.value(`${field}${hierarchySuffix}`) : undefined;
  return method({
    current: field === null ? undefined : (above ?? subject.value(field)),
    previous: field === null ? undefined : subject.previous?.(field),
    change: field === null || isAboutObject(field, subject) ? subject.change : undefined,
    wanted: condition.value,
    unit: condition.type,
    now: subject.now,
  });
}

/**
 * Checks conditions before they are saved.
 * @param what whose conditions, for the error's text, such as `the rule Look up`.
 * @throws SoarkitError `CONDITION_INVALID` saying what to change.
 */
export function checkConditions(set: ConditionSet, what: string): void {
  for (const [index, condition] of set.conditions.entries()) {
    const place = `condition ${evaluationId(condition, index)}`;
    if (condition.method !== "script" && methodOf(condition) === undefined) {
      throw invalid(what, `${place} has the method ${condition.method}; use one of ${Object.keys(conditionMethods).join(", ")}, script.`);
    }
    const needsField = condition.method !== "script" && condition.method !== "object_added" && condition.method !== "object_removed";
    if (needsField && (condition.field_name === null || condition.field_name === "")) throw invalid(what, `${place} needs a field_name.`);
  }
  if (set.logic_type !== "advanced" || set.conditions.length === 0) return;
  const tree: LogicTree = parseCustomCondition(set.custom_condition ?? "", what);
  const known = set.conditions.map(evaluationId);
  const unknown = idsOf(tree).find((id) => !known.includes(id));
  if (unknown !== undefined) throw invalid(what, `the custom condition names ${unknown}, but there is no condition ${unknown}.`);
}

function methodOf(condition: ConditionDTO) {
  return Object.hasOwn(conditionMethods, condition.method) ? conditionMethods[condition.method] : undefined;
}

/** The number by which a custom condition names a condition: its own, else its place counted from 1. */
function evaluationId(condition: ConditionDTO, index: number): number {
  return condition.evaluation_id ?? index + 1;
}

function lookUp(objects: SubjectObjects, main: string, field: string): unknown {
  const path = field.split(".");
  return ownerOf(objects, main, field) === path[0] ? walk(objects, path) : walk(objects[main], path);
}

function ownerOf(objects: SubjectObjects, main: string, field: string): string {
  const [first = ""] = field.split(".", 1);
  return Object.hasOwn(objects, first) ? first : main;
}

function walk(start: unknown, path: readonly string[]): unknown {
  let value = start;
  for (const part of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  return value;
}

function invalid(what: string, reason: string): SoarkitError {
  return new SoarkitError("CONDITION_INVALID", { what, reason });
}
