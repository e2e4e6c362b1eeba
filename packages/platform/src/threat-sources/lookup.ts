import type { ThreatLookupState } from "@soarkit/protocol";
import type { Outcome } from "./service-client.js";

/** How long one round of questions about an artifact may take in all, milliseconds (soar-protocol §5.5, point 4). */
const patience = 24 * 3_600_000;
/** Waits that a service does not name, milliseconds (soar-protocol §5.2). */
const afterPost = 5_000;
const afterGet = 60_000;
/** Shortest and longest wait that a service may ask for, milliseconds. */
const shortestWait = 1_000;
const longestWait = 3_600_000;
/** First and longest wait after a failure, milliseconds; it doubles between them. */
const firstPause = 2_000;
const longestPause = 900_000;

/** Where the look-up of one artifact at one source stands. Times are milliseconds since the epoch. */
export interface Lookup {
  readonly artifactId: number;
  readonly sourceId: number;
  readonly state: ThreatLookupState;
  readonly round: number;
  readonly remoteId: string | null;
  readonly asked: number | null;
  readonly answered: number | null;
  readonly answerMs: number | null;
  readonly statuses: string;
  readonly error: string | null;
  readonly hits: number;
  readonly failures: number;
  readonly nextAt: number | null;
  readonly giveUpAt: number | null;
}

/** A look-up whose round begins now. */
export function begun(lookup: Lookup, now: number): Lookup {
  return { ...lookup, state: "ask", remoteId: null, asked: now, statuses: "", failures: 0, giveUpAt: now + patience };
}

/**
 * Where a look-up stands after an outcome (soar-protocol §5.5).
 * @param rescanMs milliseconds until a final answer is asked for again; 0 never
 * @param random from 0 to 1: spreads what falls due together
 */
export function afterOutcome(lookup: Lookup, outcome: Outcome, { now, rescanMs, random }: { now: number; rescanMs: number; random: number }): Lookup {
  const seen = { ...lookup, answerMs: outcome.ms, statuses: withStatus(lookup.statuses, outcome.status) };
  const rest = rescanMs === 0 ? null : Math.round(now + rescanMs * (0.9 + random * 0.2));
  const giveUp = (error: string): Lookup => ({ ...seen, state: "failed", error, answered: now, remoteId: null, nextAt: rest });
  const late = now >= (lookup.giveUpAt ?? now + 1);
  switch (outcome.kind) {
    case "final":
      return { ...seen, state: "answered", answered: now, hits: outcome.answer.hits.length, error: null, failures: 0, remoteId: null, nextAt: rest };
    case "waits": {
      const remoteId = outcome.answer.id ?? lookup.remoteId;
      if (late) return giveUp("The service said for 24 hours that it is not ready.");
      const asked = outcome.answer.retrySecs === null ? (lookup.state === "ask" ? afterPost : afterGet) : outcome.answer.retrySecs * 1_000;
      return { ...seen, state: "wait", remoteId, hits: Math.max(lookup.hits, outcome.answer.hits.length), error: null, failures: 0, nextAt: Math.round(now + Math.min(Math.max(asked, shortestWait), longestWait)) };
    }
    case "refused":
      return { ...seen, state: "refused", answered: now, error: outcome.reason, remoteId: null, nextAt: null };
    case "unauthorized":
      return { ...seen, state: "ask", remoteId: null, error: outcome.reason, nextAt: now };
    case "failed": {
      if (late) return giveUp(`${outcome.reason} It was tried for 24 hours.`);
      const spread = 0.75 + random * 0.5;
      const asked = Math.min((outcome.retrySecs ?? 0) * 1_000, longestWait) * (1 + random * 0.25);
      const pause = Math.max(Math.min(firstPause * 2 ** lookup.failures, longestPause) * spread, asked);
      return { ...seen, state: "ask", remoteId: null, error: outcome.reason, failures: Math.min(lookup.failures + 1, 30), nextAt: Math.round(now + pause) };
    }
  }
}

/** `303>303>200` as `303×2>200`. */
function withStatus(statuses: string, status: number | null): string {
  const parts = statuses === "" ? [] : statuses.split(">");
  const name = status === null ? "none" : String(status);
  const [last = "", times = "1"] = (parts.at(-1) ?? "").split("×");
  if (last === name) parts.splice(-1, 1, `${name}×${Number(times) + 1}`);
  else parts.push(name);
  return parts.slice(-8).join(">");
}
