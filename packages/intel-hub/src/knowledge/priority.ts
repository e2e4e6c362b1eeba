/** Levels of priority, the words of the TruSTAR face. */
export const priorityLevels = ["NOT_FOUND", "LOW", "MEDIUM", "HIGH"] as const;
/** A level of priority. */
export type PriorityLevel = (typeof priorityLevels)[number];

/**
 * The hub's own rule for the priority of a value. It is not TruSTAR's, which was never published: the strongest score
 * of what the caller may see, one level more when many reports or enclaves hold the value.
 */
export interface PriorityRule {
  /** Records with less confidence (0 to 100) count one level less. */
  readonly confidentFrom: number;
  /** From so many reports on, one level more. */
  readonly manyReports: number;
  /** From so many enclaves on, one level more. */
  readonly manyEnclaves: number;
}

/** The rule unless the hub is told another. */
export const defaultPriorityRule: PriorityRule = { confidentFrom: 50, manyReports: 3, manyEnclaves: 3 };

/** What a caller may see about a value. */
export interface Evidence {
  /** Strongest score of a record: 0 no threat, 1 low, 2 medium, 3 high. */
  readonly score: number;
  readonly reports: number;
  readonly enclaves: number;
}

/** The level of a value; a value that nothing speaks of is `NOT_FOUND`, one that is known as harmless stays `LOW`. */
export function priorityOf(evidence: Evidence | undefined, rule: PriorityRule): PriorityLevel {
  if (evidence === undefined) return "NOT_FOUND";
  const { score, reports, enclaves } = evidence;
  if (score <= 0) return "LOW";
  const raised = reports >= rule.manyReports || enclaves >= rule.manyEnclaves ? score + 1 : score;
  return priorityLevels[Math.min(raised, 3)] ?? "LOW";
}
