import { InvocationMessageType, replySchema, type Reply } from "@soarkit/protocol";

/** A reply as the platform understood it. */
export interface UnderstoodReply {
  readonly messageType: InvocationMessageType;
  readonly text: string;
  readonly complete: boolean;
  /** Undefined when the reply had none. */
  readonly results: unknown;
}

/** What a final reply makes of its invocation. */
export interface ReplyOutcome {
  readonly status: 0 | 2;
  readonly outcome: "completed" | "failed" | "error";
  /** What went wrong; null while all is well. */
  readonly error: string | null;
}

/**
 * Reads a reply's body (soar-protocol §2.9). Anything but a JSON object is plain text and counts as a successful
 * final message; the header `Co3InvocationComplete` may say that it is not final. An object that is no reply ends the
 * call as an error, because repeating it would not help.
 */
export function readReply(headers: Readonly<Record<string, string>>, body: string): UnderstoodReply {
  const parsed = parseObject(body);
  if (parsed === undefined) {
    const complete = (headers["Co3InvocationComplete"] ?? "true").trim().toLowerCase() !== "false";
    return { messageType: InvocationMessageType.information, text: body, complete, results: undefined };
  }
  const reply = replySchema.safeParse(parsed);
  if (!reply.success) {
    const reason = reply.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
    return {
      messageType: InvocationMessageType.error,
      text: `The integration server's reply is not one (${reason}). Look at the function's log, correct it and run the action again.`,
      complete: true,
      results: undefined,
    };
  }
  return understood(reply.data);
}

/**
 * The outcome of a final reply: `message_type` 1 is an error; results that say `success: false`, or that hold an
 * `error` without saying `success: true`, are a failure that the workflow goes on with.
 */
export function outcomeOf(reply: UnderstoodReply): ReplyOutcome {
  if (reply.messageType === InvocationMessageType.error) {
    return { status: 2, outcome: "error", error: reply.text === "" ? "The function ended with an error and gave no reason. Its log on the integration server has more." : reply.text };
  }
  const failure = failureIn(reply.results);
  if (failure === undefined) return { status: 0, outcome: "completed", error: null };
  const said = reply.text === "" ? "The function failed and gave no reason. Its log on the integration server has more." : reply.text;
  return { status: 2, outcome: "failed", error: failure === "" ? said : failure };
}

/** The reason of a failure that results tell of; empty when they give none, undefined when they tell of no failure. */
function failureIn(results: unknown): string | undefined {
  if (typeof results !== "object" || results === null || Array.isArray(results)) return undefined;
  const { success, reason, error } = results as { success?: unknown; reason?: unknown; error?: unknown };
  const failed = success === false || (success !== true && isSaid(error));
  if (!failed) return undefined;
  return isSaid(reason) ? textOf(reason) : isSaid(error) ? textOf(error) : "";
}

function isSaid(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "" && value !== false;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function understood(reply: Reply): UnderstoodReply {
  return { messageType: reply.message_type, text: reply.message ?? "", complete: reply.complete, results: reply.results };
}

function parseObject(body: string): object | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
