import type { ActionInvocationDTO, InvocationMessageDTO, InvocationStatus, PrincipalDTO } from "@soarkit/protocol";

/** How an invocation ended, or that it has not. */
export type InvocationOutcome = ActionInvocationDTO["outcome"];

/** Where a function call stands for its workflow (see the table `invocations`). */
export type InvocationState = "pending" | "answered" | "failed" | "processed";

/** A rule as its runs remember it. */
export interface InvokedRule {
  readonly id: number;
  readonly name: string;
  readonly type: 0 | 1;
}

/** A workflow as its calls remember it. */
export interface InvokedWorkflow {
  readonly workflow_id: number;
  readonly name: string;
  readonly programmatic_name: string;
}

/** A function as its calls remember it. */
export interface InvokedFunction {
  readonly id: number;
  readonly name: string;
  readonly display_name: string;
}

/** One run of a rule, function call or action message. */
export interface Invocation {
  readonly id: number;
  readonly kind: "rule" | "function" | "message";
  readonly parentId: number | null;
  readonly instanceId: number | null;
  readonly executionId: string | null;
  readonly rule: InvokedRule | null;
  readonly functionId: number | null;
  readonly function: InvokedFunction | null;
  readonly workflow: InvokedWorkflow | null;
  readonly destination: string | null;
  readonly incidentId: number;
  readonly object: { readonly type: string; readonly id: number; readonly name: string };
  readonly principal: PrincipalDTO;
  readonly inputs: Readonly<Record<string, unknown>> | null;
  readonly chain: readonly number[];
  readonly created: number;
  readonly ended: number | null;
  readonly timeoutSeconds: number;
  readonly timeoutAt: number | null;
  readonly status: InvocationStatus;
  readonly outcome: InvocationOutcome;
  readonly state: InvocationState;
  readonly results: unknown;
  readonly error: string | null;
  /** When an integration server first got the message. */
  readonly taken: number | null;
  /** Display name of who ended it before its time. */
  readonly endedBy: string | null;
}

/** What a new invocation is written with; it begins pending. */
export type NewInvocation = Omit<Invocation, "id" | "ended" | "results" | "taken" | "endedBy">;

/** How an invocation ends. */
export interface InvocationEnd {
  readonly status: InvocationStatus;
  readonly outcome: InvocationOutcome;
  readonly state: InvocationState;
  readonly results: unknown;
  readonly error: string | null;
  readonly ended: number;
  /** Display name of a person who ended it before its time. */
  readonly endedBy?: string;
}

/** A message together with the invocation it belongs to. */
export interface StoredInvocationMessage extends InvocationMessageDTO {
  readonly invocationId: number;
}

/** A workflow instance that a run of a rule started. */
export interface StartedInstance {
  readonly invocationId: number;
  readonly instanceId: number;
  readonly workflow: InvokedWorkflow;
  readonly status: string;
  readonly startDate: number;
  readonly endDate: number | null;
  readonly error: string | null;
  readonly terminateReason: string | null;
}

/** The workflow instance of a step that went wrong before it called anything. */
export interface InstanceOfStep {
  readonly workflow: InvokedWorkflow;
  readonly incidentId: number;
  readonly object: { readonly type: string; readonly id: number; readonly name: string };
  readonly principal: PrincipalDTO;
}
