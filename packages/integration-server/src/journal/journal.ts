import { createHash } from "node:crypto";
import { join } from "node:path";
import { type Logger, openDatabase } from "@soarkit/runtime";
import type { CallChange, CallRow, JournalTables } from "./schema.js";
import { journalMigrations } from "./schema.js";
import { type Arrival, JournalStore } from "./store.js";

const dayMs = 24 * 60 * 60 * 1000;

/** How long finished calls are kept: their contents, and their keys (design §7). */
const contentsKeptMs = 30 * dayMs;
const keysKeptMs = 90 * dayMs;
const forgetEveryMs = 60 * 60 * 1000;

/** A message as the journal writes it down. */
export interface ArrivingCall {
  readonly key: string;
  readonly destination: string;
  readonly correlationId: string | undefined;
  readonly functionName: string;
  readonly body: string;
}

interface Waiting<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * What this server knows about its calls, on disk. All that is asked for in one turn of the event loop is written in
 * one transaction; the promises resolve when it is on disk.
 */
export class Journal {
  readonly #store: JournalStore;
  readonly #log: Logger;
  readonly #forgetting: NodeJS.Timeout;
  #arrivals: { call: ArrivingCall; waiting: Waiting<Arrival> }[] = [];
  #changes = new Map<string, { change: CallChange; waiting: Waiting<void>[] }>();
  #flushing: Promise<void> | undefined;

  private constructor(store: JournalStore, log: Logger) {
    this.#store = store;
    this.#log = log;
    this.#forgetting = setInterval(() => { this.forgetOld().catch((error: unknown) => { log.error({ err: error }, "Old calls could not be removed from the journal"); }); }, forgetEveryMs);
    this.#forgetting.unref();
  }

  /** Opens `journal.db` in the data folder. */
  static async open(dataDir: string, log: Logger): Promise<Journal> {
    const database = await openDatabase<JournalTables>({ file: join(dataDir, "journal.db"), migrations: journalMigrations, log });
    const journal = new Journal(new JournalStore(database), log);
    await journal.forgetOld();
    return journal;
  }

  /** Writes down that a message arrived; tells what was known of its call. */
  arrive(call: ArrivingCall): Promise<Arrival> {
    return new Promise((resolve, reject) => {
      this.#arrivals.push({ call, waiting: { resolve, reject } });
      this.#schedule();
    });
  }

  /** Changes a call that arrived. Changes of one turn become one. */
  change(key: string, change: CallChange): Promise<void> {
    return new Promise((resolve, reject) => {
      const pending = this.#changes.get(key);
      if (pending === undefined) this.#changes.set(key, { change: { ...change, changed_at: Date.now() }, waiting: [{ resolve, reject }] });
      else {
        Object.assign(pending.change, change);
        pending.waiting.push({ resolve, reject });
      }
      this.#schedule();
    });
  }

  /** Calls that wait for a person. */
  inDoubt(): Promise<CallRow[]> {
    return this.#store.inDoubt();
  }

  byId(id: number): Promise<CallRow | undefined> {
    return this.#store.byId(id);
  }

  byKey(key: string): Promise<CallRow | undefined> {
    return this.#store.byKey(key);
  }

  countByState(): Promise<Readonly<Record<string, number>>> {
    return this.#store.countByState();
  }

  /** Removes what is older than it has to be kept. Runs by itself every hour. */
  async forgetOld(now = Date.now()): Promise<void> {
    await this.#store.database.transaction((trx) => this.#store.forget(trx, now - contentsKeptMs, now - keysKeptMs));
  }

  /** Writes what is pending and closes the file. */
  async close(): Promise<void> {
    clearInterval(this.#forgetting);
    while (this.#flushing !== undefined) await this.#flushing;
    await this.#store.database.close();
  }

  #schedule(): void {
    this.#flushing ??= new Promise((resolve) => {
      setImmediate(() => {
        this.#flush().then(resolve, (error: unknown) => {
          this.#log.error({ err: error }, "The journal could not be written");
          resolve();
        });
      });
    });
  }

  async #flush(): Promise<void> {
    const arrivals = this.#arrivals;
    const changes = this.#changes;
    this.#arrivals = [];
    this.#changes = new Map();
    try {
      const arrived = await this.#store.database.transaction(async (trx) => {
        for (const [key, { change }] of changes) await this.#store.change(trx, key, change);
        const results: Arrival[] = [];
        for (const { call } of arrivals) results.push(await this.#store.arrive(trx, newCall(call)));
        return results;
      });
      for (const { waiting } of changes.values()) for (const { resolve } of waiting) resolve();
      arrived.forEach((arrival, index) => arrivals[index]?.waiting.resolve(arrival));
    } catch (error) {
      for (const { waiting } of changes.values()) for (const { reject } of waiting) reject(error);
      for (const { waiting } of arrivals) waiting.reject(error);
      throw error;
    } finally {
      this.#flushing = undefined;
      if (this.#arrivals.length > 0 || this.#changes.size > 0) this.#schedule();
    }
  }
}

function newCall(call: ArrivingCall) {
  const now = Date.now();
  return {
    call_key: call.key,
    destination: call.destination,
    correlation_id: call.correlationId ?? null,
    function_name: call.functionName,
    body_hash: createHash("sha256").update(call.body).digest("base64"),
    state: "received" as const,
    in_doubt: 0,
    deliveries: 1,
    intent: null,
    question: null,
    decision: null,
    reply: null,
    refusals: 0,
    received_at: now,
    changed_at: now,
  };
}
