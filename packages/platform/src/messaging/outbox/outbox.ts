import { SoarkitError } from "@soarkit/protocol";
import type { MessageStore, ReceivedMessage, StoredMessage } from "@soarkit/stomp";
import type { PlatformDatabase } from "../../database.js";
import { markTaken } from "../invocations/store.js";
import type { Replies } from "../invocations/replies.js";
import { countDelivery, readMessages, removeMessages } from "./store.js";

/** The broker's messages: rows of the table `outbox`, gone only when acknowledged. */
export class Outbox implements MessageStore {
  constructor(private readonly deps: { readonly database: PlatformDatabase; readonly replies: Replies; readonly now: () => number }) {}

  read(queue: string, after: number, limit: number): Promise<readonly StoredMessage[]> {
    return readMessages(this.deps.database.db, queue, after, limit);
  }

  async delivering(queue: string, sequences: readonly number[]): Promise<void> {
    await this.deps.database.transaction(async (trx) => {
      await countDelivery(trx, queue, sequences);
      await markTaken(trx, sequences, this.deps.now());
    });
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
