import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { SoarkitError } from "@soarkit/protocol";
import type { Scope } from "../enclaves/scope.js";
import { errorOf, type ErrorParts } from "../export/messages.js";
import type { ValuePage, ValuePageStore } from "../knowledge/page-store.js";
import type { SearchPage, SearchRequest } from "../search/store.js";
import type { SummaryFigures } from "../search/summary-store.js";
import type { QueryRequest, RecordText } from "./record-text.js";

/** What threads do: what each piece of work is asked, and what it answers. */
export interface Work {
  /** Records of a query, as text. */
  readonly records: { readonly asked: QueryRequest; readonly answer: RecordText };
  /** A page of the console's search. */
  readonly search: { readonly asked: SearchRequest; readonly answer: SearchPage };
  /** A page of values. */
  readonly values: { readonly asked: Parameters<ValuePageStore["page"]>; readonly answer: ValuePage };
  /** Figures over the whole store. */
  readonly summary: { readonly asked: Scope; readonly answer: SummaryFigures };
  /** Number of records by status. */
  readonly counts: { readonly asked: undefined; readonly answer: Record<string, number> };
}

/** What a thread is asked. */
export type ThreadJob = { [Name in keyof Work]: { readonly work: Name; readonly asked: Work[Name]["asked"]; /** Milliseconds since the epoch. */ readonly now: number } }[keyof Work];

/** What a thread answers. */
export type ThreadAnswer = { readonly kind: "found"; readonly found: Work[keyof Work]["answer"] } | ({ readonly kind: "error" } & ErrorParts);

interface Task {
  readonly job: ThreadJob;
  readonly gone: AbortSignal;
  readonly resolve: (found: never) => void;
  readonly reject: (error: unknown) => void;
}

const mostThreads = 2;
/** Work that may wait for a thread. */
const mostWaiting = 50;
/** Longest time of one piece of work, milliseconds. */
const defaultLimit = 30_000;
/** A thread without work ends after this time, milliseconds: long, because the first search of a new one waits for it to begin. */
const idleLife = 600_000;

/** Threads, each with a connection that only reads, for work that looks at many records: the hub goes on answering. Work ends when its caller goes, or after half a minute. */
export class ReadThreads {
  private readonly threads = new Set<Worker>();
  /** Threads without work, each with the timer that ends it. */
  private readonly free = new Map<Worker, NodeJS.Timeout>();
  private readonly waiting: Task[] = [];

  /** @param options `file` of the database; `limit` in milliseconds, default 30 seconds. */
  constructor(private readonly options: { readonly file: string; readonly now: () => number; readonly limit?: number }) {}

  /** @param gone - ends the work. @throws SoarkitError `HUB_QUERY_INVALID`, `HUB_QUERIES_BUSY`, `HUB_QUERY_ENDED`. */
  run<Name extends keyof Work>(work: Name, asked: Work[Name]["asked"], gone: AbortSignal): Promise<Work[Name]["answer"]> {
    if (this.waiting.length >= mostWaiting) return Promise.reject(new SoarkitError("HUB_QUERIES_BUSY", { most: mostWaiting }));
    return new Promise((resolve, reject) => {
      this.waiting.push({ job: { work, asked, now: this.options.now() } as ThreadJob, gone, resolve, reject });
      this.next();
    });
  }

  /** Ends whatever still runs. */
  async stop(): Promise<void> {
    for (const { reject } of this.waiting.splice(0)) reject(new SoarkitError("HUB_QUERY_ENDED", { seconds: 0 }));
    await Promise.all([...this.threads].map((thread) => thread.terminate()));
  }

  private next(): void {
    const thread = this.waiting.length === 0 ? undefined : (this.rested() ?? (this.threads.size < mostThreads ? this.start() : undefined));
    const task = thread === undefined ? undefined : this.waiting.shift();
    if (thread === undefined || task === undefined) return;
    void this.answer(thread, task)
      .then((found) => task.resolve(found as never), task.reject)
      .finally(() => {
        this.next();
      });
  }

  private async answer(thread: Worker, { job, gone }: Task): Promise<unknown> {
    const { limit = defaultLimit } = this.options;
    const began = performance.now();
    const exit = new AbortController();
    const exited = (): void => {
      exit.abort();
    };
    thread.once("exit", exited);
    const end = AbortSignal.any([gone, exit.signal, AbortSignal.timeout(limit)]);
    let answer: ThreadAnswer;
    try {
      const answered = once(thread, "message", { signal: end }) as Promise<[ThreadAnswer]>;
      if (!end.aborted) thread.postMessage(job);
      [answer] = await answered;
      this.rest(thread);
    } catch (error) {
      this.threads.delete(thread);
      void thread.terminate();
      throw end.aborted ? new SoarkitError("HUB_QUERY_ENDED", { seconds: Math.round((performance.now() - began) / 1_000) }, { cause: error }) : error;
    } finally {
      thread.off("exit", exited);
    }
    if (answer.kind === "error") throw errorOf(answer);
    return answer.found;
  }

  private start(): Worker {
    const thread = new Worker(workerFile(), { workerData: this.options.file, execArgv: [] });
    this.threads.add(thread);
    thread.on("error", () => this.forget(thread)).once("exit", () => this.forget(thread));
    return thread;
  }

  private rest(thread: Worker): void {
    const end = setTimeout(() => {
      this.forget(thread);
      void thread.terminate();
    }, idleLife);
    this.free.set(thread, end.unref());
  }

  /** The thread that worked last: others may end. */
  private rested(): Worker | undefined {
    const thread = [...this.free.keys()].at(-1);
    if (thread !== undefined) this.unlist(thread);
    return thread;
  }

  private forget(thread: Worker): void {
    this.threads.delete(thread);
    this.unlist(thread);
  }

  private unlist(thread: Worker): void {
    clearTimeout(this.free.get(thread));
    this.free.delete(thread);
  }
}

/** A thread runs what is built, also when this file is read as TypeScript (in tests, which build first). */
function workerFile(): URL {
  return new URL("read-thread.js", import.meta.url.replace(/\/src\/(query\/[^/]+)\.ts(?:\?.*)?$/, "/dist/$1.js"));
}
