import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { SoarkitError } from "@soarkit/protocol";
import { errorOf, type ErrorParts } from "../export/messages.js";
import type { IndicatorStore } from "../indicators/store.js";
import { isQuick } from "./quick.js";
import { recordText, type RecordForm, type RecordText } from "./record-text.js";

/** A search and how its records are written. */
export interface QueryRequest {
  readonly search: Parameters<IndicatorStore["search"]>;
  readonly form: RecordForm;
  /** Most records in the text. */
  readonly most: number;
}

/** What a thread is asked. */
export interface QueryJob extends QueryRequest {
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What a thread answers. */
export type QueryAnswer = ({ readonly kind: "records" } & RecordText) | ({ readonly kind: "error" } & ErrorParts);

interface Task {
  readonly job: QueryJob;
  readonly gone: AbortSignal;
  readonly resolve: (text: RecordText) => void;
  readonly reject: (error: unknown) => void;
}

const mostThreads = 2;
/** Long queries that may wait for a thread. */
const mostWaiting = 50;
/** Longest time of one query, milliseconds. */
const defaultLimit = 30_000;
/** A thread without work ends after this time, milliseconds. */
const idleLife = 60_000;

/**
 * Searches for records. What an index answers is answered at once; a query that has to look at many records runs in a thread of its own, with a
 * connection that only reads, so that the hub goes on answering. Such a query ends when its caller goes, or after half a minute.
 */
export class Queries {
  private readonly threads = new Set<Worker>();
  private readonly free: Worker[] = [];
  private readonly waiting: Task[] = [];

  /** @param options `file` of the database; `limit` in milliseconds, default 30 seconds. */
  constructor(
    private readonly indicators: IndicatorStore,
    private readonly options: { readonly file: string; readonly limit?: number },
  ) {}

  /** @param gone - ends the query. @throws SoarkitError `HUB_QUERY_INVALID`, `HUB_QUERIES_BUSY`, `HUB_QUERY_ENDED`. */
  async records(request: QueryRequest, gone: AbortSignal): Promise<RecordText> {
    const { search, form, most } = request;
    if (isQuick(search[0])) return recordText(await this.indicators.search(...search), form, most);
    if (this.waiting.length >= mostWaiting) throw new SoarkitError("HUB_QUERIES_BUSY", { most: mostWaiting });
    return new Promise((resolve, reject) => {
      this.waiting.push({ job: { ...request, now: this.indicators.now() }, gone, resolve, reject });
      this.next();
    });
  }

  /** Ends whatever still runs. */
  async stop(): Promise<void> {
    for (const { reject } of this.waiting.splice(0)) reject(new SoarkitError("HUB_QUERY_ENDED", { seconds: 0 }));
    await Promise.all([...this.threads].map((thread) => thread.terminate()));
  }

  private next(): void {
    const thread = this.waiting.length === 0 ? undefined : (this.free.pop() ?? (this.threads.size < mostThreads ? this.start() : undefined));
    const task = thread === undefined ? undefined : this.waiting.shift();
    if (thread === undefined || task === undefined) return;
    void this.answer(thread, task)
      .then(task.resolve, task.reject)
      .finally(() => {
        this.next();
      });
  }

  private async answer(thread: Worker, { job, gone }: Task): Promise<RecordText> {
    const { limit = defaultLimit } = this.options;
    const began = performance.now();
    const exit = new AbortController();
    const exited = (): void => {
      exit.abort();
    };
    thread.once("exit", exited);
    const end = AbortSignal.any([gone, exit.signal, AbortSignal.timeout(limit)]);
    let answer: QueryAnswer;
    try {
      const answered = once(thread, "message", { signal: end }) as Promise<[QueryAnswer]>;
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
    return answer;
  }

  private start(): Worker {
    const thread = new Worker(workerFile(), { workerData: this.options.file, execArgv: [] });
    this.threads.add(thread);
    thread.on("error", () => this.forget(thread)).once("exit", () => this.forget(thread));
    return thread;
  }

  private rest(thread: Worker): void {
    this.free.push(thread);
    setTimeout(() => {
      if (this.free[0] === thread && this.waiting.length === 0) void thread.terminate();
    }, idleLife).unref();
  }

  private forget(thread: Worker): void {
    this.threads.delete(thread);
    const at = this.free.indexOf(thread);
    if (at >= 0) this.free.splice(at, 1);
  }
}

/** A thread runs what is built, also when this file is read as TypeScript (in tests, which build first). */
function workerFile(): URL {
  return new URL("query-worker.js", import.meta.url.replace(/\/src\/(query\/[^/]+)\.ts(?:\?.*)?$/, "/dist/$1.js"));
}
