import type { PlatformTransaction } from "../database.js";
import type { EventChange, EventProgress, ObjectState, QueuedEvent, RuleOutcome } from "../events/event.js";
import { keepHistory, markSeen, parkEvent, takeEvent } from "../events/store.js";
import { actingPrincipal } from "../scripts/effects.js";
import type { ScriptEffect } from "../scripts/script-effects.js";
import type { RuleActivities, RunSubject, RunTurn } from "./activities.js";
import { cannotRun } from "./automations.js";
import { askRule, concerns, heldBack, longestChain } from "./event-conditions.js";
import { stateName, withChanges, type EventSubject, type ObjectStates } from "./object-states.js";
import type { Rule } from "./rule.js";

/** How the script of a parked event ended. */
export type ScriptEnd = { readonly effects: readonly ScriptEffect[] } | { readonly error: string };

/** What a turn of an event leads to after its commit. */
export interface EventTurn {
  /** A script has to run before it goes on. */
  readonly parked: boolean;
  /** Workflow instances to kick. */
  readonly instances: readonly number[];
}

/** An event that is a change, not the run of a menu item. */
type Change = QueuedEvent & { readonly change: EventChange };

/** Where the rules of an event stand while its turn is made. */
interface Course {
  readonly event: Change;
  readonly rules: number[];
  readonly setters: number[];
  readonly outcomes: RuleOutcome[];
  readonly instances: number[];
  now: ObjectState;
}

const noValues = { labels: {}, ids: {} };

/** Asks the automatic rules about an event, in their order, and lets those run whose conditions hold. */
export class EventRules {
  constructor(private readonly deps: { readonly states: ObjectStates; readonly activities: RuleActivities; readonly now: () => number }) {}

  /**
   * Carries an event as far as it goes without a script, in the caller's transaction: taking it out of the queue and
   * everything its rules do is one change.
   * @param rules all rules in their order.
   * @param script how the script ended for which the event was parked.
   */
  async advance(trx: PlatformTransaction, event: QueuedEvent, rules: readonly Rule[], script?: ScriptEnd): Promise<EventTurn> {
    const { progress } = event;
    if (!isChange(event)) return this.advanceMenuItem(trx, event, rules, script);
    const course = courseOf(event, progress?.rules ?? rules.filter((rule) => concerns(rule, event)).map((rule) => rule.id));
    if (progress?.run != null && script !== undefined && (await this.goOnAfterScript(trx, course, progress.run, rules, script))) return { parked: true, instances: course.instances };
    while (course.rules.length > 0) {
      const id = course.rules.shift();
      const rule = rules.find((candidate) => candidate.id === id);
      if (rule === undefined || !concerns(rule, event)) continue;
      if (await this.ask(trx, course, rule, rules)) return { parked: true, instances: course.instances };
    }
    await takeEvent(trx, event.id);
    if (course.outcomes.length > 0) await keepHistory(trx, event, stateName(course.now), course.outcomes, this.deps.now());
    return { parked: false, instances: course.instances };
  }

  /** Ends an event that cannot be carried out: it is shown in the action status and does not hold up the next one. */
  async giveUp(trx: PlatformTransaction, event: QueuedEvent, rules: readonly Rule[], error: string): Promise<void> {
    const { activities } = this.deps;
    const run = event.progress?.run;
    if (run != null) await activities.fail(trx, run.id, error);
    else if (isChange(event)) {
      const course = courseOf(event, []);
      for (const rule of rules.filter((candidate) => concerns(candidate, event) && heldBack(candidate, event, event.chain) === undefined)) {
        await activities.fail(trx, await activities.begin(trx, this.subjectOf(course, rule, stateName(course.now))), error);
      }
    }
    await takeEvent(trx, event.id);
  }

  /** What the script is about for which an event is parked. */
  runSubject(event: QueuedEvent, rule: Rule): RunSubject {
    if (!isChange(event)) return menuSubject(event, rule);
    const course = courseOf(event, []);
    return this.subjectOf(course, rule, stateName(course.now));
  }

  /** The run of a menu item goes on behind its script. */
  private async advanceMenuItem(trx: PlatformTransaction, event: QueuedEvent, rules: readonly Rule[], script: ScriptEnd | undefined): Promise<EventTurn> {
    const { activities } = this.deps;
    const run = event.progress?.run;
    const rule = rules.find((candidate) => candidate.id === run?.rule);
    let turn: RunTurn = { instances: [] };
    if (run != null && script !== undefined) {
      if (rule === undefined) turn = await activities.fail(trx, run.id, deletedRule(run.rule));
      else if ("error" in script) turn = await activities.fail(trx, run.id, script.error);
      else turn = await activities.goOnAfterScript(trx, run.id, menuSubject(event, rule), run.next, script.effects);
    }
    if (turn.script !== undefined && run != null && event.progress !== null) await parkEvent(trx, event.id, { ...event.progress, run: { ...run, next: turn.script.next } });
    else await takeEvent(trx, event.id);
    return { parked: turn.script !== undefined, instances: turn.instances };
  }

