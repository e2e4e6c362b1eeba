import type { QueryClient } from "@tanstack/react-query";
import { hub } from "../api.js";
import type { LoadState } from "./types.js";

/** What can be done to a load. */
export type LoadVerb = "stop" | "resume";

/** True while a load runs or waits for its turn. */
export function isActive(state: LoadState): boolean {
  return state === "queued" || state === "running";
}

/** True for a load that can go on. */
export function canGoOn(state: LoadState): boolean {
  return state === "stopped" || state === "interrupted";
}

/** Stops a load, or goes on with it. */
export async function steer(queries: QueryClient, id: number, verb: LoadVerb): Promise<void> {
  await hub("POST", `/loads/${id}/${verb}`);
  await queries.invalidateQueries({ queryKey: ["loads", "load"] });
}

/** Drops the file of a load. */
export async function drop(queries: QueryClient, id: number): Promise<void> {
  await hub("DELETE", `/loads/${id}`);
  await queries.invalidateQueries({ queryKey: ["loads", "load"] });
}
