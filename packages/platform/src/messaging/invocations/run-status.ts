import { InvocationStatus } from "@soarkit/protocol";
import type { Invocation, InvocationOutcome, StartedInstance } from "./invocation.js";

/** What became of a run of a rule. */
export interface RunStatus {
  readonly status: InvocationStatus;
  readonly outcome: InvocationOutcome;
  readonly ended: number | null;
  readonly error: string | null;
}

/**
 * What became of a run of a rule: broken when one of its own activities failed, pending while they are carried out;
 * otherwise from what it set off: broken as soon as something broke; pending while a workflow runs or an answer is missing; failed when a call was answered with `success: false`; otherwise completed.
 */
export function runStatus(run: Invocation, calls: readonly Invocation[], instances: readonly StartedInstance[]): RunStatus {
  if (run.state === "failed") return { status: InvocationStatus.error, outcome: "error", ended: run.ended, error: run.error };
  if (run.state === "pending") return { status: InvocationStatus.pending, outcome: "pending", ended: null, error: null };
  const ends = [run.created, ...calls.map((call) => call.ended ?? 0), ...instances.map((instance) => instance.endDate ?? 0)];
  const ended = Math.max(...ends);
  // A workflow that goes on after an error was retried: what counts then is how it goes on.
  const goesOn = new Set(instances.filter((instance) => instance.status === "running" || instance.status === "completed").map((instance) => instance.instanceId));
  const broken = calls.find((call) => (call.outcome === "error" || call.outcome === "timed_out") && (call.instanceId === null || !goesOn.has(call.instanceId)));
  if (broken !== undefined) return { status: broken.status, outcome: broken.outcome, ended: broken.ended ?? broken.created, error: broken.error };
  const stopped = instances.find((instance) => instance.status === "error" || instance.status === "terminated");
  if (stopped !== undefined) return { status: InvocationStatus.error, outcome: "error", ended, error: instanceError(stopped) };
  const pending = calls.some((call) => call.outcome === "pending") || instances.some((instance) => instance.status === "running");
  if (pending) return { status: InvocationStatus.pending, outcome: "pending", ended: null, error: null };
  const failed = calls.find((call) => call.outcome === "failed");
  if (failed !== undefined) return { status: InvocationStatus.error, outcome: "failed", ended, error: failed.error };
  return { status: InvocationStatus.complete, outcome: "completed", ended, error: null };
}

/** Why a workflow instance stopped before its end; null for one that did not. */
export function instanceError(instance: StartedInstance): string | null {
  if (instance.error !== null) return instance.error;
  if (instance.status !== "terminated") return null;
  return `The workflow ${instance.workflow.name} was terminated${instance.terminateReason === null ? "." : `: ${instance.terminateReason}`}`;
}
