import { messageOf, SoarkitError } from "@soarkit/protocol";
import type { PlatformDatabase, PlatformTransaction } from "../database.js";
import type { FunctionCalls } from "../messaging/function-calls.js";
import { findFunction } from "../messaging/functions/store.js";
import { findRunOfInstance } from "../messaging/invocations/store.js";
import { applyEffects, type EffectTargets } from "../scripts/effects.js";
import type { ScriptEffect } from "../scripts/script-effects.js";
import { findScript } from "../scripts/store.js";
import type { Fields } from "../types/fields.js";
import type { Element, Flow, WorkflowModel } from "./bpmn/model.js";
import type { WorkflowDefinitions } from "./definitions.js";
import { chooseFlow } from "./gateway.js";
import type { Instance, Step, StepStage } from "./instance.js";
import { TryLater } from "./scheduler.js";
import { staticInputs } from "./static-inputs.js";
import type { StepScripts } from "./step-scripts.js";
import { findInstance, listSteps, saveStep, updateInstance } from "./store.js";
import { elementAt, isOver, leave, stuckJoins, type TokenState, type Visit } from "./tokens.js";

/** What turns need of the other rooms. */
export interface TurnDeps {
  readonly database: PlatformDatabase;
  readonly definitions: WorkflowDefinitions;
  readonly scripts: StepScripts;
  readonly calls: Pick<FunctionCalls, "call" | "find" | "markProcessed" | "recordScriptError">;
  readonly fields: Pick<Fields, "list">;
  readonly targets: EffectTargets;
  readonly now: () => number;
  /** True once the platform stops: what fails then is no fault of the workflow. */
  readonly stopping: () => boolean;
}

/** The instance is not running any more (terminated in between): what the open change would have done is undone. */
class NotRunning extends Error {}

/** A step's visit and all that belongs to it. */
interface At<E extends Element = Element> {
  readonly instance: Instance;
  readonly model: WorkflowModel;
  readonly element: E;
  readonly visit: Visit;
  readonly step: Step | undefined;
}

/**
 * Brings one instance as far as it can go now. Whatever a step does is written in one transaction with the fact that
 * it is done, so that a turn can be cut off anywhere and made again.
 */
export async function makeTurn(deps: TurnDeps, instanceId: number): Promise<void> {
  for (;;) {
    const instance = await findInstance(deps.database.db, instanceId);
    if (instance?.status !== "running") return;
    if (instance.state.visits.length === 0) {
      await updateInstance(deps.database.db, instanceId, "running", closing(instance.state, deps.now()));
      return;
    }
    const model = await deps.definitions.model(deps.database.db, instance.workflow);
    const steps = await listSteps(deps.database.db, instanceId);
    let moved = false;
    for (const visit of instance.state.visits) {
      const step = steps.find((candidate) => candidate.executionId === visit.executionId);
      moved = await makeVisit(deps, { instance, model, visit, step, element: elementAt(model, visit.element) });
      if (moved) break;
    }
    if (!moved) return;
  }
}

/** Answers true when the instance has changed: it went on, or stopped with an error. */
async function makeVisit(deps: TurnDeps, at: At): Promise<boolean> {
  const stage = { now: "condition" as StepStage };
  try {
    const { element } = at;
    switch (element.kind) {
      case "function":
        return await visitFunction(deps, { ...at, element }, stage);
      case "script":
        stage.now = "script";
        return await visitScript(deps, { ...at, element });
      case "exclusive": {
        const flow = await chooseFlow({ ...at, element }, deps.scripts, deps.now());
        await goOn(deps, at, [flow], []);
        return true;
      }
      default:
        throw new SoarkitError("WORKFLOW_STEP_FAILED", { step: element.name, reason: "it cannot be run here." });
    }
  } catch (error) {
    if (error instanceof NotRunning) return true;
    if (deps.stopping() || (error instanceof SoarkitError && error.code === "SCRIPT_QUEUE_FULL")) throw new TryLater(messageOf(error), { cause: error });
    await stopWithError(deps, at, stage.now, messageOf(error));
    return true;
  }
}

async function visitFunction(deps: TurnDeps, at: At<Element & { kind: "function" }>, stage: { now: StepStage }): Promise<boolean> {
  const { instance, element, step } = at;
  if (step === undefined || step.invocationId === null) {
    stage.now = "pre-process";
    await callFunction(deps, at);
    return false;
  }
  stage.now = "function";
  const call = await deps.calls.find(instance.id, callId(step));
  if (call === undefined || call.state === "pending") return false;
  if (call.state === "failed") throw new SoarkitError("WORKFLOW_STEP_FAILED", { step: element.name, reason: `the function failed: ${call.error ?? "no reason was given"}` });
  stage.now = "post-process";
  const { content } = element;
  const results = call.results ?? null;
  const outcome = await deps.scripts.run(instance, { source: content.post_processing_script, language: content.post_processing_script_language, kind: "post", results, step: stepHandle(at) });
  const resultName = content.result_name ?? "";
  const called = await findFunction(deps.database.db, { uuid: element.functionUuid });
  await goOn(deps, at, element.outgoing, outcome?.effects ?? [], {
    ...(called === undefined ? {} : { source: { function: called.displayName === "" ? called.name : called.displayName } }),
    properties: resultName === "" ? {} : { [resultName]: results },
    also: (trx) => deps.calls.markProcessed(trx, call.invocationId),
  });
  return true;
}

