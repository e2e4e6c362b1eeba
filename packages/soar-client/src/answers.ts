import { messageOf, SoarkitError } from "@soarkit/protocol";
import { redactText } from "@soarkit/runtime";
import type { Answer } from "./transport.js";

/** The value of a successful answer; undefined for an empty body. */
export function parseAnswer(answer: Answer, call: string, host: string): unknown {
  if (answer.text === "") return undefined;
  try {
    return JSON.parse(answer.text) as unknown;
  } catch (error) {
    throw new SoarkitError("SOAR_ANSWER_UNREADABLE", { host, call, reason: `it is not JSON (${messageOf(error)})` }, { cause: error });
  }
}

/** The error that an answer with status 300 or more stands for. */
export function answerError(call: string, host: string, answer: Answer): SoarkitError {
  const reason = redactText(reasonOf(answer));
  const { status } = answer;
  if (status === 401) return new SoarkitError("SOAR_UNAUTHORIZED", { host, reason });
  if (status === 403) return new SoarkitError("SOAR_FORBIDDEN", { call, reason });
  if (status === 404) return new SoarkitError("SOAR_NOT_FOUND", { call, reason });
  if (status === 409) return new SoarkitError("SOAR_CONFLICT", { call, tries: 1 });
  if (status >= 500 || status === 429) return new SoarkitError("SOAR_FAILED", { call, status, reason });
  return new SoarkitError("SOAR_REFUSED", { call, status, reason });
}

/** The `message` of IBM's error body (soar-protocol §1.6), else the beginning of the text. */
function reasonOf(answer: Answer): string {
  try {
    const body: unknown = JSON.parse(answer.text);
    if (typeof body === "object" && body !== null && "message" in body && typeof body.message === "string" && body.message !== "") return body.message;
  } catch {
    // Not JSON: a proxy or another server answered; its text is shown below.
  }
  const text = answer.text.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").trim().slice(0, 200);
  return text === "" ? `status ${answer.status} without a text` : text;
}
