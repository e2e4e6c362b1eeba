import { rm, stat } from "node:fs/promises";
import { type ArtifactToSearch, type AppThreatSearcher, type Hit, type LookupOutcome } from "@soarkit/app-sdk";
import { SoarkitError, type ThreatServiceArtifact } from "@soarkit/protocol";
import { type Logger, redactText } from "@soarkit/runtime";
import type { AppRuntime } from "../apps/app-runtime.js";
import { Lookup, lookupKey } from "./lookup.js";
import type { LookupWriter } from "./lookup-writer.js";
import type { ThreatServiceMetrics } from "./metrics.js";
import type { LookupRow } from "./schema.js";
import { SearchQueue } from "./search-queue.js";
import type { ThreatServiceSettings } from "./settings.js";

/** First pause before a failed search is made again, in milliseconds; it doubles each time. */
const firstPauseMs = 1_000;
const sweepEveryMs = 30_000;
/** A searcher's hits of one artifact; more are left out. */
const mostHits = 100;

/** A searcher and the app it belongs to. */
export interface ProvidedSearcher {
  readonly searcher: AppThreatSearcher;
  readonly runtime: AppRuntime;
  readonly log: Logger;
}

/** What the look-ups need. */
export interface LookupsOptions {
  readonly searchers: readonly ProvidedSearcher[];
  readonly settings: ThreatServiceSettings;
  readonly writer: LookupWriter;
  readonly metrics: ThreatServiceMetrics;
  readonly log: Logger;
  readonly stopped: AbortSignal;
}

/**
 * Every look-up from the first question to the end of its time in the cache. What waits, what was given up, and what a
 * platform still has to fetch stays until its time is over; of the other answers the most recently used `cache_size` stay.
 * An error is never an answer: a search that fails or is not ready is made again, later and later, up to `max_retries` times.
 */
export class Lookups {
  readonly #options: LookupsOptions;
  readonly #queues: ReadonlyMap<string, SearchQueue>;
  readonly #open = new Map<string, Lookup>();
  readonly #kept = new Map<string, Lookup>();
  readonly #timers = new Map<Lookup, NodeJS.Timeout>();
  readonly #sweeping: NodeJS.Timeout;
  #pending = 0;
  #ended = false;

  /** @param rows - look-ups of earlier runs: unfinished ones go on */
  constructor(options: LookupsOptions, rows: readonly LookupRow[]) {
    this.#options = options;
    this.#queues = new Map(options.searchers.map(({ searcher, runtime, log }) => [searcher.path, new SearchQueue({ searcher, runtime, log, stopped: options.stopped, fileOf, onOutcome: (lookup, outcome) => { this.#settle(lookup, outcome); } })]));
    for (const row of rows) this.#restore(row);
    this.#sweeping = setInterval(() => { this.#sweep(); }, sweepEveryMs);
    this.#sweeping.unref();
  }

  get pending(): number {
    return this.#pending;
  }

  /** Finished answers in the cache. */
  get cached(): number {
    return this.#kept.size;
  }

  /** What went wrong with a searcher last. */
  problemOf(service: string): string | undefined {
    return this.#queues.get(service)?.problem;
  }

  /** The look-up with this id; undefined when it is not known, or no longer. */
  find(service: string, id: string): Lookup | undefined {
    const lookup = this.#get(lookupKey(service, id));
    return lookup?.expiresAt !== undefined && lookup.expiresAt <= Date.now() ? undefined : lookup;
  }

