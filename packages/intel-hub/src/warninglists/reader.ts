import { Worker } from "node:worker_threads";
import { messageOf } from "@soarkit/protocol";
import type { ReadList } from "./list.js";

/** What reading a file gave. */
export type ReadResult = { readonly ok: true; readonly list: ReadList } | { readonly ok: false; readonly reason: string };

/** Reads list files one after the other in a thread of its own, which ends with `close`. */
export class ListReader {
  private readonly worker = new Worker(new URL("../../worker/read-list.mjs", import.meta.url));

  constructor() {
    // A stop of the whole need not wait for a long list.
    this.worker.unref();
  }

  read(path: string): Promise<ReadResult> {
    const { worker } = this;
    return new Promise((resolve) => {
      const done = (result: ReadResult): void => {
        worker.off("message", onMessage).off("error", onError).off("exit", onExit);
        resolve(result);
      };
      const onMessage = (answer: { list?: ReadList; error?: string }): void => {
        done(answer.list === undefined ? { ok: false, reason: answer.error ?? "it cannot be read" } : { ok: true, list: answer.list });
      };
      const onError = (error: unknown): void => {
        done({ ok: false, reason: messageOf(error) });
      };
      const onExit = (): void => {
        done({ ok: false, reason: "reading was stopped" });
      };
      worker.on("message", onMessage).on("error", onError).on("exit", onExit);
      worker.postMessage({ path });
    });
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }
}
