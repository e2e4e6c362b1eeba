import { parentPort, workerData } from "node:worker_threads";
import { errorParts } from "./messages.js";
import type { ExportJob, FromExportWorker } from "./messages.js";
import { openReadOnly } from "@soarkit/runtime";
import type { HubTables } from "../schema.js";
import { renderExport } from "./render.js";
import { ExportStore } from "./store.js";

/** Text that is gathered before it is handed over, characters. */
const chunkSize = 128 * 1024;

/** Writes an export on its own thread, a chunk for each `pull` of the other side. */
async function run(job: ExportJob, say: (message: FromExportWorker) => void, pulled: () => Promise<void>): Promise<void> {
  const reader = openReadOnly<HubTables>(job.file);
  const lookups = openReadOnly<HubTables>(job.file);
  const store = new ExportStore(reader.db, lookups.db);
  say({ kind: "totals", totals: await store.totals(job.scope) });
  let parts: string[] = [];
  let size = 0;
  for await (const part of renderExport(job.format, store, job.scope)) {
    parts.push(part);
    size += part.length;
    if (size < chunkSize) continue;
    await pulled();
    say({ kind: "chunk", text: parts.join("") });
    parts = [];
    size = 0;
  }
  await pulled();
  say({ kind: "chunk", text: parts.join("") });
  await pulled();
  say({ kind: "end" });
  await Promise.all([reader.close(), lookups.close()]);
}

/** Resolves once for each message that came. */
function pulls(listen: (heard: () => void) => void): () => Promise<void> {
  let owed = 0;
  let waiting: (() => void) | undefined;
  listen(() => {
    if (waiting === undefined) owed += 1;
    else waiting();
    waiting = undefined;
  });
  return () => {
    if (owed === 0) return new Promise((resolve) => (waiting = resolve));
    owed -= 1;
    return Promise.resolve();
  };
}

const port = parentPort;
if (port !== null) {
  const pulled = pulls((heard) => port.on("message", heard));
  const say = (message: FromExportWorker): void => {
    port.postMessage(message);
  };
  run(workerData as ExportJob, say, pulled)
    .catch((error: unknown) => say({ kind: "error", ...errorParts(error) }))
    .finally(() => port.close());
}
