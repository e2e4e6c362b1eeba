import { messageOf, SoarkitError } from "@soarkit/protocol";
import { principalDTO } from "../accounts/principal.js";
import type { PlatformDatabase } from "../database.js";
import type { QueuedEvent } from "../events/event.js";
import { effectInWords } from "../scripting-log/effects-in-words.js";
import type { ScriptingLog } from "../scripting-log/scripting-log.js";
import { scriptGlobals, type ScriptSnapshots } from "../scripts/script-objects.js";
import type { ScriptRunner } from "../scripts/script-runner.js";
import { findScript, type StoredScript } from "../scripts/store.js";
import type { RunSubject } from "./activities.js";
import { activitiesOf, cannotRun } from "./automations.js";
import type { EventRules, ScriptEnd } from "./event-rules.js";
import type { Rule } from "./rule.js";

/** Runs the scripts of rules, outside of every transaction; what they want is written when they have ended. */
export class RuleScripts {
  constructor(
    private readonly deps: {
      readonly database: PlatformDatabase;
      readonly rules: Pick<EventRules, "runSubject">;
      readonly scripts: Pick<ScriptRunner, "run">;
      readonly snapshots: ScriptSnapshots;
      readonly scriptingLog: Pick<ScriptingLog, "add">;
      readonly now: () => number;
    },
  ) {}

  /** Runs the script for which an event was parked. @throws SoarkitError `SCRIPT_QUEUE_FULL`: try again later. */
  async run(event: QueuedEvent, rules: readonly Rule[]): Promise<ScriptEnd> {
    const at = event.progress?.run;
    const rule = rules.find((candidate) => candidate.id === at?.rule);
    if (at == null || rule === undefined) return { effects: [] };
    const activity = activitiesOf(rule)[at.next];
    // The rule was changed while the event waited: what stands there now is carried out as it stands.
    if (activity?.kind !== "script") return { error: cannotRun(rule, "it was changed while its script waited. Run it again.").message };
    const subject = this.deps.rules.runSubject(event, rule);
    const began = performance.now();
    let script: StoredScript | undefined;
    try {
      script = await this.find(rule, activity.script);
      const globals = await scriptGlobals(this.deps.snapshots, { incidentId: subject.object.incidentId, object: subject.object, principal: principalDTO(subject.principal), rule: { name: rule.name, properties: subject.values.labels } });
      const outcome = await this.deps.scripts.run(script.source, script.language, { kind: "object", globals }, { workspace: "default" });
      this.keep(at.id, subject, script, performance.now() - began, { lines: outcome.log, effects: outcome.effects.map(effectInWords), error: null });
      return { effects: outcome.effects };
    } catch (error) {
      if (!(error instanceof SoarkitError) || error.code === "SCRIPT_QUEUE_FULL") throw error;
      if (script !== undefined) this.keep(at.id, subject, script, performance.now() - began, { lines: [], effects: [], error: messageOf(error) });
      return { error: `${script === undefined ? "" : `The script ${script.name}: `}${messageOf(error)}` };
    }
  }

  private async find(rule: Rule, handle: string | number): Promise<StoredScript> {
    const { db } = this.deps.database;
    const found = typeof handle === "number" ? await findScript(db, { id: handle }) : ((await findScript(db, { name: handle })) ?? (await findScript(db, { uuid: handle })));
    if (found === undefined) throw cannotRun(rule, `there is no script ${String(handle).slice(0, 200)}. Choose another one.`);
    if (found.objectType !== rule.objectType) throw cannotRun(rule, `its script ${found.name} works on ${found.objectType} objects, the rule on ${rule.objectType} ones. Choose another script.`);
    return found;
  }

  private keep(runId: number, { rule, object }: RunSubject, script: StoredScript, duration: number, end: { lines: readonly { level: "debug" | "info" | "warning" | "error"; text: string }[]; effects: readonly string[]; error: string | null }): void {
    this.deps.scriptingLog.add({
      at: this.deps.now(),
      script: script.name,
      stage: "script",
      workflow: { id: 0, name: rule.name },
      instanceId: 0,
      elementId: "",
      executionId: "",
      runId,
      incidentId: object.incidentId,
      object,
      ok: end.error === null,
      duration: Math.round(duration),
      ...end,
    });
  }
}
