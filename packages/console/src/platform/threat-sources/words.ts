import type { ThreatLookupDTO, ThreatServiceDTO } from "@soarkit/protocol";

/** How long an answer took, in words: `0.41 s`. */
export function answerTime(ms: number | null): string {
  return ms === null ? "no answer" : `${(ms / 1000).toFixed(2)} s`;
}

/** What is under way at a source. */
export function waitingText(source: Pick<ThreatServiceDTO, "waiting" | "sweeping" | "enabled">): string {
  const waiting = source.waiting === 0 ? "no look-up waits" : source.waiting === 1 ? "1 look-up waits" : `${source.waiting.toLocaleString("en")} look-ups wait`;
  if (!source.enabled) return source.waiting === 0 ? waiting : `${waiting} until it is ON`;
  return source.sweeping ? `${waiting}, more are being queued` : waiting;
}

const states: Readonly<Record<ThreatLookupDTO["state"], string>> = {
  ask: "Waits to be asked",
  wait: "The service works on it",
  answered: "Answered",
  refused: "Refused, not asked again",
  failed: "Given up until the next scan",
};

/** How far a look-up has come, in words. */
export function lookupState(lookup: Pick<ThreatLookupDTO, "source" | "state" | "error" | "hits">): string {
  if (lookup.state === "answered") return lookup.hits === 0 ? "No hit" : lookup.hits === 1 ? "1 hit" : `${lookup.hits} hits`;
  if (!lookup.source.enabled && (lookup.state === "ask" || lookup.state === "wait")) return "Waits until the source is ON";
  if (lookup.state === "ask" && lookup.error !== null) return "Failed, is asked again";
  return states[lookup.state];
}
