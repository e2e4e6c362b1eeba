import type { LogLine } from "../workflows/types.js";

/** One run of a script in a workflow. */
export interface ScriptRun {
  id: number;
  at: number;
  /** What ran, such as `Staxx Import: post-process script`. */
  script: string;
  workflow: string;
  workflow_id?: number;
  workflow_instance_id?: number;
  incident_id: number;
  object: string;
  object_type?: string;
  ok: boolean;
  /** How long it took, in milliseconds. */
  ms: number;
  /** What it wrote, as one text. */
  text: string;
  lines?: readonly LogLine[];
  /** What it changed, one sentence each. */
  effects?: readonly string[];
  error?: string | null;
}

/** A page of the log, newest first. */
export interface ScriptRuns {
  entities: ScriptRun[];
  total?: number;
}
