import { messageOf, SoarkitError } from "@soarkit/protocol";
import { parseInput } from "@soarkit/runtime";
import * as z from "zod";
import { principalDTO, type Principal } from "../accounts/principal.js";
import { requireIncidentAccess } from "../accounts/workspaces/access.js";
import type { PlatformDatabase } from "../database.js";
import { findFunction } from "../messaging/functions/store.js";
import { effectInWords } from "../scripting-log/effects-in-words.js";
import type { ScriptContext, ScriptLogLine } from "../scripts/script-context.js";
import type { ScriptEffect } from "../scripts/script-effects.js";
import { scriptGlobals, type ScriptSnapshots } from "../scripts/script-objects.js";
import type { ScriptRunner } from "../scripts/script-runner.js";
import type { Fields } from "../types/fields.js";
import type { WorkflowDefinitions } from "./definitions.js";
import { staticInputs } from "./static-inputs.js";

const trySchema = z.looseObject({
  element: z.string().max(300).nullish(),
  incident_id: z.number().int(),
  artifact_id: z.number().int().nullish(),
  stage: z.enum(["pre-process", "post-process", "script"]),
  script: z.string().max(1_000_000),
  language: z.enum(["python", "python3"]).nullish(),
  /** What the function would have answered, for a post-process script. */
  results: z.unknown().optional(),
  /** Activity fields of the rule, as `rule.properties`. */
  properties: z.record(z.string(), z.unknown()).nullish(),
});

/** What a script would do; nothing of it has happened. */
export interface TryAnswer {
  /** Inputs after a pre-process script, by name. */
  inputs?: Record<string, unknown>;
  /** What it asked for, each with a sentence for people. */
  effects: (ScriptEffect & { summary: string })[];
  log: ScriptLogLine[];
  /** Why the script failed; absent when it ended well. */
  error?: string;
  /** How long it took, milliseconds. */
  ms: number;
}

/** Runs scripts on real objects without writing what they ask for. */
export class TryScript {
  constructor(
    private readonly deps: {
      readonly database: PlatformDatabase;
      readonly definitions: WorkflowDefinitions;
      readonly runner: Pick<ScriptRunner, "run">;
      readonly snapshots: ScriptSnapshots & { readonly artifacts: { require(incidentId: number, id: number): Promise<unknown> } };
      readonly fields: Pick<Fields, "list">;
    },
  ) {}

  /** @throws SoarkitError `OBJECT_UNKNOWN` (workflow, element, incident, artifact), `BODY_INVALID`. What the script does wrong is in the answer. */
  async try(workflow: string, body: unknown, principal: Principal): Promise<TryAnswer> {
    const input = parseInput(trySchema, body, "script to try");
    const record = await this.deps.definitions.require(this.deps.database.db, workflow);
    await requireIncidentAccess(this.deps.database.db, principal, input.incident_id, "read");
    const artifactId = input.artifact_id ?? undefined;
    if (artifactId !== undefined) await this.deps.snapshots.artifacts.require(input.incident_id, artifactId);
    const object = artifactId === undefined ? { type: "incident", id: input.incident_id } : { type: "artifact", id: artifactId };
    const rule = { name: "Try", properties: input.properties ?? {} };
    const globals = await scriptGlobals(this.deps.snapshots, { incidentId: input.incident_id, object, principal: principalDTO(principal), rule });
    const shared = { ...globals, workflow: { properties: {} } };
    const began = performance.now();
    try {
      const context = await this.contextFor(input, record, shared);
      const outcome = await this.deps.runner.run(input.script, input.language ?? "python", context);
      const effects = outcome.effects.map((effect) => ({ ...effect, summary: effectInWords(effect) }));
      return { ...(outcome.inputs === undefined ? {} : { inputs: outcome.inputs }), effects, log: outcome.log, ms: Math.round(performance.now() - began) };
    } catch (error) {
      if (!(error instanceof SoarkitError) || error.definition.class === "not_found" || error.code === "SCRIPT_QUEUE_FULL") throw error;
      return { effects: [], log: [], error: messageOf(error), ms: Math.round(performance.now() - began) };
    }
  }

  private async contextFor(
    input: z.output<typeof trySchema>,
    workflow: { workflow_id: number; content_version: number; name: string },
    globals: ScriptContext["globals"],
  ): Promise<ScriptContext> {
    if (input.stage === "script") return { kind: "object", globals };
    if (input.stage === "post-process") return { kind: "post", globals: { ...globals, results: input.results ?? null } };
    const model = await this.deps.definitions.model(this.deps.database.db, { id: workflow.workflow_id, version: workflow.content_version, name: workflow.name });
    const element = model.elements.get(input.element ?? "");
    if (element?.kind !== "function") throw new SoarkitError("OBJECT_UNKNOWN", { kind: `function step of the workflow ${workflow.name}`, id: input.element ?? "(none named)" });
    const called = await findFunction(this.deps.database.db, { uuid: element.functionUuid });
    if (called === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "function", id: element.functionUuid });
    const declared = new Set(called.viewItems.map((item) => item.content));
    const fields = (await this.deps.fields.list("__function")).filter((field) => declared.has(field.uuid) || declared.has(field.name));
    return { kind: "pre", globals: { ...globals, inputs: staticInputs(element.name, element.content, fields) }, inputNames: fields.map((field) => field.name) };
  }
}
