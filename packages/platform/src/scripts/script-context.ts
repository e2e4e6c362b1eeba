import type { ScriptEffect } from "./script-effects.js";

/** Dialect of a script. `python` scripts find the names of Python 2 that still make sense (`unicode`, `xrange`, …). */
export type ScriptLanguage = "python" | "python3";

/** What a script gets to see (soar-protocol §4). An object that does not apply is left out and is `None` in the script. */
export interface ScriptContext {
  /** `pre` sets inputs and nothing else; `post` and `object` collect effects; `condition` answers a value. */
  kind: "pre" | "post" | "object" | "condition";
  globals: {
    /** Fields by name, selects by label, rich text as `{format, content}`, custom fields under `properties`. */
    incident?: object;
    artifact?: object;
    task?: object;
    note?: object;
    rule?: { name: string; properties: Record<string, unknown> };
    workflow?: { properties: Record<string, unknown> };
    principal?: { id: number; name: string; display_name: string; type: string };
    /** Starting values of `inputs` in a `pre` script: the static ones. */
    inputs?: Record<string, unknown>;
    /** The function's results in a `post` script. */
    results?: unknown;
  };
  /** Names that `inputs` accepts; setting another one fails with an error that lists these. Left out: any name. */
  inputNames?: readonly string[];
  /** Evaluated after a `condition` script; its value is the outcome's `value`. */
  expression?: string;
}

/** One line of a script's log or print output. */
export interface ScriptLogLine {
  level: "debug" | "info" | "warning" | "error";
  text: string;
}

/** What a script that ended well leaves behind. */
export interface ScriptOutcome {
  /** Values of `inputs` after a `pre` script. */
  inputs?: Record<string, unknown>;
  effects: ScriptEffect[];
  log: ScriptLogLine[];
  /** Value of the expression of a `condition` script. */
  value?: unknown;
}

/** Limits of one run. */
export interface ScriptLimits {
  /** Milliseconds from the moment the script begins (waiting in the queue does not count). Default: the runner's. */
  timeMs?: number;
  /** Scripts of different workspaces never share a process. Default: the default workspace. */
  workspace?: string;
}
