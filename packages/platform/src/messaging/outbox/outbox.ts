import { SoarkitError } from "@soarkit/protocol";
import type { MessageStore, ReceivedMessage, StoredMessage } from "@soarkit/stomp";
import type { PlatformDatabase } from "../../database.js";
import type { Replies } from "../invocations/replies.js";
import { countDelivery, readMessages, removeMessages } from "./store.js";

/** The broker's messages: rows of the table `outbox`, gone only when acknowledged. */
export class Outbox implements MessageStore {
  constructor(private readonly deps: { readonly database: PlatformDatabase; readonly replies: Replies }) {}

  read(queue: string, after: number, limit: number): Promise<readonly StoredMessage[]> {
    return readMessages(this.deps.database.db, queue, after, limit);
  }

  async delivering(queue: string, sequences: readonly number[]): Promise<void> {
    await countDelivery(this.deps.database.db, queue, sequences);
  }

  async acknowledge(queue: string, sequences: readonly number[]): Promise<void> {
    await removeMessages(this.deps.database.db, queue, sequences);
  }

  /** @throws SoarkitError `REPLY_REFUSED` for a queue that takes no replies. */
  async receive(message: ReceivedMessage): Promise<void> {
    if (!message.destination.startsWith("acks.")) throw new SoarkitError("REPLY_REFUSED", { who: message.principal.name, queue: message.destination });
    await this.deps.replies.receive(message);
  }
}
