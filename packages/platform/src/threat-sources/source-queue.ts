import { setImmediate } from "node:timers/promises";
import { messageOf } from "@soarkit/protocol";
import type { Logger } from "@soarkit/runtime";
import type { Principal } from "../accounts/principal.js";
import type { Artifact } from "../artifacts/artifact.js";
import type { Artifacts } from "../artifacts/artifacts.js";
import { findArtifact } from "../artifacts/store.js";
import type { Attachments } from "../attachments/attachments.js";
import { filesOfArtifacts } from "../attachments/store.js";
import type { PlatformDatabase, PlatformTransaction } from "../database.js";
import { announce } from "../live/changes.js";
import { artifactsToSweep, dropLookup, dueLookups, findLookup, nextDue, queueLookups, saveLookup } from "./lookup-store.js";
import { afterOutcome, begun, type Lookup } from "./lookup.js";
import { notSent, sentTypes, serviceArtifact } from "./service-artifact.js";
import { mostRequests, type FilePart, type Outcome, type ServiceClient } from "./service-client.js";
import { readSettings, updateService } from "./store.js";
import type { ThreatSource } from "./threat-source.js";
import { incidentLabels, isAbove } from "./tlp.js";

/** Longest nap of the timer in milliseconds: a clock that is set forward is noticed within it. */
const longestNap = 60_000;
/** Pause after a failure of the database, milliseconds. */
const afterFailure = 1_000;
/** Look-ups that are read ahead; what is new overtakes all but these. */
const readAhead = 2 * mostRequests;

/** What a queue needs of its surroundings. */
export interface SourceQueueDeps {
  readonly database: PlatformDatabase;
  readonly artifacts: Pick<Artifacts, "setLookedUpHits">;
  readonly attachments: Pick<Attachments, "open">;
  /** Who adds the hits. */
  readonly principal: Principal;
  readonly log: Logger;
  readonly now: () => number;
  /** The service refuses the credentials: it is switched off. */
  readonly switchOff: (trx: PlatformTransaction, source: ThreatSource, reason: string) => Promise<void>;
}

/**
 * The look-ups of one source: a bounded number of requests at a time, a timer for the next that falls due. All state
 * stands in the database; a look-up that was under way when the process was killed is asked again.
 */
export class SourceQueue {
  readonly #flying = new Map<number, Promise<void>>();
  #ahead: Lookup[] = [];
  #timer: NodeJS.Timeout | undefined;
  #work: Promise<void> | undefined;
  #wanted = false;
  #sweeping = true;
  /** Until when due look-ups were read last. */
  #lookedAt = 0;
  #stopped = false;

  constructor(
    private readonly source: ThreatSource,
    readonly client: ServiceClient,
    private readonly deps: SourceQueueDeps,
  ) {}

