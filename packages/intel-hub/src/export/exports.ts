import { once } from "node:events";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { SoarkitError } from "@soarkit/protocol";
import { errorOf, type ExportJob, type FromExportWorker } from "./messages.js";
import type { ExportTotals } from "./store.js";

/** An export that runs: what it will hold, and its text. Ending the stream early ends the work. */
export interface RunningExport {
  readonly totals: ExportTotals;
  readonly stream: Readable;
}

/** Most exports at once; each has a thread and a connection of its own. */
const mostAtOnce = 3;

/** Exports, each on a thread of its own: the hub goes on answering while millions of records leave. */
export class Exports {
  private readonly running = new Set<Worker>();

  /** @throws SoarkitError `HUB_EXPORTS_BUSY`, `HUB_QUERY_INVALID`, `DATABASE_UNUSABLE`. */
  async start(job: ExportJob): Promise<RunningExport> {
    if (this.running.size >= mostAtOnce) throw new SoarkitError("HUB_EXPORTS_BUSY", { most: mostAtOnce });
    const worker = new Worker(workerFile(), { workerData: job, execArgv: [] });
    this.running.add(worker);
    worker.once("exit", () => this.running.delete(worker));
    try {
      const totals = await firstWord(worker);
      const stream = streamOf(worker);
      // What goes wrong before the first piece is an answer of its own; later the connection breaks off.
      await once(stream, "readable");
      return { totals, stream };
    } catch (error) {
      await worker.terminate();
      throw error;
    }
  }

  /** Ends whatever still runs. */
  async stop(): Promise<void> {
    await Promise.all([...this.running].map((worker) => worker.terminate()));
  }
}

/** A thread runs what is built, also when this file is read as TypeScript (in tests, which build first). */
function workerFile(): string {
  return fileURLToPath(new URL("worker.js", import.meta.url.replace(/\/src\/(export\/[^/]+)\.ts(?:\?.*)?$/, "/dist/$1.js")));
}

function firstWord(worker: Worker): Promise<ExportTotals> {
  return new Promise((resolve, reject) => {
    const died = (code: number): void => {
      reject(new Error(`the export's thread ended with ${code}`));
    };
    worker.once("message", (message: FromExportWorker) => {
      worker.off("error", reject).off("exit", died);
      if (message.kind === "totals") resolve(message.totals);
      else reject(message.kind === "error" ? errorOf(message) : new Error("the export began without its totals"));
    });
    worker.once("error", reject).once("exit", died);
  });
}

function streamOf(worker: Worker): Readable {
  let over = false;
  const stream = new Readable({
    highWaterMark: 256 * 1024,
    read: () => {
      worker.postMessage("pull");
    },
    destroy: (error, done) => {
      over = true;
      void worker.terminate().then(() => done(error));
    },
  });
  worker.on("message", (message: FromExportWorker) => {
    if (message.kind === "chunk") stream.push(message.text, "utf8");
    else if (message.kind === "error") stream.destroy(errorOf(message));
    else {
      over = true;
      stream.push(null);
    }
  });
  worker.once("error", (error) => stream.destroy(error));
  worker.once("exit", (code) => {
    if (!over) stream.destroy(new Error(`the export's thread ended with ${code}`));
  });
  return stream;
}
