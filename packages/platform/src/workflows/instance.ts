import type { PrincipalDTO } from "@soarkit/protocol";
import type { TokenState } from "./tokens.js";

/** The rule that started an instance. */
export interface StartingRule {
  readonly id: number;
  readonly name: string;
  /** 0 automatic, 1 menu item. */
  readonly type: 0 | 1;
  /** Activity fields by API name, selects by label. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The object that an instance works on. */
export interface InstanceObject {
  /** API name of its type: `incident`, `artifact`, `note`, … */
  readonly type: string;
  readonly id: number;
  readonly name: string;
}

/** `error`: stopped at a step that went wrong, until somebody retries or terminates it. */
export type InstanceStatus = "running" | "completed" | "terminated" | "error";

/** A running or finished workflow as it is stored. */
export interface Instance {
  readonly id: number;
  readonly workflow: { readonly id: number; readonly version: number; readonly name: string; readonly programmaticName: string; readonly objectType: string };
  readonly incidentId: number;
  readonly object: InstanceObject;
  readonly status: InstanceStatus;
  readonly startDate: number;
  readonly endDate: number | null;
  readonly terminateReason: string | null;
  readonly error: string | null;
  readonly principal: PrincipalDTO;
  readonly rule: StartingRule | null;
  /** Results of earlier steps and properties set by scripts: `workflow.properties` in scripts. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** Scripts of different workspaces never share a process. */
  readonly workspace: string;
  readonly state: TokenState;
}

/** What goes wrong at a step: before the call, the call itself, after it, a script step, a gateway. */
export type StepStage = "pre-process" | "function" | "post-process" | "script" | "condition";

/** One visit as it is stored; the truth about what has been done. */
export interface Step {
  readonly executionId: string;
  readonly elementId: string;
  readonly name: string;
  readonly state: "waiting" | "done" | "error";
  readonly stage: StepStage | null;
  readonly error: string | null;
  readonly attempt: number;
  readonly invocationId: number | null;
  readonly startDate: number;
  readonly endDate: number | null;
}
