import { bareDestination } from "@soarkit/protocol";
import type { Frame } from "../frames/frame.js";
import type { IncomingMessage } from "./options.js";

/** How a message is settled; the connection decides whether its link still stands. */
export type Settle = (kind: "ack" | "nack", frame: Frame, link: number) => void;

/** A MESSAGE frame as the application sees it. */
export function incomingMessage(frame: Frame, link: number, settle: Settle): IncomingMessage {
  const { headers } = frame;
  let open = true;
  const once = (kind: "ack" | "nack"): void => {
    if (open) settle(kind, frame, link);
    open = false;
  };
  return {
    destination: bareDestination(headers["destination"] ?? ""),
    headers,
    body: frame.body.toString("utf8"),
    messageId: headers["message-id"] ?? "",
    redelivered: headers["redelivered"] === "true",
    ...present("replyTo", headers["reply-to"]),
    ...present("correlationId", headers["correlation-id"]),
    ...present("contextToken", headers["Co3ContextToken"]),
    link,
    ack: () => once("ack"),
    nack: () => once("nack"),
  };
}

function present<K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, string>);
}
