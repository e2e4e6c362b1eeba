import type { WorkflowStepDTO } from "@soarkit/protocol";
import type { Invocation } from "../messaging/invocations/invocation.js";
import type { StoredRun } from "../scripting-log/store.js";
import type { Element, WorkflowModel } from "./bpmn/model.js";
import type { Instance, Step } from "./instance.js";

/** What the plan of an instance is made of. */
export interface PlanParts {
  readonly model: WorkflowModel;
  readonly steps: readonly Step[];
  /** Calls of the instance, oldest first. */
  readonly calls: readonly Invocation[];
  readonly scripts: readonly StoredRun[];
}

/** The visits of an instance in the order they began, then the steps that it has not come to. */
export function planOf(instance: Instance, { model, steps, calls, scripts }: PlanParts): WorkflowStepDTO[] {
  const visits = steps.map((step) => visitDTO(instance, step, { model, calls, scripts }));
  const seen = new Set(steps.map((step) => step.elementId));
  // An instance at its first script has no step written yet.
  const now = new Map(instance.state.visits.filter((visit) => !seen.has(visit.element)).map((visit) => [visit.element, visit]));
  const ahead = inOrder(model).filter((element) => !seen.has(element.id) && isStep(element));
  return [...visits, ...ahead.map((element) => aheadDTO(element, instance.status === "running" && now.has(element.id)))];
}

function visitDTO(instance: Instance, step: Step, { model, calls, scripts }: Omit<PlanParts, "steps">): WorkflowStepDTO {
  const call = calls.findLast((candidate) => candidate.id === step.invocationId) ?? calls.findLast((candidate) => candidate.executionId?.split("/", 1)[0] === step.executionId);
  const own = scripts.filter((run) => run.executionId === step.executionId);
  const stopped = step.state === "waiting" && instance.status !== "running";
  return {
    element_id: step.elementId,
    name: step.name,
    status: step.state,
    start_date: step.startDate,
    end_date: step.endDate,
    invocation_id: step.invocationId,
    error: step.error,
    id: step.elementId,
    kind: model.elements.get(step.elementId)?.kind ?? "unknown",
    state: step.state === "waiting" ? (stopped ? "stopped" : "running") : step.state,
    started: step.startDate,
    ended: step.endDate,
    attempt: step.attempt,
    inputs: call?.inputs == null ? null : { ...call.inputs },
    results: call?.results ?? null,
    log: own.flatMap((run) => [...run.lines.map((line) => ({ level: line.level, text: line.text, script: run.script, at: run.at })), ...(run.error === null ? [] : [{ level: "error", text: run.error, script: run.script, at: run.at }])]),
  };
}

function aheadDTO(element: Element, running: boolean): WorkflowStepDTO {
  const { id, name, kind } = element;
  const nothing = { start_date: null, end_date: null, invocation_id: null, error: null, started: null, ended: null, attempt: 0, inputs: null, results: null, log: [] };
  return { element_id: id, name, status: "waiting", id, kind, state: running ? "running" : "waiting", ...nothing };
}

function isStep(element: Element): boolean {
  return element.kind === "function" || element.kind === "script";
}

/** Elements in the order in which they can be reached. */
function inOrder(model: WorkflowModel): Element[] {
  const reached = new Set<Element>([model.start]);
  for (const element of reached) {
    for (const flow of element.outgoing) {
      const next = model.elements.get(flow.target);
      if (next !== undefined) reached.add(next);
    }
  }
  return [...reached];
}
