import { SoarkitError } from "@soarkit/protocol";
import type { Logger } from "@soarkit/runtime";
import { sandboxAnswerSchema, type SandboxAnswer } from "./script-effects.js";
import type { ScriptContext, ScriptLanguage, ScriptLimits, ScriptOutcome } from "./script-context.js";
import { findSandboxFiles, type SandboxFiles } from "./sandbox-files.js";
import { ScriptProcess } from "./script-process.js";
import { Snapshot } from "./snapshot.js";

const defaultWorkspace = "default";
const sourceLimit = 1_000_000;

/** How scripts are run. */
export interface ScriptRunnerOptions {
  log: Logger;
  /** Folder for the memory snapshot (about 32 MB); may be emptied at any time. */
  cacheDir: string;
  /** Processes at a time, about 200 MB each. Default 2. */
  size?: number;
  /** Time limit of a script in milliseconds. Default 10,000. */
  timeMs?: number;
  /** Scripts that may wait for a process; the next one is refused. Default 1,000. */
  queueLimit?: number;
  /** A process is replaced after so many scripts. Default 1,000. */
  runsPerProcess?: number;
}

interface Job {
  request: string;
  workspace: string;
  timeMs: number;
  resolve: (outcome: ScriptOutcome) => void;
  reject: (error: unknown) => void;
}

interface Slot {
  process: ScriptProcess | undefined;
  workspace: string;
  busy: boolean;
}

/** Runs Python scripts in sandbox processes (design §7 "Scripts"). Processes start with the first script. */
export class ScriptRunner {
  readonly #log: Logger;
  readonly #files: SandboxFiles;
  readonly #snapshot: Snapshot;
  readonly #slots: Slot[];
  readonly #queue: Job[] = [];
  readonly #timeMs: number;
  readonly #queueLimit: number;
  readonly #runsPerProcess: number;
  #stopped = false;

  constructor(options: ScriptRunnerOptions) {
    this.#log = options.log;
    this.#files = findSandboxFiles();
    this.#snapshot = new Snapshot({ files: this.#files, cacheDir: options.cacheDir, log: options.log });
    this.#slots = Array.from({ length: options.size ?? 2 }, () => ({ process: undefined, workspace: "", busy: false }));
    this.#timeMs = options.timeMs ?? 10_000;
    this.#queueLimit = options.queueLimit ?? 1_000;
    this.#runsPerProcess = options.runsPerProcess ?? 1_000;
  }

  /** Makes the memory snapshot when there is none yet (some seconds of one core). Call without waiting at start. */
  prepare(): Promise<void> {
    return this.#snapshot.prepare();
  }

