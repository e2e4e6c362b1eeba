import type { CallContext, FunctionResult, StatusLevel } from "@soarkit/app-sdk";
import { type Reply, SoarkitError } from "@soarkit/protocol";
import { type Logger, redactText } from "@soarkit/runtime";
import type { SoarClient } from "@soarkit/soar-client";
import type { AppRuntime } from "../apps/app-runtime.js";
import { withinTime } from "../time-limit.js";
import type { Answering } from "./answering.js";
import { type Call, incidentOf } from "./call.js";
import { brokenReply, statusReply } from "./envelope.js";
import { failedCall } from "./failure.js";

/** Everything one run needs. */
export interface CallRun {
  readonly answering: Answering;
  readonly runtime: AppRuntime;
  /** Carries the message's context token. */
  readonly soar: SoarClient;
  readonly call: Call;
  readonly key: string;
  readonly inDoubt: boolean;
  readonly intent: unknown;
  /** What a person said about an earlier doubt. */
  readonly decision: "retry" | undefined;
  /** Aborted when the server cannot wait any longer. */
  readonly stopped: AbortSignal;
  readonly log: Logger;
  readonly sendStatus: (reply: Reply) => Promise<void>;
  readonly writeIntent: (intent: unknown) => Promise<void>;
}

const levels: Readonly<Record<StatusLevel, 0 | 1 | 2>> = { information: 0, error: 1, warning: 2 };

/** How a run ended: with the final reply, or with a question that only a person can answer. */
export type RunEnd = { readonly kind: "reply"; readonly reply: Reply } | { readonly kind: "ask"; readonly question: string };

/** Runs a function or action; undefined when the server stopped first, so that the call has to be run again. */
export async function runCall(run: CallRun): Promise<RunEnd | undefined> {
  const { answering, log } = run;
  const began = Date.now();
  const clock = performance.now();
  const ended = (result: FunctionResult): RunEnd => ({ kind: "reply", reply: answering.reply(result, { began, duration: performance.now() - clock }) });
  try {
    return ended(await callHandler(run));
  } catch (error) {
    if (run.stopped.aborted) return undefined;
    const failed = failedCall(answering.broke, error);
    if (failed.kind === "ask") return failed;
    if (failed.kind === "failed") {
      const { reason } = failed.result;
      log.warn({ reason }, "The function could not do its work");
      await run.sendStatus(statusReply(reason ?? "", levels.error));
      return ended(failed.result);
    }
    if (failed.reference === undefined) log.error({ reason: failed.message }, "The function cannot run");
    else log.error({ err: error, reference: failed.reference }, "The function stopped on an unexpected error");
    return { kind: "reply", reply: brokenReply(failed.message) };
  }
}

async function callHandler(run: CallRun): Promise<FunctionResult> {
  const { call, soar } = run;
  const settings = await run.runtime.settings();
  const timeout = settings.functionTimeoutMs;
  const late = () => new SoarkitError("FUNCTION_TIMEOUT", { function: call.name, seconds: (timeout ?? 0) / 1000, section: settings.section });
  const result = await withinTime({ stopped: run.stopped, milliseconds: timeout, late }, (signal) => {
    const incident = incidentOf(call);
    const context: CallContext = {
      config: settings.config,
      soar,
      http: run.runtime.http(settings).withSignal(signal),
      log: run.log,
      signal,
      status: async (text, level = "information") => {
        if (!signal.aborted) await run.sendStatus(statusReply(redactText(text), levels[level]));
      },
      key: run.key,
      inDoubt: run.inDoubt,
      beforeEffect: async (intent) => {
        signal.throwIfAborted();
        await run.writeIntent(intent);
      },
      intent: run.intent,
      decision: run.decision,
      incidentUrl: incident === undefined ? undefined : soar.incidentUrl(incident),
    };
    return run.answering.run(context);
  });
  if (!result.success) await run.sendStatus(statusReply(redactText(result.reason ?? "The function failed."), levels.error));
  return result.reason === null ? result : { ...result, reason: redactText(result.reason) };
}
