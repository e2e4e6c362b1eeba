import type { Hit } from "./hits.js";

/**
 * What became of one look-up: its hits (none is an answer, too), not ready yet, or failed. What is not ready or failed is
 * asked for again by the service, later and later; a platform never takes it for "no hit".
 */
export type LookupOutcome =
  | { readonly kind: "found"; readonly hits: readonly Hit[] }
  | { readonly kind: "not ready"; readonly hits: readonly Hit[]; readonly retrySeconds: number | undefined }
  | { readonly kind: "failed"; readonly reason: string };

/** The final answer. Without hits: the searcher knows nothing of the artifact. */
export function found(...hits: readonly Hit[]): LookupOutcome {
  return { kind: "found", hits };
}

/**
 * The answer needs more time.
 *
 * @param hits - what is known already; shown at once
 * @param retrySeconds - when to ask again; without it the service waits longer each time
 */
export function notReady(hits: readonly Hit[] = [], retrySeconds?: number): LookupOutcome {
  return { kind: "not ready", hits, retrySeconds };
}

/** This look-up failed, while others of the same call may have worked. A searcher whose whole call fails throws. */
export function lookupFailed(reason: string): LookupOutcome {
  return { kind: "failed", reason };
}