  /** Answers true when the event is parked. */
  private async ask(trx: PlatformTransaction, course: Course, rule: Rule, rules: readonly Rule[]): Promise<boolean> {
    const { event } = course;
    const named = { id: rule.id, name: rule.name };
    const held = heldBack(rule, event, [...event.chain, ...course.setters]);
    if (held !== undefined) {
      course.outcomes.push({ rule: named, code: held });
      return false;
    }
    const subject: EventSubject = await this.deps.states.subject(event, course.now, trx);
    const answer = await askRule(rule, event, subject, this.deps.now());
    if (answer.code !== "ran") {
      course.outcomes.push({ rule: named, ...answer });
      return false;
    }
    const run = this.subjectOf(course, rule, subject.object.name);
    const runId = await this.deps.activities.begin(trx, run);
    if (course.setters.length > 0) await markSeen(trx, event.id, rule.id);
    if (run.chain.length > longestChain) {
      await this.stopChain(trx, runId, run, rules);
      course.outcomes.push({ rule: named, ...answer, code: "depth", run: runId });
      return false;
    }
    course.outcomes.push({ rule: named, ...answer, run: runId });
    return this.carryOut(trx, course, rule, runId, () => this.deps.activities.goOn(trx, runId, run, 0));
  }

  private async goOnAfterScript(trx: PlatformTransaction, course: Course, { id, rule: ruleId, next }: NonNullable<EventProgress["run"]>, rules: readonly Rule[], script: ScriptEnd): Promise<boolean> {
    const rule = rules.find((candidate) => candidate.id === ruleId);
    if (rule === undefined) {
      await this.deps.activities.fail(trx, id, deletedRule(ruleId));
      return false;
    }
    if ("error" in script) {
      await this.deps.activities.fail(trx, id, script.error);
      return false;
    }
    const run = this.subjectOf(course, rule, stateName(course.now));
    return this.carryOut(trx, course, rule, id, () => this.deps.activities.goOnAfterScript(trx, id, run, next, script.effects));
  }

  /** Lets activities run and notes what they changed of the object, for the rules behind. Answers true when the event is parked. */
  private async carryOut(trx: PlatformTransaction, course: Course, rule: Rule, runId: number, work: () => Promise<RunTurn>): Promise<boolean> {
    const { event } = course;
    const changes = rule.automations.length > 0 && event.change !== "deleted";
    const before = changes ? await this.current(trx, event) : undefined;
    const turn = await work();
    course.instances.push(...turn.instances);
    const after = changes ? await this.current(trx, event) : undefined;
    if (before !== undefined && after !== undefined && JSON.stringify(before) !== JSON.stringify(after)) {
      course.now = withChanges(course.now, before, after);
      course.setters.push(rule.id);
    }
    if (turn.script === undefined) return false;
    const { rules, setters, now, outcomes } = course;
    await parkEvent(trx, event.id, { rules, setters, now, outcomes, run: { id: runId, rule: rule.id, next: turn.script.next } });
    return true;
  }

  private current(trx: PlatformTransaction, event: Change): Promise<ObjectState | undefined> {
    return this.deps.states.current(event.objectType, event.objectId, event.incidentId, trx);
  }

  private subjectOf({ event, setters, now }: Course, rule: Rule, name: string): RunSubject {
    const chain = [...event.chain, ...setters.filter((id) => id !== rule.id), rule.id];
    return {
      rule,
      object: { type: event.objectType, id: event.objectId, name, incidentId: event.incidentId },
      principal: actingPrincipal(event.principal, { chain, event: event.id }),
      chain,
      values: noValues,
      change: event.change,
      last: now,
      created: this.deps.now(),
    };
  }

  private async stopChain(trx: PlatformTransaction, runId: number, { rule, chain }: RunSubject, rules: readonly Rule[]): Promise<void> {
    const names = chain.slice(0, -1).map((id) => rules.find((candidate) => candidate.id === id)?.name ?? `(deleted rule ${id})`);
    await this.deps.activities.fail(trx, runId, cannotRun(rule, `${longestChain} rules have led to each other: ${names.join(" → ")}. Change one of them so that they stop.`).message);
  }
}

function isChange(event: QueuedEvent): event is Change {
  return event.change !== null;
}

function courseOf(event: Change, rules: readonly number[]): Course {
  const { progress } = event;
  const now = progress?.now ?? event.after ?? event.before;
  if (now === null) throw new Error("a change has neither a state before nor after it");
  return { event, rules: [...rules], setters: [...(progress?.setters ?? [])], outcomes: [...(progress?.outcomes ?? [])], instances: [], now };
}

function menuSubject(event: QueuedEvent, rule: Rule): RunSubject {
  const { objectName = "", labels = {}, ids = {} } = event.progress?.menu ?? {};
  const chain = [...event.chain, rule.id];
  return {
    rule,
    object: { type: event.objectType, id: event.objectId, name: objectName, incidentId: event.incidentId },
    principal: actingPrincipal(event.principal, { chain }),
    chain,
    values: { labels, ids },
    change: null,
    created: event.created,
  };
}

function deletedRule(id: number): string {
  return cannotRun({ name: String(id) }, "it was deleted while its script ran.").message;
}
