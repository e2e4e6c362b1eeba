import { messageOf, SoarkitError } from "@soarkit/protocol";
import { effectInWords } from "../scripting-log/effects-in-words.js";
import type { ScriptingLog } from "../scripting-log/scripting-log.js";
import type { ScriptContext, ScriptLanguage, ScriptOutcome } from "../scripts/script-context.js";
import { scriptGlobals, type ScriptSnapshots } from "../scripts/script-objects.js";
import type { ScriptRunner } from "../scripts/script-runner.js";
import type { Instance } from "./instance.js";

/** A script of a step and what it gets beside the objects of the instance. */
export interface StepScript {
  readonly source: string | null | undefined;
  readonly language: ScriptLanguage | null | undefined;
  readonly kind: ScriptContext["kind"];
  readonly inputs?: Record<string, unknown>;
  readonly inputNames?: readonly string[];
  readonly results?: unknown;
  readonly expression?: string;
  /** For the log: which step, and which visit of it. */
  readonly step: { readonly id: string; readonly name: string; readonly executionId: string };
}

const stages = { pre: "pre-process", post: "post-process", object: "script", condition: "condition" } as const;

/** Runs the scripts of workflow steps on snapshots of the instance's objects. */
export class StepScripts {
  constructor(private readonly options: { scripts: Pick<ScriptRunner, "run">; snapshots: ScriptSnapshots; scriptingLog: Pick<ScriptingLog, "add">; now: () => number }) {}

  /** The objects that scripts and conditions of this instance see now. */
  async objects(instance: Instance): Promise<ScriptContext["globals"]> {
    const globals = await scriptGlobals(this.options.snapshots, instance);
    return { ...globals, workflow: { properties: { ...instance.properties } } };
  }

  /** Runs a script; undefined when there is none. What it logs goes to the scripting log. */
  async run(instance: Instance, script: StepScript): Promise<ScriptOutcome | undefined> {
    const source = script.source ?? "";
    if (source.trim() === "" && script.expression === undefined) return undefined;
    const globals = await this.objects(instance);
    const context: ScriptContext = {
      kind: script.kind,
      globals: { ...globals, ...(script.inputs === undefined ? {} : { inputs: script.inputs }), ...("results" in script ? { results: script.results } : {}) },
      ...(script.inputNames === undefined ? {} : { inputNames: script.inputNames }),
      ...(script.expression === undefined ? {} : { expression: script.expression }),
    };
    const began = performance.now();
    try {
      const outcome = await this.options.scripts.run(source, script.language ?? "python", context, { workspace: instance.workspace });
      this.#keep(instance, script, performance.now() - began, { outcome });
      return outcome;
    } catch (error) {
      // A full queue is no run: the step is tried again.
      if (!(error instanceof SoarkitError && error.code === "SCRIPT_QUEUE_FULL")) this.#keep(instance, script, performance.now() - began, { error });
      throw error;
    }
  }

  #keep(instance: Instance, script: StepScript, duration: number, end: { outcome?: ScriptOutcome; error?: unknown }): void {
    const { step, kind } = script;
    const stage = stages[kind];
    this.options.scriptingLog.add({
      at: this.options.now(),
      script: `${step.name}: ${stage === "pre-process" || stage === "post-process" ? `${stage} script` : stage}`,
      stage,
      workflow: instance.workflow,
      instanceId: instance.id,
      elementId: step.id,
      executionId: step.executionId,
      incidentId: instance.incidentId,
      object: instance.object,
      ok: end.outcome !== undefined,
      duration: Math.round(duration),
      lines: end.outcome?.log ?? [],
      effects: [...setInputs(end.outcome), ...(end.outcome?.effects ?? []).map(effectInWords)],
      error: end.outcome === undefined ? messageOf(end.error) : null,
    });
  }
}

function setInputs(outcome: ScriptOutcome | undefined): string[] {
  return Object.entries(outcome?.inputs ?? {}).filter(([, value]) => value !== null && value !== undefined).map(([name, value]) => `Input ${name}: ${(JSON.stringify(value) as string | undefined)?.slice(0, 200) ?? ""}`);
}
