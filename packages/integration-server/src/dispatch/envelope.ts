import { hostname } from "node:os";
import type { FunctionResult, SoarkitApp } from "@soarkit/app-sdk";
import type { Reply, ResultEnvelope } from "@soarkit/protocol";

/** When a function ran. */
export interface Timing {
  /** Milliseconds since 1970. */
  readonly began: number;
  /** Milliseconds. */
  readonly duration: number;
}

/** The documents' envelope around a result (staxx-api §3.3). Additions never replace a member of the envelope. */
export function resultEnvelope(app: SoarkitApp, result: FunctionResult, inputs: Record<string, unknown>, timing: Timing): ResultEnvelope {
  const content = result.content ?? null;
  return {
    ...result.additions,
    version: "1.0",
    success: result.success,
    reason: result.reason,
    content,
    raw: JSON.stringify(content),
    inputs,
    metrics: {
      version: "1.0",
      package: app.packageName,
      package_version: app.version,
      host: hostname(),
      execution_time_ms: Math.round(timing.duration),
      timestamp: localTime(new Date(timing.began + timing.duration)),
    },
  };
}

/** `YYYY-MM-DD HH:MM:SS` in the time zone of this machine. */
export function localTime(time: Date): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())} ${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
}

/** The final reply of a call that ended with a result (soar-protocol §2.9). */
export function finalReply(envelope: ResultEnvelope): Reply {
  return { message_type: 0, message: envelope.success ? "Completed" : "Failed", complete: true, results: envelope };
}

/** The final reply of a function that answers without the envelope: its content, or `{"error": reason}`. */
export function plainReply(result: FunctionResult): Reply {
  if (!result.success) return { message_type: 0, message: "Failed", complete: true, results: { ...result.additions, error: result.reason ?? "The function failed." } };
  const content = result.content ?? null;
  const members = typeof content === "object" && content !== null && !Array.isArray(content) ? { ...result.additions, ...content } : content;
  return { message_type: 0, message: "Completed", complete: true, results: members };
}

/**
 * The final reply of an action: its text is the last line of the action status. No script reads results of actions;
 * they tell our own platform that it failed.
 */
export function actionReply({ success, reason, content }: FunctionResult): Reply {
  if (!success) return { message_type: 0, message: "Failed", complete: true, results: { success: false, reason } };
  return { message_type: 0, message: typeof content === "string" && content !== "" ? content : "Completed", complete: true };
}

/** The final reply of a call that broke. */
export function brokenReply(message: string): Reply {
  return { message_type: 1, message, complete: true };
}

/** A line in the action status while the call goes on. */
export function statusReply(message: string, type: 0 | 1 | 2): Reply {
  return { message_type: type, message: message === "" ? "(No status)" : message, complete: false };
}