  /** Scripts waiting and running, for metrics. */
  get load(): { waiting: number; running: number } {
    return { waiting: this.#queue.length, running: this.#slots.filter((slot) => slot.busy).length };
  }

  /**
   * Runs one script on a snapshot of its objects and returns what it wants changed; applying that is the caller's.
   * @throws SoarkitError SCRIPT_FAILED (its line and reason), SCRIPT_HELPER_FAIL (`helper.fail`), SCRIPT_TIME_LIMIT,
   * SCRIPT_MEMORY_LIMIT, SCRIPT_OUTPUT_LIMIT, SCRIPT_CRASHED, SCRIPT_QUEUE_FULL
   */
  run(source: string, language: ScriptLanguage, context: ScriptContext, limits: ScriptLimits = {}): Promise<ScriptOutcome> {
    if (this.#stopped) return Promise.reject(new SoarkitError("SCRIPT_CRASHED", { reason: "the platform is stopping" }));
    if (source.length > sourceLimit) return Promise.reject(new SoarkitError("SCRIPT_FAILED", { line: 1, reason: "the script is longer than 1,000,000 characters" }));
    if (this.#queue.length >= this.#queueLimit) return Promise.reject(new SoarkitError("SCRIPT_QUEUE_FULL", { waiting: this.#queue.length }));
    const request = JSON.stringify({ source, language, ...context });
    return new Promise((resolve, reject) => {
      this.#queue.push({ request, workspace: limits.workspace ?? defaultWorkspace, timeMs: limits.timeMs ?? this.#timeMs, resolve, reject });
      this.#next();
    });
  }

  /** Ends all processes; scripts still running or waiting are refused. */
  stop(): Promise<void> {
    this.#stopped = true;
    this.#snapshot.stop();
    for (const job of this.#queue.splice(0)) job.reject(new SoarkitError("SCRIPT_CRASHED", { reason: "the platform is stopping" }));
    for (const slot of this.#slots) slot.process?.kill();
    return Promise.resolve();
  }

  #next(): void {
    for (;;) {
      const job = this.#queue[0];
      const free = this.#slots.filter((slot) => !slot.busy);
      if (job === undefined || free.length === 0) return;
      const slot = free.find((candidate) => candidate.process !== undefined && candidate.workspace === job.workspace) ?? free.find((candidate) => candidate.process === undefined) ?? free[0];
      if (slot === undefined) return;
      this.#queue.shift();
      slot.busy = true;
      void this.#work(slot, job).finally(() => {
        slot.busy = false;
        this.#next();
      });
    }
  }

  async #work(slot: Slot, job: Job): Promise<void> {
    try {
      const process = await this.#processFor(slot, job.workspace);
      const answer = readAnswer(await process.run(job.request, job.timeMs));
      if (answer.failure?.kind === "memory") process.kill();
      job.resolve(outcomeOf(answer));
    } catch (error) {
      job.reject(error);
    } finally {
      if (slot.process?.ended === true || this.#stopped) {
        slot.process?.kill();
        slot.process = undefined;
      }
    }
  }

  async #processFor(slot: Slot, workspace: string): Promise<ScriptProcess> {
    if (slot.process !== undefined && (slot.process.ended || slot.workspace !== workspace || slot.process.runs >= this.#runsPerProcess)) {
      slot.process.kill();
      slot.process = undefined;
    }
    slot.workspace = workspace;
    return (slot.process ??= await this.#start());
  }

  async #start(): Promise<ScriptProcess> {
    if (this.#snapshot.underWay) await this.#snapshot.prepare();
    const snapshot = this.#snapshot.file;
    if (snapshot === undefined) {
      void this.#snapshot.prepare();
      return ScriptProcess.start(this.#files, undefined, this.#log);
    }
    try {
      return await ScriptProcess.start(this.#files, snapshot, this.#log);
    } catch (error) {
      if (this.#stopped) throw error;
      this.#log.warn({ snapshot }, "the memory snapshot for scripts did not start; it is thrown away and made again");
      await this.#snapshot.discard();
      return ScriptProcess.start(this.#files, undefined, this.#log);
    }
  }
}

function readAnswer(text: string): SandboxAnswer {
  try {
    return sandboxAnswerSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new SoarkitError("SCRIPT_CRASHED", { reason: "it answered something unexpected" }, { cause: error });
  }
}

function outcomeOf(answer: SandboxAnswer): ScriptOutcome {
  const { failure } = answer;
  switch (failure?.kind) {
    case "fail":
      throw new SoarkitError("SCRIPT_HELPER_FAIL", { reason: failure.reason, line: failure.line });
    case "memory":
      throw new SoarkitError("SCRIPT_MEMORY_LIMIT", { megabytes: 256 });
    case "output":
      throw new SoarkitError("SCRIPT_OUTPUT_LIMIT", { reason: failure.reason });
    case "error":
      throw new SoarkitError("SCRIPT_FAILED", { line: failure.line === 0 ? "?" : failure.line, reason: failure.reason });
    case undefined:
      return {
        effects: answer.effects,
        log: answer.log,
        ...(answer.inputs === undefined ? {} : { inputs: answer.inputs }),
        ...("value" in answer ? { value: answer.value } : {}),
      };
  }
}
