import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { SoarkitError, type ErrorCode } from "@soarkit/protocol";
import type { LoadBatch } from "./batch.js";
import type { ReadingTask } from "./read-file.js";

/** What the reading thread answers. */
export type ReaderAnswer =
  { readonly kind: "part"; readonly batch: LoadBatch } | { readonly kind: "end" } | { readonly kind: "error"; readonly code: ErrorCode; readonly details: SoarkitError["details"] };

/** Memory of the reading thread, megabytes: enough for the largest JSON document. */
const threadMemory = 2_048;

/**
 * The parts of a file, read in a thread of its own, always one part ahead. The thread ends with the loop.
 * @throws SoarkitError what the file is refused for.
 */
export async function* readInThread(task: ReadingTask): AsyncGenerator<LoadBatch, void> {
  const worker = new Worker(workerFile(), { workerData: task, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: threadMemory } });
  const ask = async (): Promise<ReaderAnswer> => {
    const answered = once(worker, "message") as Promise<[ReaderAnswer]>;
    worker.postMessage("next");
    return (await answered)[0];
  };
  try {
    let next = ask();
    for (;;) {
      const answer = await next;
      if (answer.kind === "end") return;
      if (answer.kind === "error") throw new SoarkitError(answer.code, answer.details);
      next = ask();
      // It is awaited in the next round, unless the loop ends before.
      next.catch(() => undefined);
      yield answer.batch;
    }
  } catch (error) {
    if (error instanceof SoarkitError) throw error;
    throw new SoarkitError("HUB_FILE_UNREADABLE", { file: task.file.name, line: 1, reason: memoryEnded(error) ? "it needs more memory than reading may take; split it" : String(error) }, { cause: error });
  } finally {
    await worker.terminate();
  }
}

/** A thread runs what is built, also when this file is read as TypeScript (in tests, which build first). */
function workerFile(): URL {
  return new URL("reading-worker.js", import.meta.url.replace(/\/src\/(loads\/[^/]+)\.ts(?:\?.*)?$/, "/dist/$1.js"));
}

function memoryEnded(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
}
