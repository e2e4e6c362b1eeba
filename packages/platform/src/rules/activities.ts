import { InvocationMessageType, InvocationStatus, SoarkitError } from "@soarkit/protocol";
import { principalDTO, type Principal } from "../accounts/principal.js";
import type { PlatformTransaction } from "../database.js";
import type { EventChange, ObjectState } from "../events/event.js";
import { queueRun, withSavepoint } from "../events/store.js";
import type { ActionMessages } from "../messaging/action-messages.js";
import { appendMessage, endRun, insertInvocation, linkInstance } from "../messaging/invocations/store.js";
import { applyEffects, type EffectTargets } from "../scripts/effects.js";
import type { ScriptEffect } from "../scripts/script-effects.js";
import type { ActivityValues } from "./activity-fields.js";
import { activitiesOf, cannotRun, type Activity } from "./automations.js";
import { valueInWords } from "./condition-words.js";
import type { Rule } from "./rule.js";

/** What rules need of workflows. */
export interface WorkflowStarter {
  /** Stores a new instance in the caller's transaction and answers its id. */
  start(
    trx: PlatformTransaction,
    request: {
      readonly workflow: number;
      readonly object: { readonly type: string; readonly id: number; readonly name: string };
      readonly incidentId: number;
      readonly rule: { readonly id: number; readonly name: string; readonly type: 0 | 1; readonly properties: Readonly<Record<string, unknown>> };
      readonly principal: ReturnType<typeof principalDTO>;
    },
  ): Promise<number>;
  /** Lets a stored instance run; after the commit. */
  kick(instanceId: number): void;
}

/** A run of a rule on an object. */
export interface RunSubject {
  readonly rule: Rule;
  readonly object: { readonly type: string; readonly id: number; readonly name: string; readonly incidentId: number };
  /** On whose behalf; its cause ends with this rule. */
  readonly principal: Principal;
  /** The rules that led to this run, oldest first, itself last. */
  readonly chain: readonly number[];
  readonly values: ActivityValues;
  /** What happened to the object; null when a person runs a menu item. */
  readonly change: EventChange | null;
  /** The object as it was last, for when it is gone. */
  readonly last?: ObjectState | null | undefined;
  readonly created: number;
}

/** How far a run has come. */
export interface RunTurn {
  /** The activity that is a script and has to run next; undefined when the run has done all it does itself. */
  readonly script?: { readonly next: number; readonly script: string | number } | undefined;
  /** Workflow instances to kick after the commit. */
  readonly instances: readonly number[];
  /** Why it ended before its last activity. */
  readonly failure?: SoarkitError | undefined;
}

/** Carries out what rules do, each activity wholly or not at all; one that fails ends its rule. */
export class RuleActivities {
  constructor(
    private readonly deps: { readonly workflows: WorkflowStarter; readonly messages: ActionMessages; readonly targets: EffectTargets; readonly now: () => number },
  ) {}

  /** Writes the run of a rule into the action status and answers its id. */
  async begin(trx: PlatformTransaction, subject: RunSubject): Promise<number> {
    const { rule, object, principal, chain, values, created } = subject;
    return insertInvocation(trx, {
      kind: "rule",
      parentId: null,
      instanceId: null,
      executionId: null,
      rule: { id: rule.id, name: rule.name, type: rule.type },
      functionId: null,
      function: null,
      workflow: null,
      destination: null,
      incidentId: object.incidentId,
      object: { type: object.type, id: object.id, name: object.name },
      principal: principalDTO(principal),
      inputs: values.labels,
      chain,
      created,
      timeoutSeconds: rule.timeoutSeconds,
      timeoutAt: null,
      status: InvocationStatus.pending,
      outcome: "pending",
      state: "pending",
      error: null,
    });
  }

  /** Goes on with a run from this activity until its end, a script or a failure, and writes down what became of it. */
  async goOn(trx: PlatformTransaction, runId: number, subject: RunSubject, from: number): Promise<RunTurn> {
    const activities = activitiesOf(subject.rule);
    const instances: number[] = [];
    for (const [index, activity] of activities.entries()) {
      if (index < from) continue;
      if (activity.kind === "script") {
        if (subject.change === "deleted") return { ...(await this.fail(trx, runId, cannotRun(subject.rule, gone(subject)).message)), instances };
        return { script: { next: index, script: activity.script }, instances };
      }
      try {
        await withSavepoint(trx, () => this.perform(trx, runId, subject, activity, instances));
      } catch (error) {
        if (!(error instanceof SoarkitError)) throw error;
        return { ...(await this.fail(trx, runId, error.message)), instances, failure: error };
      }
    }
    const ends = subject.rule.workflowIds.length === 0 && subject.rule.destinationIds.length === 0;
    await endRun(trx, runId, ends ? { status: InvocationStatus.complete, outcome: "completed", state: "processed", error: null, ended: this.deps.now() } : undefined);
    return { instances };
  }