  /** Says that look-ups may be due. */
  wake(): void {
    this.#wanted = true;
    if (!this.#stopped) this.#work ??= this.#run();
  }

  /** Says that the artifacts of open incidents are to be queued. */
  sweep(): void {
    this.#sweeping = true;
    this.wake();
  }

  /** Ends the requests under way without judging them; they are asked again by the next queue. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.client.close();
    await this.#work;
    await Promise.all(this.#flying.values());
  }

  async #run(): Promise<void> {
    try {
      while (this.#wanted && !this.#stopped) {
        this.#wanted = false;
        await this.#sweep();
        await this.#fly();
      }
      await this.#schedule();
    } catch (error) {
      this.deps.log.error({ source: this.source.name, reason: messageOf(error) }, "Look-ups of a threat source could not go on; trying again");
      this.#wakeIn(afterFailure);
    }
    this.#work = undefined;
    if (this.#wanted) this.wake();
  }

  /** Queues the artifacts of open incidents piece by piece, when that was asked for. */
  async #sweep(): Promise<void> {
    const { database, now } = this.deps;
    while (this.#sweeping && !this.#stopped) {
      this.#sweeping = await database.transaction(async (trx) => {
        const row = await trx.selectFrom("threat_sources").select("sweep_after").where("id", "=", this.source.id).executeTakeFirst();
        if (row?.sweep_after == null) return false;
        const { sendStrings } = await readSettings(trx);
        const { artifacts, next } = await artifactsToSweep(trx, row.sweep_after, sentTypes(sendStrings));
        const labels = await incidentLabels(trx, artifacts.map(({ incidentId }) => incidentId));
        const ids = artifacts.filter(({ incidentId }) => !isAbove(labels.get(incidentId), this.source.maxTlp)).map(({ id }) => id);
        await queueLookups(trx, ids, [this.source.id], now());
        await updateService(trx, this.source.id, { sweep_after: next });
        announce(trx, { topics: ["system"], kind: "threat_source.changed", id: this.source.id });
        return next !== null;
      });
      await setImmediate();
    }
  }

  async #fly(): Promise<void> {
    while (!this.#stopped && this.#flying.size < mostRequests) {
      if (this.#ahead.length === 0) {
        const flying = new Set(this.#flying.keys());
        this.#lookedAt = this.deps.now();
        const due = await dueLookups(this.deps.database.db, this.source.id, this.#lookedAt, flying.size + readAhead);
        this.#ahead = due.filter((lookup) => !flying.has(lookup.artifactId));
      }
      const lookup = this.#ahead.shift();
      if (lookup === undefined) return;
      this.#flying.set(lookup.artifactId, this.#lookUp(lookup));
    }
  }

  async #lookUp(lookup: Lookup): Promise<void> {
    try {
      await this.#ask(lookup);
    } catch (error) {
      if (!this.#stopped) this.deps.log.error({ source: this.source.name, artifact: lookup.artifactId, reason: messageOf(error) }, "A look-up could not be written; trying again");
      this.#wakeIn(afterFailure);
    } finally {
      this.#flying.delete(lookup.artifactId);
    }
    this.wake();
  }

  async #ask(read: Lookup): Promise<void> {
    const { database, now } = this.deps;
    const artifact = await findArtifact(database.db, read.artifactId);
    if (artifact === undefined) return;
    const settings = await readSettings(database.db);
    const label = (await incidentLabels(database.db, [artifact.incidentId])).get(artifact.incidentId);
    const withheld = isAbove(label, this.source.maxTlp);
    if (withheld && !isOver(read)) return this.#withhold(read, artifact);
    const rests = withheld || notSent(artifact, settings.sendStrings) !== undefined || (isOver(read) && !(await isOpen(database, artifact)));
    if (rests) return this.#rest(read);
    const lookup = read.state === "wait" || (read.state === "ask" && read.giveUpAt !== null) ? read : begun(read, now());
    const outcome = lookup.state === "wait" && lookup.remoteId !== null ? await this.client.get(lookup.remoteId) : await this.client.post(serviceArtifact(artifact), await this.#content(artifact));
    if (!this.#stopped) await this.#settle(lookup, artifact, outcome, settings.rescanHours);
  }

  async #content(artifact: Artifact): Promise<FilePart | undefined> {
    const { database, attachments } = this.deps;
    const file = (await filesOfArtifacts(database.db, [artifact])).get(artifact.id);
    return file === undefined ? undefined : { name: file.name, size: file.size, open: () => attachments.open(file) };
  }

  async #settle(lookup: Lookup, asked: Artifact, outcome: Outcome, rescanHours: number): Promise<void> {
    const { database, artifacts, principal, now } = this.deps;
    const after = afterOutcome(lookup, outcome, { now: now(), rescanMs: rescanHours * 3_600_000, random: Math.random() });
    await database.transaction(async (trx) => {
      await this.#noteOutcome(trx, outcome);
      if (outcome.kind === "unauthorized") await this.deps.switchOff(trx, this.source, outcome.reason);
      const stored = await findLookup(trx, lookup.artifactId, lookup.sourceId);
      // The artifact was deleted, or it was asked anew while this answer was on its way.
      if (stored?.round !== lookup.round) return;
      await saveLookup(trx, after);
      if (outcome.kind === "final" || outcome.kind === "waits") await artifacts.setLookedUpHits(trx, asked.id, this.source, outcome.answer.hits, { final: outcome.kind === "final", principal });
      announce(trx, { topics: [`incident:${asked.incidentId}`], kind: "artifact.lookup", id: asked.id, incidentId: asked.incidentId });
    });
  }

  async #noteOutcome(trx: PlatformTransaction, outcome: Outcome): Promise<void> {
    const error = "reason" in outcome ? outcome.reason : null;
    await updateService(trx, this.source.id, { last_at: this.deps.now(), last_status: outcome.status, last_ms: outcome.ms, last_error: error, body_form: this.client.form });
    announce(trx, { topics: ["system"], kind: "threat_source.answered", id: this.source.id });
  }

  /** Its incident's label keeps it from this source: the artifact tells so itself. */
  async #withhold(lookup: Lookup, { id, incidentId }: Artifact): Promise<void> {
    await this.deps.database.transaction(async (trx) => {
      await dropLookup(trx, lookup);
      announce(trx, { topics: [`incident:${incidentId}`], kind: "artifact.lookup", id, incidentId });
    });
  }

  /** Its incident is closed or has a label that is too narrow, or its type is not sent any more: it is not asked until something changes. */
  async #rest(lookup: Lookup): Promise<void> {
    await this.deps.database.transaction(async (trx) => {
      const stored = await findLookup(trx, lookup.artifactId, lookup.sourceId);
      if (stored?.round === lookup.round) await saveLookup(trx, { ...stored, state: isOver(stored) ? stored.state : "refused", nextAt: null });
    });
  }

  /** What fell due since the last look counts, too. With every request under way the next is made when one ends. */
  async #schedule(): Promise<void> {
    if (this.#flying.size >= mostRequests) return;
    const at = await nextDue(this.deps.database.db, this.source.id, this.#lookedAt);
    if (at !== undefined) this.#wakeIn(at - this.deps.now());
  }

  #wakeIn(ms: number): void {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.wake(), Math.min(Math.max(ms, 0), longestNap));
    this.#timer.unref();
  }
}

function isOver(lookup: Lookup): boolean {
  return lookup.state === "answered" || lookup.state === "failed";
}

async function isOpen({ db }: PlatformDatabase, artifact: Artifact): Promise<boolean> {
  const row = await db.selectFrom("incidents").select("plan_status").where("id", "=", artifact.incidentId).executeTakeFirst();
  return row?.plan_status === "A";
}
