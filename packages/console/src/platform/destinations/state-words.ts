import type { DestinationState } from "./types.js";

/** Whether a destination needs somebody to look at it. */
export type DestinationCondition = "idle" | "working" | "unread" | "stuck";

/** `stuck`: messages wait and nobody reads them; `unread`: nobody reads, but nothing waits. */
export function conditionOf(state: DestinationState): DestinationCondition {
  if (state.consumers.length === 0) return state.depth > 0 ? "stuck" : "unread";
  return state.depth > 0 ? "working" : "idle";
}

/** Messages that somebody has taken. */
export function inFlight(state: DestinationState): number {
  return state.consumers.reduce((sum, consumer) => sum + consumer.in_flight, 0);
}

/** Why messages wait, in one sentence; undefined when none do. */
export function whyWaiting(state: DestinationState): string | undefined {
  if (state.depth === 0) return undefined;
  const messages = state.depth === 1 ? "1 message waits" : `${state.depth.toLocaleString("en")} messages wait`;
  const refused = state.refused ?? [];
  if (state.consumers.length === 0 && refused.length > 0) return `${messages}: ${refused.join(", ")} is connected, but may not read it. Add its API key to this destination.`;
  if (state.consumers.length === 0) return `${messages}: no integration server is connected to ${state.programmatic_name}. Start it with soarkit run or resilient-circuits run; what waits is sent as soon as it connects.`;
  const taken = inFlight(state);
  if (taken >= state.depth) return `${messages} for the answer of ${names(state)}.`;
  return taken === 0 ? `${messages}; ${names(state)} is connected and has not taken any yet. Check that its API key may read this destination.` : `${messages}: ${names(state)} works on ${taken}, the others are next.`;
}

function names(state: DestinationState): string {
  return state.consumers.map((consumer) => consumer.name).join(", ");
}