  /** Writes what a script wanted and goes on behind it. */
  async goOnAfterScript(trx: PlatformTransaction, runId: number, subject: RunSubject, at: number, effects: readonly ScriptEffect[]): Promise<RunTurn> {
    const { rule, object, principal } = subject;
    try {
      await withSavepoint(trx, () =>
        applyEffects(trx, this.deps.targets, effects, { incidentId: object.incidentId, object, principal: principalDTO(principal), cause: principal.cause, source: { kind: "rule", rule: rule.name } }),
      );
    } catch (error) {
      if (!(error instanceof SoarkitError)) throw error;
      return this.fail(trx, runId, error.message);
    }
    return this.goOn(trx, runId, subject, at + 1);
  }

  /** Puts the run of a menu item aside until its script has run; it goes on like an event of its object. */
  async park(trx: PlatformTransaction, runId: number, { rule, object, principal, chain, values, created }: RunSubject, next: number): Promise<void> {
    const progress = { rules: [], run: { id: runId, rule: rule.id, next }, setters: [], now: null, outcomes: [], menu: { objectName: object.name, ...values } };
    await queueRun(trx, { object, principal, chain: chain.slice(0, -1), at: created, progress });
  }

  /** Ends a run that cannot go on. */
  async fail(trx: PlatformTransaction, runId: number, error: string): Promise<RunTurn> {
    const ended = this.deps.now();
    await endRun(trx, runId, { status: InvocationStatus.error, outcome: "error", state: "failed", error, ended });
    await appendMessage(trx, runId, { type: InvocationMessageType.error, text: error, create_date: ended });
    return { instances: [] };
  }

  private async perform(trx: PlatformTransaction, runId: number, subject: RunSubject, activity: Exclude<Activity, { kind: "script" }>, instances: number[]): Promise<void> {
    const { rule, object, principal, change } = subject;
    switch (activity.kind) {
      case "refused":
        throw cannotRun(rule, `${activity.reason}. Take this activity out of the rule.`);
      case "set_field":
        if (change === "deleted") throw cannotRun(rule, gone(subject));
        await this.setField(trx, subject, activity);
        await appendMessage(trx, runId, { type: InvocationMessageType.information, text: `Set ${activity.objectType} ${activity.field} to ${valueInWords(activity.value)}`, create_date: this.deps.now() });
        return;
      case "workflow": {
        if (change === "deleted") throw cannotRun(rule, gone(subject));
        const instance = await this.deps.workflows.start(trx, {
          workflow: activity.workflow,
          object: { type: object.type, id: object.id, name: object.name },
          incidentId: object.incidentId,
          rule: { id: rule.id, name: rule.name, type: rule.type, properties: subject.values.labels },
          principal: principalDTO(principal),
        });
        await linkInstance(trx, runId, instance);
        instances.push(instance);
        return;
      }
      case "messages":
        await this.deps.messages.send(trx, runId, subject);
    }
  }

  private async setField(trx: PlatformTransaction, subject: RunSubject, { objectType, field, value }: Activity & { kind: "set_field" }): Promise<void> {
    const { rule, object, principal } = subject;
    if (objectType === "incident") await this.deps.targets.incidents.setFields(trx, object.incidentId, { [field]: value }, principal);
    else if (objectType === "artifact" && object.type === "artifact") await this.deps.targets.artifacts.setFields(trx, object.id, { [field]: value }, principal);
    else throw cannotRun(rule, `it sets the field ${field} of the ${objectType}, which cannot be set from a rule on ${object.type} objects. Set a field of the incident${object.type === "artifact" ? " or artifact" : ""}.`);
  }
}

function gone({ object }: RunSubject): string {
  return `the ${object.type} ${object.name.slice(0, 100)} is deleted: a rule on deletion can only send messages. Take the other activities out of it.`;
}

