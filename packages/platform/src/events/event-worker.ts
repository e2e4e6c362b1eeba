import { setImmediate } from "node:timers/promises";
import { messageOf } from "@soarkit/protocol";
import type { Logger } from "@soarkit/runtime";
import type { PlatformDatabase, PlatformTransaction } from "../database.js";
import type { EventRules, ScriptEnd } from "../rules/event-rules.js";
import type { Rule } from "../rules/rule.js";
import type { QueuedEvent } from "./event.js";
import { nextEvents, parkedEvents, pruneHistory } from "./store.js";

/** How many events are read at a time. */
const eventsAtOnce = 25;
/** How long one transaction goes on taking events, milliseconds: everything else waits for it. */
const longestRound = 15;
/** Scripts of rules that run at a time. */
const mostScripts = 4;
/** How often an event is tried that breaks off for a reason which is not its rules'. */
const mostTries = 3;
/** Pause after a failure of the database, milliseconds. */
const afterFailure = 1_000;
/** How long it is kept what became of events, milliseconds: 30 days. */
const historyLife = 30 * 86_400_000;

/** What the worker needs of its surroundings. */
export interface EventWorkerDeps {
  readonly database: PlatformDatabase;
  readonly log: Logger;
  readonly rules: Pick<EventRules, "advance" | "giveUp">;
  /** All rules in their order, from memory. */
  readonly allRules: () => Promise<readonly Rule[]>;
  /** Runs the script for which an event was parked; never rejects for what the script did. */
  readonly runScript: (event: QueuedEvent, rules: readonly Rule[]) => Promise<ScriptEnd>;
  /** Lets a workflow instance run. */
  readonly kick: (instanceId: number) => void;
  readonly now: () => number;
}

/**
 * Takes queued events one by one: those of an incident in their order, those of different incidents beside each other
 * where scripts run. What it does for an event and that the event is done is one transaction, so that an event has its
 * effects exactly once, wherever the process is killed. It sleeps until somebody wakes it.
 */
export class EventWorker {
  readonly #scripts = new Map<number, Promise<void>>();
  readonly #tries = new Map<number, number>();
  #wanted = false;
  #running: Promise<void> | undefined;
  #started = false;
  #pause: NodeJS.Timeout | undefined;
  #pruned = 0;

  constructor(private readonly deps: EventWorkerDeps) {}

  /** Takes up what is left from before. */
  start(): void {
    this.#started = true;
    this.wake();
  }

  /** Says that events were queued or that a script has ended; after the commit. */
  readonly wake = (): void => {
    this.#wanted = true;
    if (this.#started && this.#pause === undefined) this.#running ??= this.#work();
  };

  /** Takes no more events and waits for the one under way; the others are taken up at the next start. */
  async stop(): Promise<void> {
    this.#started = false;
    clearTimeout(this.#pause);
    this.#pause = undefined;
    await this.#running;
    await Promise.all(this.#scripts.values());
  }

  /** Resolves when no event is left that can be carried out now; for tests. */
  async idle(): Promise<void> {
    while (this.#running !== undefined || this.#scripts.size > 0) await Promise.all([this.#running, ...this.#scripts.values()]);
  }

  async #work(): Promise<void> {
    try {
      while (this.#started && this.#wanted) {
        await setImmediate();
        this.#wanted = false;
        if (await this.#round()) this.#wanted = true;
        await this.#startScripts();
      }
    } catch (error) {
      this.deps.log.error({ err: error }, `Queued changes could not be given to the rules; trying again: ${messageOf(error)}`);
      this.#retryLater();
    } finally {
      this.#running = undefined;
    }
    if (this.#started && this.#wanted && this.#pause === undefined) this.wake();
  }

  /** Answers whether there may be more to do. */
  async #round(): Promise<boolean> {
    const rules = await this.deps.allRules();
    let current: QueuedEvent | undefined;
    const instances: number[] = [];
    let more = false;
    try {
      await this.deps.database.transaction(async (trx) => {
        const began = performance.now();
        const inTime = (): boolean => performance.now() - began < longestRound;
        do {
          const held = new Set<number>();
          const events = await nextEvents(trx, eventsAtOnce);
          more = events.length > 0;
          for (const event of events) {
            if (held.has(event.incidentId)) continue;
            if (!inTime()) return;
            current = event;
            const turn = await this.#advance(trx, event, rules);
            if (turn.parked) held.add(event.incidentId);
            instances.push(...turn.instances);
          }
        } while (more && inTime());
        await this.#prune(trx);
      });
    } catch (error) {
      if (current === undefined) throw error;
      await this.#failed(current, error);
      return true;
    }
    for (const instance of instances) this.deps.kick(instance);
    return more;
  }

  /** An event that kept breaking off is given up, so that those behind it go on. */
  async #advance(trx: PlatformTransaction, event: QueuedEvent, rules: readonly Rule[], script?: ScriptEnd) {
    const tries = this.#tries.get(event.id) ?? 0;
    if (tries < mostTries) return this.deps.rules.advance(trx, event, rules, script);
    await this.deps.rules.giveUp(trx, event, rules, `The rules could not be asked about this change: it broke off ${tries} times. The platform's log says why.`);
    this.#tries.delete(event.id);
    return { parked: false, instances: [] };
  }

  async #failed(event: QueuedEvent, error: unknown): Promise<void> {
    const tries = (this.#tries.get(event.id) ?? 0) + 1;
    this.deps.log.error({ err: error, event: event.id, incident: event.incidentId, tries }, `The rules could not be asked about a change: ${messageOf(error)}`);
    if (tries > mostTries) throw error;
    this.#tries.set(event.id, tries);
    await Promise.resolve();
  }

  #retryLater(): void {
    if (!this.#started) return;
    this.#pause ??= setTimeout(() => {
      this.#pause = undefined;
      this.wake();
    }, afterFailure);
  }

  async #startScripts(): Promise<void> {
    const free = mostScripts - this.#scripts.size;
    if (free <= 0 || !this.#started) return;
    for (const event of await parkedEvents(this.deps.database.db, [...this.#scripts.keys()], free)) {
      const run = this.#script(event)
        .catch((error: unknown) => {
          this.deps.log.error({ err: error, event: event.id }, `The script of a rule could not be carried out; trying again: ${messageOf(error)}`);
          this.#retryLater();
        })
        .finally(() => {
          this.#scripts.delete(event.id);
          this.wake();
        });
      this.#scripts.set(event.id, run);
    }
  }

  async #script(event: QueuedEvent): Promise<void> {
    const end = await this.deps.runScript(event, await this.deps.allRules());
    if (!this.#started) return;
    const rules = await this.deps.allRules();
    try {
      const turn = await this.deps.database.transaction((trx) => this.#advance(trx, event, rules, end));
      for (const instance of turn.instances) this.deps.kick(instance);
    } catch (error) {
      await this.#failed(event, error);
    }
  }

  async #prune(trx: PlatformTransaction): Promise<void> {
    const now = this.deps.now();
    if (now - this.#pruned < 86_400_000) return;
    await pruneHistory(trx, now - historyLife);
    this.#pruned = now;
  }
}
