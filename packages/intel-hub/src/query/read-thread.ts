import { parentPort, workerData } from "node:worker_threads";
import { openReadOnly } from "@soarkit/runtime";
import { errorParts } from "../export/messages.js";
import { IndicatorStore } from "../indicators/store.js";
import { ValuePageStore } from "../knowledge/page-store.js";
import type { HubTables } from "../schema.js";
import { SearchStore } from "../search/store.js";
import { SummaryStore } from "../search/summary-store.js";
import { recordText } from "./record-text.js";
import type { ThreadAnswer, ThreadJob, Work } from "./threads.js";

// Runs in a thread of its own, with a connection that only reads: work that looks at every record holds nobody up.
const reader = openReadOnly<HubTables>(workerData as string);

parentPort?.on("message", (job: ThreadJob) => {
  void answer(job).then((found) => parentPort?.postMessage(found));
});

async function answer(job: ThreadJob): Promise<ThreadAnswer> {
  try {
    return { kind: "found", found: await find(job) };
  } catch (error) {
    return { kind: "error", ...errorParts(error) };
  }
}

async function find(job: ThreadJob): Promise<Work[keyof Work]["answer"]> {
  const now = (): number => job.now;
  switch (job.work) {
    case "records":
      return recordText(new IndicatorStore(reader, now), job.asked);
    case "search":
      return new SearchStore(reader, new IndicatorStore(reader, now), now).page(job.asked);
    case "values":
      return new ValuePageStore(reader, now).page(...job.asked);
    case "summary":
      return new SummaryStore(reader, now).figures(job.asked);
    case "counts":
      return new IndicatorStore(reader, now).countByStatus();
  }
}
