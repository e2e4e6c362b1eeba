import { hub } from "../api.js";
import type { ImportDetail, ValueChanges } from "../types.js";

/** A decision about one value. */
export interface Decision {
  value: string;
  accept: boolean;
  changes?: ValueChanges;
  reason?: string;
}

/** Decides about values of an import; the answer is the import as it is then. Throws `HttpError`. */
export function decide(job: string, decisions: readonly Decision[]): Promise<ImportDetail> {
  return hub<ImportDetail>("POST", `/approvals/${job}`, { decisions });
}

/** Decides about all that waits in an import. */
export async function decideAll(job: string, accept: boolean, reason?: string): Promise<ImportDetail> {
  const detail = await hub<ImportDetail>("GET", `/approvals/${job}`);
  const waiting = detail.values.filter(({ state }) => state === "pending");
  return decide(job, waiting.map(({ value }) => ({ value, accept, ...(reason === undefined ? {} : { reason }) }))); // prettier-ignore
}
