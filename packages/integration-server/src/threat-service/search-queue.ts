import { setMaxListeners } from "node:events";
import { type AppThreatSearcher, type ArtifactToSearch, found, lookupFailed, type LookupOutcome } from "@soarkit/app-sdk";
import { SoarkitError } from "@soarkit/protocol";
import type { Logger } from "@soarkit/runtime";
import type { AppRuntime } from "../apps/app-runtime.js";
import { failedCall } from "../dispatch/failure.js";
import { withinTime } from "../time-limit.js";
import type { Lookup } from "./lookup.js";

/** How long look-ups are gathered for a searcher that takes several at once, in milliseconds. */
const gatherMs = 15;
/** A problem that lasts is logged again after so many milliseconds. */
const tellAgainMs = 60_000;

/** What a queue needs. */
export interface SearchQueueOptions {
  readonly searcher: AppThreatSearcher;
  readonly runtime: AppRuntime;
  readonly log: Logger;
  /** Aborted when the server cannot wait any longer. */
  readonly stopped: AbortSignal;
  /** Size of a stored file. */
  readonly fileOf: (lookup: Lookup) => Promise<ArtifactToSearch["file"]>;
  readonly onOutcome: (lookup: Lookup, outcome: LookupOutcome) => void;
}

/** Hands look-ups to one searcher: as many at once as it takes, in calls side by side, each with a time limit. */
export class SearchQueue {
  readonly #options: SearchQueueOptions;
  readonly #waiting: Lookup[] = [];
  #running = 0;
  #gathering: NodeJS.Timeout | undefined;
  /** What went wrong last; undefined once a search worked. */
  problem: string | undefined;
  #toldAt = 0;

  constructor(options: SearchQueueOptions) {
    this.#options = options;
    setMaxListeners(0, options.stopped);
  }

  add(lookup: Lookup): void {
    this.#waiting.push(lookup);
    if (this.#options.searcher.maximumBatch === 1) this.#start();
    else this.#gathering ??= setTimeout(() => { this.#gathering = undefined; this.#start(); }, gatherMs);
  }

  #start(): void {
    const { searcher, stopped } = this.#options;
    while (this.#running < searcher.concurrency && this.#waiting.length > 0 && !stopped.aborted) {
      this.#running++;
      void this.#search(this.#take()).finally(() => {
        this.#running--;
        this.#start();
      });
    }
  }

  /** The next look-ups in line. Those that failed go in smaller and smaller lists, so that one cannot fail the others for ever. */
  #take(): Lookup[] {
    const { maximumBatch } = this.#options.searcher;
    let count = 0;
    let most = maximumBatch;
    for (const { attempts } of this.#waiting) {
      most = Math.min(most, Math.max(1, Math.floor(maximumBatch / 4 ** Math.max(0, attempts - 1))));
      if (count >= most) break;
      count++;
    }
    return this.#waiting.splice(0, count);
  }

  async #search(lookups: readonly Lookup[]): Promise<void> {
    const { stopped, onOutcome } = this.#options;
    let outcomes: readonly LookupOutcome[];
    try {
      outcomes = await this.#call(lookups);
      this.problem = outcomes.find((outcome) => outcome.kind === "failed")?.reason;
    } catch (error) {
      // What the server's end broke off is searched for again by the next start.
      if (stopped.aborted) return;
      const reason = this.#reasonOf(error);
      outcomes = lookups.map(() => lookupFailed(reason));
      this.problem = reason;
    }
    this.#tell(lookups.length);
    lookups.forEach((lookup, index) => { onOutcome(lookup, outcomes[index] ?? lookupFailed("The searcher answered nothing for it.")); });
  }

  async #call(lookups: readonly Lookup[]): Promise<readonly LookupOutcome[]> {
    const { searcher, runtime, log, stopped, fileOf } = this.#options;
    const { path, timeLimitSeconds: seconds } = searcher;
    const settings = await runtime.settings();
    const leaving = lookups.filter(({ artifact }) => searcher.mayLeave(artifact, settings.config));
    if (leaving.length === 0) return lookups.map(() => found());
    const artifacts = await Promise.all(leaving.map(async (lookup) => ({ id: lookup.id, artifact: lookup.artifact, file: await fileOf(lookup) })));
    const late = () => new SoarkitError("THREAT_SEARCH_TIMEOUT", { path, seconds });
    const outcomes = await withinTime({ stopped, milliseconds: seconds * 1000, late }, (signal) => searcher.search(artifacts, { config: settings.config, http: runtime.http(settings).withSignal(signal), log, signal }));
    if (outcomes.length !== leaving.length) throw new Error(`the searcher answered ${outcomes.length} outcomes for ${leaving.length} look-ups`);
    const byLookup = new Map(leaving.map((lookup, index) => [lookup, outcomes[index]]));
    return lookups.map((lookup) => byLookup.get(lookup) ?? found());
  }

  #reasonOf(error: unknown): string {
    const failed = failedCall((reference) => new SoarkitError("THREAT_SEARCH_BROKE", { path: this.#options.searcher.path, reference }).message, error);
    if (failed.kind === "failed") return failed.result.reason ?? "It failed without a reason.";
    if (failed.kind === "ask") return failed.question;
    if (failed.reference !== undefined) this.#options.log.error({ err: error, reference: failed.reference }, "A threat searcher stopped on an unexpected error");
    return failed.message;
  }

  /** A searcher whose system is away fails for many artifacts: that is told once a minute. */
  #tell(count: number): void {
    if (this.problem === undefined || Date.now() - this.#toldAt < tellAgainMs) return;
    this.#toldAt = Date.now();
    this.#options.log.warn({ reason: this.problem, lookups: count }, "A threat look-up failed and is made again later");
  }
}
