import type { InDoubtPolicy } from "@soarkit/app-sdk";

/**
 * How far a call is. `received`: on disk, not begun. `running`: begun; an intent says that its effect outside may have
 * taken place. `in_doubt`: a person decides. `result`: the reply is on disk. `replied`: the platform has it.
 * `acknowledged`: the broker was told.
 */
export type CallState = "received" | "running" | "in_doubt" | "result" | "replied" | "acknowledged";

/** What the journal knows about a call when its message arrives. */
export interface KnownCall {
  readonly state: CallState;
  /** JSON of what the handler was about to do; null when it did not get that far. */
  readonly intent: string | null;
  /** True when an earlier run may have had its effect. */
  readonly inDoubt: boolean;
  /** True when a person said to run it again, and its effect has not been announced since. */
  readonly decided: boolean;
}

/** What is done with an arriving message. */
export type Decision = "run" | "run-in-doubt" | "ask" | "answer" | "acknowledge";

/**
 * Decides about an arriving message (design §5 "At-least-once in, one effect out"). A first delivery that the broker
 * marks as redelivered was given to somebody whose journal is not ours: it is in doubt, never new.
 */
export function decide(known: KnownCall | undefined, redelivered: boolean, policy: InDoubtPolicy): Decision {
  if (known === undefined) return redelivered ? doubtful(policy) : "run";
  switch (known.state) {
    case "received":
      return known.inDoubt ? "run-in-doubt" : "run";
    case "running":
      if (known.decided) return "run-in-doubt";
      return known.intent !== null || known.inDoubt ? doubtful(policy) : "run";
    case "in_doubt":
      return "ask";
    case "result":
      return "answer";
    case "replied":
    case "acknowledged":
      return "acknowledge";
  }
}

function doubtful(policy: InDoubtPolicy): Decision {
  return policy === "ask" ? "ask" : "run-in-doubt";
}
