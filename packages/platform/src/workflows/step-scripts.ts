import type { Logger } from "@soarkit/runtime";
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
  /** For the log: which step. */
  readonly step: string;
}

/** Runs the scripts of workflow steps on snapshots of the instance's objects. */
export class StepScripts {
  constructor(private readonly options: { scripts: Pick<ScriptRunner, "run">; snapshots: ScriptSnapshots; log: Logger }) {}

  /** The objects that scripts and conditions of this instance see now. */
  async objects(instance: Instance): Promise<ScriptContext["globals"]> {
    const globals = await scriptGlobals(this.options.snapshots, instance);
    return { ...globals, workflow: { properties: { ...instance.properties } } };
  }

  /** Runs a script; undefined when there is none. What it logs goes to the log. */
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
    const outcome = await this.options.scripts.run(source, script.language ?? "python", context, { workspace: instance.workspace });
    for (const line of outcome.log) {
      const level = line.level === "warning" ? "warn" : line.level;
      this.options.log[level]({ workflow: instance.workflow.programmaticName, workflow_instance: instance.id, step: script.step }, line.text);
    }
    return outcome;
  }
}
