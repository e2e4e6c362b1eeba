/** Status of an invocation: 0 complete, 1 pending, 2 error, 3 timed out (soar-protocol §1.4). */
export const InvocationStatus = { complete: 0, pending: 1, error: 2, timedOut: 3 } as const;
export type InvocationStatus = (typeof InvocationStatus)[keyof typeof InvocationStatus];

/** Kind of an invocation message: 0 information, 1 error, 2 warning (soar-protocol §1.4). */
export const InvocationMessageType = { information: 0, error: 1, warning: 2 } as const;
export type InvocationMessageType = (typeof InvocationMessageType)[keyof typeof InvocationMessageType];

/** One message of an invocation. */
export interface InvocationMessageDTO {
  type: InvocationMessageType;
  text: string;
  create_date: number;
}

/** A workflow instance as the run of the rule that started it shows it. */
export interface StartedInstanceDTO {
  workflow_instance_id: number;
  workflow: { workflow_id: number; name: string; programmatic_name: string };
  status: WorkflowInstanceDTO["status"];
  start_date: number;
  end_date: number | null;
  /** What went wrong, or why it was terminated; null otherwise. */
  error: string | null;
}

/**
 * One run of a rule, one function call or one action message and what became of it (soar-protocol §1.13), with what
 * the action status shows beside IBM's members: times, inputs, results, error. Runs, calls and messages share their ids.
 * `outcome` is "failed" when the call was answered with `success: false`, "error" when it broke.
 */
export interface ActionInvocationDTO {
  id: number;
  /** `rule`: a run of `action`, with what it set off in `workflow_instances` and `invocations`. */
  kind: "rule" | "function" | "message";
  /** The run of the rule that this call or message belongs to; null for a run itself. */
  parent_id: number | null;
  action: { id: number; name: string; type: 0 | 1 } | null;
  workflow: { workflow_id: number; name: string; programmatic_name: string } | null;
  workflow_instance_id: number | null;
  function: { id: number; name: string; display_name: string } | null;
  /** Programmatic name of the message destination; null for a run of a rule. */
  destination: string | null;
  create_date: number;
  end_date: number | null;
  create_user: { id: number; type: string; name: string; display_name: string };
  object: { type_id: number; type_name: string; object_id: number; object_name: string };
  inc_id: number;
  status: InvocationStatus;
  outcome: "pending" | "completed" | "failed" | "error" | "timed_out";
  messages: InvocationMessageDTO[];
  /** A call's inputs as sent; a run's activity-field values by API name, selects by label. */
  inputs: Record<string, unknown> | null;
  results: unknown;
  /** What went wrong and what to do; null while all is well. */
  error: string | null;
  /** Who ended it before its time; null, or absent, when nobody did. */
  ended_by?: string | null;
  /** Workflow instances that a run started; empty for calls and messages. */
  workflow_instances: StartedInstanceDTO[];
  /** Calls and messages that a run set off, oldest first; only where a single run was asked for. */
  invocations: ActionInvocationDTO[];
}

/** What running a menu item answers: the workflow instances and invocations it began. */
export interface ActionInvocationResultDTO {
  id: number;
  action: { id: number; name: string; type: 0 | 1 };
  status: InvocationStatus;
  create_date: number;
  messages: InvocationMessageDTO[];
  workflow_instance_ids: number[];
}

/** What a workflow runs on; an object inside an incident names the incident as its parent. */
export interface WorkflowObjectDTO {
  object_id: number;
  object_name: string;
  type_id: number;
  type_name: string;
  parent?: WorkflowObjectDTO | null;
}

/** One visit of a workflow instance to a step, or a step that it has not come to; times in milliseconds since the epoch. */
export interface WorkflowStepDTO {
  element_id: string;
  name: string;
  status: "waiting" | "done" | "error";
  /** Null for a step that it has not come to. */
  start_date: number | null;
  end_date: number | null;
  invocation_id: number | null;
  error: string | null;
  /** The same as `element_id`. */
  id: string;
  /** function, script, exclusive, … */
  kind: string;
  /** `waiting`: not come to yet; `stopped`: the instance ended while it was here. */
  state: "waiting" | "running" | "done" | "error" | "stopped";
  started: number | null;
  ended: number | null;
  /** How often its function was called at a person's wish; 0 before the first. */
  attempt: number;
  /** As sent to the function. */
  inputs: Record<string, unknown> | null;
  results: unknown;
  /** What its scripts wrote. */
  log: { level: string; text: string; script: string; at: number }[];
}

/** A running or finished workflow (soar-protocol §1.13 "WorkflowInstance"). */
export interface WorkflowInstanceDTO {
  workflow_instance_id: number;
  workflow: { workflow_id: number; name: string; programmatic_name: string };
  status: "running" | "completed" | "terminated" | "error";
  start_date: number;
  end_date: number | null;
  terminate_reason: string | null;
  /** What it stopped at and what to do, while the status is `error`. */
  error: string | null;
  /** In the answer for one instance, not in lists. */
  steps?: WorkflowStepDTO[];
  object: WorkflowObjectDTO;
}
