import * as z from "zod";

/** Priorities of TruSTAR that can be a hit, from the lowest (trustar-api §4). `NOT_FOUND` never is one. */
const levels = ["LOW", "MEDIUM", "HIGH"] as const;
export type PriorityLevel = (typeof levels)[number];

/** The option `minimum_priority`. */
export const minimumPriority = z.string().trim().toUpperCase().default("MEDIUM").pipe(z.enum(levels, "minimum_priority must be LOW, MEDIUM or HIGH"));

/** Whether a priority is a hit. */
export function reaches(priority: string | null | undefined, minimum: PriorityLevel): boolean {
  return levels.indexOf((priority ?? "").toUpperCase() as PriorityLevel) >= levels.indexOf(minimum);
}
