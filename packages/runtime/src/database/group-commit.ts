import { setImmediate as nextTurn } from "node:timers/promises";
import { CompiledQuery, type Kysely, type Transaction } from "kysely";

/** Most pieces of work in one commit, and how long one goes on taking them, milliseconds. */
const largestGroup = 64;
const longestGroup = 20;
/** Turns of the event loop without anything new after which a group begins, and how long it is waited for them at most, milliseconds. */
const quietTurns = 2;
const longestGathering = 5;

interface Job<T> {
  readonly work: (trx: Transaction<T>) => Promise<unknown>;
  readonly resolve: (result: never) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Work that waits while a commit is written to the disk shares the next one: each piece runs after the other and is
 * undone alone when it throws; all are answered when the commit is on the disk.
 */
export class GroupCommit<T> {
  #waiting: Job<T>[] = [];
  #draining = false;

  constructor(private readonly db: Kysely<T>) {}

  /** Runs `work` in a transaction, in the order asked for; resolves after the commit. */
  run<R>(work: (trx: Transaction<T>) => Promise<R>): Promise<R> {
    return new Promise<R>((resolve, reject) => {
      this.#waiting.push({ work, resolve, reject });
      if (!this.#draining) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#draining = true;
    while (this.#waiting.length > 0) {
      await this.#gather();
      await this.#group();
    }
    this.#draining = false;
  }

  /**
   * Nothing else goes on while a group is carried out and written, so that what comes at the same time would find one
   * commit each: the group begins when no more has come for some turns.
   */
  async #gather(): Promise<void> {
    const began = performance.now();
    let seen = this.#waiting.length;
    for (let quiet = 0; quiet < quietTurns && seen < largestGroup && performance.now() - began < longestGathering; ) {
      await nextTurn();
      quiet = this.#waiting.length > seen ? 0 : quiet + 1;
      seen = this.#waiting.length;
    }
  }

  async #group(): Promise<void> {
    const taken: Job<T>[] = [];
    const done: (() => void)[] = [];
    try {
      await this.db.transaction().execute(async (trx) => {
        const began = performance.now();
        do {
          const job = this.#waiting.shift();
          if (job === undefined) return;
          taken.push(job);
          done.push(await outcomeOf(trx, job, taken.length === 1));
        } while (taken.length < largestGroup && performance.now() - began < longestGroup);
      });
    } catch (error) {
      for (const job of taken.length === 0 ? this.#waiting.splice(0) : taken) job.reject(error);
      return;
    }
    for (const answer of done) answer();
  }
}

const [mark, release, undo] = [CompiledQuery.raw("savepoint piece"), CompiledQuery.raw("release savepoint piece"), CompiledQuery.raw("rollback to savepoint piece")];

/** Runs one piece and answers how to tell of it after the commit. The first needs no mark: nothing stands before it. */
async function outcomeOf<T>(trx: Transaction<T>, job: Job<T>, first: boolean): Promise<() => void> {
  if (first) {
    const result = await job.work(trx);
    return () => job.resolve(result as never);
  }
  await trx.executeQuery(mark);
  try {
    const result = await job.work(trx);
    await trx.executeQuery(release);
    return () => job.resolve(result as never);
  } catch (error) {
    await trx.executeQuery(undo);
    await trx.executeQuery(release);
    return () => job.reject(error);
  }
}
