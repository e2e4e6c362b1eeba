import { createHash } from "node:crypto";
import type { IncomingMessage } from "@soarkit/stomp";

/**
 * What makes a call the same call: platform, destination and correlation id (design §5). A message without a
 * correlation id has only its message id.
 */
export function callKey(platform: string, message: Pick<IncomingMessage, "destination" | "correlationId" | "messageId">): string {
  return `${platform}/${message.destination}/${message.correlationId ?? `message ${message.messageId}`}`;
}

/** The key as other systems get it: 32 letters and digits, always the same for the same call. */
export function idempotencyKey(key: string): string {
  return createHash("sha256").update(key).digest("hex").slice(0, 32);
}
