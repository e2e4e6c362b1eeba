/** One look at a rule's conditions, as the platform remembers or computes it. */
export interface ConditionOutcome {
  ok: boolean;
  text: string;
}

/** Whether a rule would run on an object, and why. */
export interface RuleExplanation {
  would_run: boolean;
  reasons: readonly ConditionOutcome[];
  /** For an automatic rule: the last changes of the object, newest first. */
  events: readonly {
    id: number;
    change: "created" | "modified" | "deleted";
    at: number;
    by: string;
    ran: boolean;
    text: string;
    reasons: readonly ConditionOutcome[];
  }[];
}
