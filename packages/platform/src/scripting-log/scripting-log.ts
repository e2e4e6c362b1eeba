import { messageOf } from "@soarkit/protocol";
import type { Logger } from "@soarkit/runtime";
import type { PlatformDatabase } from "../database.js";
import { announce } from "../live/changes.js";
import type { ScriptLogLine } from "../scripts/script-context.js";
import { countRuns, deleteRunsUpTo, insertRuns, listRuns, runsOfInstances, scriptsOfRun, type RunFilter, type ScriptRun, type StoredRun } from "./store.js";

/** Runs that are kept; older ones are forgotten. */
const kept = 10_000;
/** Characters kept of the lines of one run. */
const longestText = 20_000;
const mostEffects = 100;
/** How long a run may wait to be written, milliseconds: many scripts cost one write. */
const gatherMs = 100;
/** Runs that may wait; more are dropped with a word in the server's log. */
const mostWaiting = 2_000;

/** What scripts of workflows wrote and did, kept for people. It loses at most the last moments when the process is killed. */
export class ScriptingLog {
  #waiting: ScriptRun[] = [];
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(private readonly deps: { readonly database: PlatformDatabase; readonly log: Logger }) {}

  /** Keeps a run. */
  add(run: ScriptRun): void {
    if (this.#waiting.length >= mostWaiting) {
      this.deps.log.warn({ script: run.script }, "A run of a script is missing in the scripting log: too many at a time");
      return;
    }
    this.#waiting.push({ ...run, lines: bounded(run.lines), effects: run.effects.slice(0, mostEffects) });
    this.#timer ??= setTimeout(() => void this.flush(), gatherMs);
  }

  /** Runs, newest first, and how many there are. */
  async list(page: RunFilter & { start: number; size: number }): Promise<{ runs: StoredRun[]; total: number }> {
    await this.flush();
    const { db } = this.deps.database;
    return { runs: await listRuns(db, page), total: await countRuns(db, page) };
  }

  /** Runs of these workflow instances, oldest first. */
  async ofInstances(instanceIds: readonly number[]): Promise<StoredRun[]> {
    await this.flush();
    return runsOfInstances(this.deps.database.db, instanceIds);
  }

  /** The scripts of this run of a rule, oldest first. */
  async ofRun(runId: number): Promise<StoredRun[]> {
    await this.flush();
    return scriptsOfRun(this.deps.database.db, runId);
  }

  /** Resolves when everything that was added is written. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const runs = this.#waiting;
    this.#waiting = [];
    if (runs.length > 0) this.#writing = this.#writing.then(() => this.#write(runs));
    return this.#writing;
  }

  async #write(runs: readonly ScriptRun[]): Promise<void> {
    try {
      await this.deps.database.transaction(async (trx) => {
        const last = await insertRuns(trx, runs);
        await deleteRunsUpTo(trx, last - kept);
        announce(trx, { topics: ["messaging", "configuration"], kind: "script.ran" });
        for (const id of new Set(runs.map((run) => run.instanceId))) announce(trx, { of: "instance", kind: "workflow.changed", id });
      });
    } catch (error) {
      this.deps.log.error({ reason: messageOf(error) }, "Runs of scripts could not be written to the scripting log");
    }
  }
}

function bounded(lines: readonly ScriptLogLine[]): ScriptLogLine[] {
  const some: ScriptLogLine[] = [];
  let left = longestText;
  for (const line of lines) {
    if (left <= 0) {
      some.push({ level: "warning", text: `… ${lines.length - some.length} more lines were left out` });
      break;
    }
    some.push({ level: line.level, text: line.text.slice(0, left) });
    left -= line.text.length;
  }
  return some;
}