  /**
   * The look-up of an artifact: the one under way or in the cache, else a new one.
   *
   * @throws SoarkitError THREAT_BUSY
   */
  ask(service: string, id: string, artifact: ThreatServiceArtifact, file: string | undefined): Lookup {
    const known = this.find(service, id);
    if (known !== undefined && known.state !== "failed") {
      if (known.state === "done") this.#touch(known);
      if (file !== undefined && file !== known.file) void rm(file, { force: true });
      this.#options.metrics.asked(service, known.state === "done" ? "cache" : "joined");
      return known;
    }
    const { maxPending } = this.#options.settings;
    if (this.#pending >= maxPending) throw new SoarkitError("THREAT_BUSY", { count: this.#pending, id });
    const lookup = new Lookup(service, id, artifact, file);
    this.#kept.delete(lookup.key);
    this.#open.set(lookup.key, lookup);
    this.#pending++;
    this.#options.metrics.asked(service, "new");
    this.#options.writer.save(lookup);
    this.#search(lookup);
    return lookup;
  }

  /** A platform asks for an answer that is not there: too often, and the look-up is given up. */
  question(lookup: Lookup): void {
    if (lookup.state === "pending" && ++lookup.questions > this.#options.settings.maxRetries) this.#giveUp(lookup);
  }

  /** A platform has got the final answer. */
  delivered(lookup: Lookup): void {
    if (!lookup.owed) return;
    lookup.owed = false;
    if (this.#open.get(lookup.key) === lookup && lookup.state === "done") this.#keep(lookup);
  }

  /** Makes no more searches and lets everybody go on who waits for one. */
  stop(): void {
    this.#ended = true;
    clearInterval(this.#sweeping);
    for (const timer of this.#timers.values()) clearTimeout(timer);
    for (const lookup of this.#open.values()) lookup.wake();
  }

  #restore(row: LookupRow): void {
    const lookup = Lookup.fromRow(row);
    const over = lookup.state !== "pending" && (lookup.expiresAt ?? 0) <= Date.now();
    if (over || !this.#queues.has(lookup.service)) this.#forget(lookup);
    else if (lookup.state === "done") {
      lookup.answer = answerText(lookup);
      this.#keep(lookup);
    } else {
      this.#open.set(lookup.key, lookup);
      if (lookup.state === "failed") return;
      this.#pending++;
      if (lookup.nextAt === undefined || lookup.nextAt <= Date.now()) this.#search(lookup);
      else this.#later(lookup, lookup.nextAt - Date.now());
    }
  }

  #get(key: string): Lookup | undefined {
    return this.#open.get(key) ?? this.#kept.get(key);
  }

  #search(lookup: Lookup): void {
    lookup.nextAt = undefined;
    this.#queues.get(lookup.service)?.add(lookup);
  }

  #later(lookup: Lookup, milliseconds: number): void {
    if (this.#ended) return;
    this.#timers.set(lookup, setTimeout(() => {
      this.#timers.delete(lookup);
      this.#search(lookup);
    }, milliseconds));
  }

  #settle(lookup: Lookup, outcome: LookupOutcome): void {
    if (this.#ended || this.#open.get(lookup.key) !== lookup) return;
    lookup.attempts++;
    this.#options.metrics.searched(lookup.service, outcome.kind);
    if (outcome.kind === "found") this.#finish(lookup, outcome.hits);
    else {
      if (outcome.kind === "not ready") lookup.hits = outcome.hits.slice(0, mostHits);
      lookup.reason = outcome.kind === "failed" ? redactText(outcome.reason) : undefined;
      // One that was given up meanwhile stays so.
      if (lookup.state === "pending") this.#again(lookup, outcome.kind === "not ready" ? outcome.retrySeconds : undefined);
    }
    lookup.wake();
  }

  #finish(lookup: Lookup, hits: readonly Hit[]): void {
    const { settings, writer, log } = this.#options;
    if (hits.length > mostHits) log.warn({ service: lookup.service, id: lookup.id, hits: hits.length, kept: mostHits }, "A threat look-up has too many hits; the others are left out");
    if (lookup.state === "pending") this.#pending--;
    lookup.hits = hits.slice(0, mostHits);
    lookup.state = "done";
    lookup.reason = undefined;
    lookup.answer = answerText(lookup);
    // Whoever was told to come back gets the answer, however short the cache.
    lookup.expiresAt = Date.now() + (lookup.owed ? Math.max(settings.cacheTtlMs, this.#patienceMs) : settings.cacheTtlMs);
    this.#dropFile(lookup);
    writer.save(lookup);
    if (!lookup.owed) this.#keep(lookup);
  }

  #again(lookup: Lookup, retrySeconds: number | undefined): void {
    const { settings, writer } = this.#options;
    if (lookup.attempts >= settings.maxRetries) {
      this.#giveUp(lookup);
      return;
    }
    const longest = settings.laterRetrySecs * 1000;
    const pause = retrySeconds === undefined ? Math.min(longest, firstPauseMs * 2 ** Math.min(lookup.attempts - 1, 20)) : Math.min(3_600_000, retrySeconds * 1000);
    lookup.nextAt = Date.now() + pause;
    writer.save(lookup);
    this.#later(lookup, pause);
  }

  #giveUp(lookup: Lookup): void {
    const timer = this.#timers.get(lookup);
    clearTimeout(timer);
    this.#timers.delete(lookup);
    this.#pending--;
    lookup.state = "failed";
    lookup.nextAt = undefined;
    lookup.expiresAt = Date.now() + Math.max(this.#options.settings.cacheTtlMs, this.#patienceMs);
    this.#options.log.warn({ service: lookup.service, id: lookup.id, attempts: lookup.attempts, reason: lookup.reason }, "A threat look-up was given up");
    this.#options.metrics.searched(lookup.service, "given up");
    this.#dropFile(lookup);
    this.#options.writer.save(lookup);
  }

  /** How long a platform may take to come back. */
  get #patienceMs(): number {
    return 2_000 * Math.max(this.#options.settings.firstRetrySecs, this.#options.settings.laterRetrySecs) + 60_000;
  }

  #keep(lookup: Lookup): void {
    this.#open.delete(lookup.key);
    this.#kept.set(lookup.key, lookup);
    const [oldest] = this.#kept.values();
    if (this.#kept.size > this.#options.settings.cacheSize && oldest !== undefined) this.#forget(oldest);
  }

  /** Makes it the most recently used one. */
  #touch(lookup: Lookup): void {
    if (this.#kept.delete(lookup.key)) this.#kept.set(lookup.key, lookup);
  }

  #forget(lookup: Lookup): void {
    this.#open.delete(lookup.key);
    this.#kept.delete(lookup.key);
    this.#dropFile(lookup);
    this.#options.writer.remove(lookup);
  }

  #dropFile({ file }: Lookup): void {
    if (file !== undefined) void rm(file, { force: true });
  }

  #sweep(): void {
    const now = Date.now();
    for (const lookup of [...this.#open.values(), ...this.#kept.values()]) if (lookup.expiresAt !== undefined && lookup.expiresAt <= now) this.#forget(lookup);
  }
}

/** The final answer as it is sent (soar-protocol §5.3). */
function answerText({ id, hits }: Lookup): string {
  return JSON.stringify({ id, hits });
}

async function fileOf({ file }: Lookup): Promise<ArtifactToSearch["file"]> {
  if (file === undefined) return undefined;
  try {
    return { path: file, size: (await stat(file)).size };
  } catch {
    // The content is gone, with a data folder that was restored without it: the searcher has the rest.
    return undefined;
  }
}
