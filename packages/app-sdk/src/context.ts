import type { FunctionMessage } from "@soarkit/protocol";
import type { Logger } from "@soarkit/runtime";
import type { SoarClient } from "@soarkit/soar-client";
import type { AppHttp } from "./http/app-http.js";

/** How a status message is shown. */
export type StatusLevel = "information" | "warning" | "error";

/** Everything a handler needs beside its inputs. */
export interface FunctionContext<Config = unknown> {
  /** The app's section of `app.config`, typed by its schema. */
  readonly config: Config;
  /** The SOAR platform that called. */
  readonly soar: SoarClient;
  /** Calls to other systems, with the app's proxies, certificates and time limit. Ends with `signal`. */
  readonly http: AppHttp;
  /** Tagged with app, function and correlation id. */
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
  /** The message as received. */
  readonly message: FunctionMessage;
  /** Page of the incident, when the call's inputs name it (`incident_id`). */
  readonly incidentUrl: string | undefined;
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
