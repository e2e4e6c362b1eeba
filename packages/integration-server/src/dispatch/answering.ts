import type { ActionContext, CallContext, FunctionContext, FunctionResult, InDoubtPolicy, SoarkitApp } from "@soarkit/app-sdk";
import { succeed } from "@soarkit/app-sdk";
import { type Reply, SoarkitError } from "@soarkit/protocol";
import type { Handlers } from "../apps/handlers.js";
import type { Call } from "./call.js";
import { actionReply, finalReply, plainReply, resultEnvelope, type Timing } from "./envelope.js";

/** The app's part in answering one call. */
export interface Answering {
  readonly app: SoarkitApp;
  readonly inDoubt: InDoubtPolicy;
  readonly run: (context: CallContext) => Promise<FunctionResult>;
  /** The final reply of a call that ended with a result. */
  readonly reply: (result: FunctionResult, timing: Timing) => Reply;
  /** What people read when the handler stopped on a bug. */
  readonly broke: (reference: string) => string;
}

/**
 * Who answers a call.
 *
 * @param destination - programmatic name of the destination on which it came
 * @throws SoarkitError FUNCTION_UNKNOWN, ACTION_UNKNOWN, ACTION_TWICE
 */
export function answeringOf(handlers: Handlers, call: Call, destination: string): Answering {
  if (call.kind === "function") {
    const { app, fn } = handlers.function(call.name);
    const { message } = call;
    return {
      app,
      inDoubt: fn.inDoubt,
      run: (context) => fn.run(message.inputs, { ...context, message } satisfies FunctionContext),
      reply: (result, timing) => (fn.resultForm === "plain" ? plainReply(result) : finalReply(resultEnvelope(app, result, message.inputs, timing))),
      broke: (reference) => new SoarkitError("FUNCTION_BROKE", { function: fn.name, reference }).message,
    };
  }
  const { app, action } = handlers.action(call.name, destination);
  const { message, rule } = call;
  return {
    app,
    inDoubt: action.inDoubt,
    run: async (context) => succeed(await action.run(rule, message, { ...context, message } satisfies ActionContext)),
    reply: actionReply,
    broke: (reference) => new SoarkitError("ACTION_BROKE", { rule: rule.name, reference }).message,
  };
}
