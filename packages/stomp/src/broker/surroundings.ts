import type { Logger } from "@soarkit/runtime";
import type { Frame } from "../frames/frame.js";
import type { BrokerLimits } from "./limits.js";
import type { BrokerSecurity, MessageStore } from "./message-store.js";
import type { BrokerLinkEvent } from "./options.js";
import type { QueueTable } from "./queue-table.js";

/** What the sessions of one broker share. */
export interface SessionSurroundings {
  readonly store: MessageStore;
  readonly security: BrokerSecurity;
  readonly queues: QueueTable;
  readonly limits: BrokerLimits;
  readonly heartbeatMs: number;
  readonly log: Logger;
  readonly onLink: (event: BrokerLinkEvent) => void;
}

/** An answer to a frame that the broker does not accept. */
export interface Refusal {
  /** Header `message` of the ERROR frame and its body. */
  readonly message: string;
  /**
   * True where the link cannot go on: broken STOMP and refused logins. A missing right leaves the link open, as with
   * ActiveMQ, so that the client's other queues go on.
   */
  readonly close: boolean;
}

/** How a part of a session answers a frame that it took. */
export interface Answers {
  receipt(frame: Frame): void;
  refuse(frame: Frame, refusal: Refusal): void;
}
