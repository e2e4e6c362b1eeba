import type { ActionMessage, FunctionMessage } from "@soarkit/protocol";
import type { Logger } from "@soarkit/runtime";
import type { SoarClient } from "@soarkit/soar-client";
import type { AppHttp } from "./http/app-http.js";

/** How a status message is shown. */
export type StatusLevel = "information" | "warning" | "error";

/** What the handlers of functions and of actions both get beside what they are called with. */
export interface CallContext<Config = unknown> {
  /** The app's section of `app.config`, typed by its schema. */
  readonly config: Config;
  /**
   * The SOAR platform that called. Every call carries the message's context token, so that what a handler changes does
   * not set off the same rule again.
   */
  readonly soar: SoarClient;
  /** Calls to other systems, with the app's proxies, certificates and time limit. Ends with `signal`. */
  readonly http: AppHttp;
  /** Tagged with app, function or rule, and correlation id. */
  readonly log: Logger;
  /** Aborted when the call ran out of time or the server stops and cannot wait longer. */
  readonly signal: AbortSignal;
  /** Shows a line in the action status while the function works. Never rejects: a lost line does not stop the work. */
  readonly status: (text: string, level?: StatusLevel) => Promise<void>;
  /** Stays the same when the same call is run again: an idempotency key for other systems. */
  readonly key: string;
  /** True when an earlier run of this call may already have had its effect outside (design §5 "At-least-once in"). */
  readonly inDoubt: boolean;
  /**
   * Call it before the first effect outside. Resolves when the intent is on disk, so that a run after a crash
   * knows that the effect may have happened.
   */
  readonly beforeEffect: (intent: unknown) => Promise<void>;
  /** What the earlier run gave to `beforeEffect`; undefined when unknown or when not in doubt. */
  readonly intent: unknown;
  /**
   * `retry` when this call asked a person (`needsPerson`) and that person said to go on: then do it
   * without asking again. Holds until `beforeEffect` is called.
   */
  readonly decision: "retry" | undefined;
  /** Page of the incident, when the call names it: a function's input `incident_id`, or the incident of an action. */
  readonly incidentUrl: string | undefined;
}

/** Everything the handler of a function needs beside its inputs. */
export interface FunctionContext<Config = unknown> extends CallContext<Config> {
  /** The message as received. */
  readonly message: FunctionMessage;
}

/** Everything the handler of an action needs beside the event. */
export interface ActionContext<Config = unknown> extends CallContext<Config> {
  /** The message as received. */
  readonly message: ActionMessage;
}

/** What an app's selftest gets. */
export interface SelftestContext<Config = unknown> {
  readonly config: Config;
  readonly soar: SoarClient;
  readonly http: AppHttp;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** One thing that a selftest looked at. */
export interface SelftestStep {
  /** What was tried, for example "Log in to STAXX". */
  readonly name: string;
  readonly outcome: "ok" | "failed" | "skipped";
  /** What was seen; for a failure also what to do. */
  readonly detail: string;
}

/** What an app looks at once when the server is connected, to tell of what does not fit. */
export interface StartContext<Config = unknown> {
  readonly config: Config;
  readonly soar: SoarClient;
  readonly log: Logger;
  readonly signal: AbortSignal;
}