async function callFunction(deps: TurnDeps, at: At<Element & { kind: "function" }>): Promise<void> {
  const { instance, element } = at;
  const { content } = element;
  const called = await findFunction(deps.database.db, { uuid: element.functionUuid });
  if (called === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "function", id: element.functionUuid });
  const declared = new Set(called.viewItems.map((item) => item.content));
  const fields = (await deps.fields.list("__function")).filter((field) => declared.has(field.uuid) || declared.has(field.name));
  const statics = staticInputs(element.name, content, fields);
  const outcome = await deps.scripts.run(instance, {
    source: content.pre_processing_script,
    language: content.pre_processing_script_language,
    kind: "pre",
    inputs: statics,
    inputNames: fields.map((field) => field.name),
    step: stepHandle(at),
  });
  const step = stepOf(deps, at);
  await deps.database.transaction(async (trx) => {
    if (!(await updateInstance(trx, instance.id, "running", {}))) throw new NotRunning();
    const { invocationId } = await deps.calls.call(trx, {
      instanceId: instance.id,
      executionId: callId(step),
      function: element.functionUuid,
      inputs: outcome?.inputs ?? statics,
      workflow: instance.workflow,
      incidentId: instance.incidentId,
      object: instance.object,
      principal: instance.principal,
      rule: instance.rule,
    });
    await saveStep(trx, instance.id, { ...step, invocationId });
  });
}

async function visitScript(deps: TurnDeps, at: At<Element & { kind: "script" }>): Promise<boolean> {
  const script = await findScript(deps.database.db, { uuid: at.element.scriptUuid });
  if (script === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "script", id: at.element.scriptUuid });
  const outcome = await deps.scripts.run(at.instance, { source: script.source, language: script.language, kind: "object", step: stepHandle(at) });
  await goOn(deps, at, at.element.outgoing, outcome?.effects ?? []);
  return true;
}

/** Writes the effects of a visit and where the instance goes from there, in one transaction. */
async function goOn(
  deps: TurnDeps,
  at: At,
  flows: readonly Flow[],
  effects: readonly ScriptEffect[],
  more: { source?: { function: string }; properties?: Record<string, unknown>; also?: (trx: PlatformTransaction) => Promise<void> } = {},
): Promise<void> {
  const { instance } = at;
  const now = deps.now();
  const state = await Promise.resolve().then(() => leave(at.model, instance.state, at.visit.executionId, flows));
  await deps.database.transaction(async (trx) => {
    const cause = effects.length === 0 ? undefined : { chain: (await findRunOfInstance(trx, instance.id))?.chain ?? (instance.rule === null ? [] : [instance.rule.id]) };
    const set = await applyEffects(trx, deps.targets, effects, { ...instance, cause, source: { kind: "workflow", workflow: instance.workflow.name, ...more.source } });
    const properties = { ...instance.properties, ...set, ...more.properties };
    if (!(await updateInstance(trx, instance.id, "running", { properties, state, ...closing(state, now) }))) throw new NotRunning();
    await more.also?.(trx);
    await saveStep(trx, instance.id, { ...stepOf(deps, at), state: "done", stage: null, error: null, endDate: now });
  });
}

async function stopWithError(deps: TurnDeps, at: At, stage: StepStage, message: string): Promise<void> {
  const step = stepOf(deps, at);
  const { id } = at.instance;
  await deps.database.transaction(async (trx) => {
    const error = `Step "${at.element.name}", ${stage}: ${message}`;
    if (!(await updateInstance(trx, id, "running", { status: "error", error }))) return;
    await saveStep(trx, id, { ...step, state: "error", stage, error: message });
    if (stage === "function") return;
    await deps.calls.recordScriptError(trx, { instanceId: id, executionId: callId(step), invocationId: step.invocationId ?? undefined, stage, message });
  });
}

function stepOf(deps: TurnDeps, at: At): Step {
  const fresh: Step = {
    executionId: at.visit.executionId,
    elementId: at.element.id,
    name: at.element.name,
    state: "waiting",
    stage: null,
    error: null,
    attempt: 1,
    invocationId: null,
    startDate: deps.now(),
    endDate: null,
  };
  return at.step ?? fresh;
}

/** A visit as the scripting log names it. */
function stepHandle(at: At): { id: string; name: string; executionId: string } {
  return { id: at.element.id, name: at.element.name, executionId: at.visit.executionId };
}

/** Under which a step's call is known; another attempt is another call. */
function callId(step: Step): string {
  return step.attempt === 1 ? step.executionId : `${step.executionId}/${step.attempt}`;
}

/** What a state means for its instance: over, stuck at a join, or nothing. */
function closing(state: TokenState, now: number): { status?: "completed" | "error"; endDate?: number; error?: string } {
  if (isOver(state)) return { status: "completed", endDate: now };
  const stuck = stuckJoins(state);
  return stuck.length === 0 ? {} : { status: "error", error: `The gateway ${stuck.join(", ")} waits for a branch that does not come any more. Correct the workflow, then terminate this run and start it again.` };
}
