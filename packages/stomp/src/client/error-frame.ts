import type { Frame } from "../frames/frame.js";

/** What an ERROR frame says, in one line for people. */
export function errorText(frame: Frame): string {
  const header = frame.headers["message"] ?? "";
  const body = frame.body.toString("utf8", 0, 2_000).split("\n")[0] ?? "";
  return (header.length > 0 ? header : body).trim().slice(0, 500) || "the broker gave no reason";
}

/**
 * The bare queue that an ERROR frame forbids to read; undefined where it speaks of something else. Brokers have no code
 * for it, so the words decide: IBM's (soar-protocol §2.3) and ActiveMQ's `not authorized to read from: queue://NAME`.
 */
export function forbiddenQueue(frame: Frame): string | undefined {
  const text = `${frame.headers["message"] ?? ""}\n${frame.body.toString("utf8", 0, 2_000)}`;
  return /not authorized to read from:? queue:?(?:\/\/)?\s*([^\s,;]+)?/i.exec(text)?.slice(1).map((name: string | undefined) => name ?? "")[0];
}
