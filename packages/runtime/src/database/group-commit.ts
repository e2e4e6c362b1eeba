import { type Kysely, sql, type Transaction } from "kysely";

/** Most pieces of work in one commit, and how long one goes on taking them, milliseconds. */
const largestGroup = 64;
const longestGroup = 10;

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
    while (this.#waiting.length > 0) await this.#group();
    this.#draining = false;
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

/** Runs one piece and answers how to tell of it after the commit. The first needs no mark: nothing stands before it. */
async function outcomeOf<T>(trx: Transaction<T>, job: Job<T>, first: boolean): Promise<() => void> {
  if (first) {
    const result = await job.work(trx);
    return () => job.resolve(result as never);
  }
  await sql`savepoint piece`.execute(trx);
  try {
    const result = await job.work(trx);
    await sql`release savepoint piece`.execute(trx);
    return () => job.resolve(result as never);
  } catch (error) {
    await sql`rollback to savepoint piece`.execute(trx);
    await sql`release savepoint piece`.execute(trx);
    return () => job.reject(error);
  }
}
