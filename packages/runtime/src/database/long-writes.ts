import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type BetterSqlite from "better-sqlite3";

/** Pages of the log (4 kB each) from which on writing waits until they are in the file. */
const longestLog = 16_384;
/** SQLite's own default: a commit that makes the log longer moves its pages itself. */
const pagesOfCommits = 1_000;

/** A long run of writes, such as the load of a file. */
export interface LongWrite {
  /** To be awaited between transactions: when the log has become long, until the thread has moved its pages. */
  settle(): Promise<void>;
  /** Moves what is left, and gives the work back to the commits. */
  end(): Promise<void>;
}

/**
 * While something is written at length, a thread moves the pages of the log into the file; otherwise every few commits would do that themselves, on
 * the event loop, for tens of milliseconds.
 */
export class LongWrites {
  private thread: Worker | undefined;
  private running = 0;
  private round: Promise<void> = Promise.resolve();

  constructor(
    private readonly connection: BetterSqlite.Database,
    private readonly file: string,
  ) {}

  begin(): LongWrite {
    this.running += 1;
    this.thread ??= this.start();
    return { settle: () => this.settle(), end: () => this.end() };
  }

  private async settle(): Promise<void> {
    if (this.waiting() > longestLog) await this.checkpoint();
  }

  private async end(): Promise<void> {
    await this.checkpoint();
    this.running -= 1;
    if (this.running > 0) return;
    const { thread } = this;
    this.leaveToCommits();
    await thread?.terminate();
  }

  private start(): Worker {
    this.connection.pragma("wal_autocheckpoint = 0");
    return new Worker(threadFile(), { workerData: this.file, execArgv: [] }).on("error", () => {
      this.leaveToCommits();
    });
  }

  private leaveToCommits(): void {
    this.thread = undefined;
    if (this.connection.open) this.connection.pragma(`wal_autocheckpoint = ${pagesOfCommits}`);
  }

  /** Pages of the log that are not in the file. */
  private waiting(): number {
    const [state] = this.connection.pragma("wal_checkpoint(NOOP)") as { log: number; checkpointed: number }[];
    return state === undefined ? 0 : state.log - state.checkpointed;
  }

  private checkpoint(): Promise<void> {
    this.round = this.round.then(async () => {
      const { thread } = this;
      if (thread === undefined) return;
      const done = once(thread, "message");
      thread.postMessage("checkpoint");
      // A thread that fails leaves the work to the commits.
      await done.catch(() => undefined);
    });
    return this.round;
  }
}

/** A thread runs what is built, also when this file is read as TypeScript (in tests, which build first). */
function threadFile(): URL {
  return new URL("checkpoint-thread.js", import.meta.url.replace(/\/src\/(database\/[^/]+)\.ts(?:\?.*)?$/, "/dist/$1.js"));
}
