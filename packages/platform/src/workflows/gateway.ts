import { SoarkitError } from "@soarkit/protocol";
import { evaluateConditions, subjectOf } from "../rules/conditions.js";
import type { Element, Flow } from "./bpmn/model.js";
import { parseScriptCondition } from "./bpmn/step-content.js";
import type { Instance } from "./instance.js";
import type { StepScripts } from "./step-scripts.js";

/** A visit to a gateway. */
export interface GatewayVisit {
  readonly element: Element & { kind: "exclusive" };
  readonly instance: Instance;
  readonly visit: { readonly executionId: string };
}

/**
 * The flow that an instance takes at an exclusive gateway: the first whose condition is true, else the default.
 * @throws SoarkitError WORKFLOW_STEP_FAILED when there is none; CONDITION_INVALID and the errors of scripts.
 */
export async function chooseFlow(at: GatewayVisit, scripts: StepScripts, now: number): Promise<Flow> {
  const { element: gateway, instance } = at;
  const subject = subjectOf({ objects: { ...(await scripts.objects(instance)) }, main: instance.object.type, now });
  const byDefault = gateway.outgoing.find((flow) => flow.id === gateway.defaultFlow);
  for (const flow of gateway.outgoing) {
    if (flow === byDefault) continue;
    if (flow.condition === null) return flow;
    const set = { ...flow.condition, conditions: flow.condition.conditions.map((condition) => ({ ...condition, value: condition.value ?? null })) };
    const holds = await evaluateConditions(set, subject, async (condition) => {
      const script = parseScriptCondition(condition.value);
      const outcome = await scripts.run(instance, {
        source: script.script_text,
        language: script.language ?? flow.condition?.script_language,
        kind: "condition",
        expression: script.final_expression_text,
        step: { id: gateway.id, name: gateway.name, executionId: at.visit.executionId },
      });
      return isTrue(outcome?.value);
    });
    if (holds) return flow;
  }
  if (byDefault !== undefined) return byDefault;
  throw new SoarkitError("WORKFLOW_STEP_FAILED", { step: gateway.name, reason: "none of its conditions is true and it has no default flow." });
}

/** Truth as Python sees it. */
function isTrue(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === "object" && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
}
