import type { PlatformDatabase } from "../../database.js";
import { runStatus } from "./run-status.js";
import { listChildren, listPendingRuns, listStartedInstances, saveRunStatus } from "./store.js";

const atOnce = 200;

/**
 * Writes down what became of runs of rules whose calls and workflows have ended, so that lists can be filtered by it.
 * A run itself is never told: what it set off is looked at when somebody asks.
 */
export async function settleRuns(database: PlatformDatabase): Promise<void> {
  const { db } = database;
  let after = 0;
  for (;;) {
    const runs = await listPendingRuns(db, after, atOnce);
    const ids = runs.map((run) => run.id);
    const children = await listChildren(db, ids);
    const instances = await listStartedInstances(db, ids);
    for (const run of runs) {
      const status = runStatus(run, children.filter((child) => child.parentId === run.id), instances.filter((instance) => instance.invocationId === run.id));
      if (status.outcome !== "pending") await saveRunStatus(db, run.id, status);
    }
    const last = ids.at(-1);
    if (last === undefined || runs.length < atOnce) return;
    after = last;
  }
}
