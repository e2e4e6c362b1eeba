import { parentPort, workerData } from "node:worker_threads";
import { openReadOnly } from "@soarkit/runtime";
import { errorParts } from "../export/messages.js";
import { IndicatorStore } from "../indicators/store.js";
import type { HubTables } from "../schema.js";
import type { QueryAnswer, QueryJob } from "./queries.js";
import { recordText } from "./record-text.js";

// Runs in a thread of its own, with a connection that only reads: a query that looks at every record holds nobody up.
const reader = openReadOnly<HubTables>(workerData as string);

parentPort?.on("message", (job: QueryJob) => {
  void answer(job).then((found) => parentPort?.postMessage(found));
});

async function answer({ search, form, most, now }: QueryJob): Promise<QueryAnswer> {
  try {
    const rows = await new IndicatorStore(reader, () => now).search(...search);
    return { kind: "records", ...recordText(rows, form, most) };
  } catch (error) {
    return { kind: "error", ...errorParts(error) };
  }
}
