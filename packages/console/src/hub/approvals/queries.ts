import { queryOptions } from "@tanstack/react-query";
import { hub } from "../api.js";
import type { ImportDetail, QueuedImport } from "../types.js";

/** Tabs of the queue. */
export type QueueState = "pending" | "approved" | "rejected";

/** Imports in a state. */
export function approvalsQuery(state: QueueState) {
  return queryOptions({
    queryKey: ["approvals", "import", "list", state],
    queryFn: async ({ signal }) => (await hub<{ entities: QueuedImport[] }>("GET", `/approvals?state=${state}`, undefined, signal)).entities,
  });
}

/** One import with its values. */
export function jobQuery(job: string) {
  return queryOptions({ queryKey: ["approvals", "import", job], queryFn: ({ signal }) => hub<ImportDetail>("GET", `/approvals/${encodeURIComponent(job)}`, undefined, signal) });
}
