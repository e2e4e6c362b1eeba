import type { WorkflowInstanceDTO } from "@soarkit/protocol";
import type { StepState } from "../../parts/bpmn-view.js";

/** One step of an instance as the platform tells it. */
export interface InstanceStep {
  /** Id of the BPMN element. */
  id: string;
  name: string;
  kind: string;
  state: StepState;
  started: number | null;
  ended: number | null;
  inputs?: Record<string, unknown> | null;
  results?: unknown;
  error?: string | null;
  /** Lines that its scripts wrote. */
  log?: readonly LogLine[] | string | null;
}

/** A line that a script wrote. */
export interface LogLine {
  level: string;
  text: string;
  /** Which script wrote it, where several wrote. */
  script?: string;
}

/** A running or finished workflow with its steps. */
export type WorkflowInstance = Omit<WorkflowInstanceDTO, "steps"> & {
  steps?: InstanceStep[];
  /** The version of the workflow that it runs; in the answer for one instance. */
  content?: { xml: string; version: number };
};

/** One saved version of a workflow. */
export interface WorkflowVersion {
  version: number;
  created?: number | null;
  by?: string | null;
}

/** Something that a script would change. */
export interface TryEffect {
  kind: string;
  readonly [member: string]: unknown;
}

/** What a script would do; nothing of it has happened. */
export interface TryAnswer {
  inputs?: Record<string, unknown> | null;
  effects: readonly TryEffect[];
  log: readonly (LogLine | string)[];
  error?: string | null;
}
