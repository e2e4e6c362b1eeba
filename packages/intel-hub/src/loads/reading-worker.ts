import { parentPort, workerData } from "node:worker_threads";
import { messageOf, SoarkitError } from "@soarkit/protocol";
import type { LoadBatch } from "./batch.js";
import { readFileInParts, type ReadingTask } from "./read-file.js";
import type { ReaderAnswer } from "./reader.js";

// Runs in a thread of its own: parsing, normalising and typing never hold up the hub. Each message of the hub asks for the next part.
const parts: AsyncGenerator<LoadBatch, void> = readFileInParts(workerData as ReadingTask);

parentPort?.on("message", () => {
  void answer();
});

async function answer(): Promise<void> {
  parentPort?.postMessage(await next());
}

async function next(): Promise<ReaderAnswer> {
  try {
    const part = await parts.next();
    return part.done === true ? { kind: "end" } : { kind: "part", batch: part.value };
  } catch (error) {
    if (error instanceof SoarkitError) return { kind: "error", code: error.code, details: error.details };
    return { kind: "error", code: "HUB_FILE_UNREADABLE", details: { file: (workerData as ReadingTask).file.name, line: 1, reason: messageOf(error) } };
  }
}
