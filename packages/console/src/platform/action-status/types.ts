import type { ActionInvocationDTO } from "@soarkit/protocol";

/** Why something that is pending has not ended, as the platform computes it. */
export interface Waiting {
  /** `no_consumer`, `queued`, `working`, … */
  code: string;
  text: string;
  /** Milliseconds since the epoch. */
  since: number | null;
}

/** One entry of the action status with what it waits for. */
export type InvocationEntry = ActionInvocationDTO & { waiting?: Waiting | null };

/** One thing that happened to an invocation. */
export interface InvocationStep {
  at: number;
  /** started, rule, workflow, message, taken, status, warning, error, reply, script, effects, ended. */
  kind: string;
  text: string;
  detail?: unknown;
}

/** One entry with its timeline. */
export type InvocationDetail = InvocationEntry & { steps?: InvocationStep[] };
