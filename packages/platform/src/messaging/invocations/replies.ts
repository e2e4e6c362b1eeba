import { bareDestination, InvocationMessageType } from "@soarkit/protocol";
import type { Logger } from "@soarkit/runtime";
import type { PlatformDatabase, PlatformTransaction } from "../../database.js";
import { outcomeOf, readReply, type UnderstoodReply } from "./reply.js";
import { appendMessage, countMessages, endInvocation, findInvocation } from "./store.js";

/** Longest text kept of one message, in characters; what is beyond is cut with a remark. */
const maxText = 20_000;
/** Status messages kept of one invocation; later ones are dropped, the final reply never. */
const maxMessages = 1_000;
/** Most replies written in one transaction. */
const largestBatch = 200;

/** A reply as the broker received it. */
export interface ReceivedReply {
  readonly destination: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly principal: { readonly id: number | string; readonly name: string };
}

/** What became of a reply. */
type Taken = "unknown" | "late" | "status" | "answered";

interface WaitingReply {
  readonly id: number;
  readonly destination: string;
  readonly reply: UnderstoodReply;
  readonly resolve: (taken: Taken) => void;
  readonly reject: (error: unknown) => void;
}

/** Takes the replies of integration servers (soar-protocol §2.9, §2.10). */
export class Replies {
  #waiting: WaitingReply[] = [];
  #work: Promise<void> | undefined;

  constructor(
    private readonly deps: {
      readonly database: PlatformDatabase;
      readonly log: Logger;
      readonly now: () => number;
      /** Called after a final reply is stored for good. */
      readonly onAnswered: (invocationId: number) => void;
    },
  ) {}

  /**
   * Stores a reply; resolves when it is durable. Replies that match nothing, come for another destination's call or
   * come after the final one are logged and otherwise ignored: sending them again would not help.
   */
  async receive(reply: ReceivedReply): Promise<void> {
    const destination = bareDestination(reply.destination).split(".").slice(2).join(".");
    const where = { destination, correlation: reply.headers["correlation-id"] ?? null, from: reply.principal.name };
    const id = /^invid:(\d{1,15})$/.exec(reply.headers["correlation-id"]?.trim() ?? "")?.[1];
    if (id === undefined) {
      this.deps.log.warn(where, "A reply without the correlation-id of an invocation was ignored");
      return;
    }
    const understood = readReply(reply.headers, reply.body);
    const taken = await new Promise<Taken>((resolve, reject) => {
      this.#waiting.push({ id: Number(id), destination, reply: understood, resolve, reject });
      this.#work ??= this.drain();
    });
    if (taken === "answered") this.deps.onAnswered(Number(id));
    else if (taken === "unknown") this.deps.log.warn(where, "A reply to an invocation that does not exist was ignored");
    else if (taken === "late") this.deps.log.info(where, "A reply to an invocation that has ended was ignored");
  }

  /** Writes what has come in, many replies in one transaction, until nothing waits. */
  private async drain(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, largestBatch);
      try {
        const taken = await this.deps.database.transaction(async (trx) => {
          const results: Taken[] = [];
          for (const entry of batch) results.push(await this.apply(trx, entry.id, entry.destination, entry.reply));
          return results;
        });
        taken.forEach((result, index) => batch[index]?.resolve(result));
      } catch (error) {
        for (const entry of batch) entry.reject(error);
      }
    }
    this.#work = undefined;
  }

  private async apply(trx: PlatformTransaction, id: number, destination: string, reply: UnderstoodReply): Promise<Taken> {
    const invocation = await findInvocation(trx, id);
    if (invocation?.destination !== destination) return "unknown";
    if (invocation.state !== "pending") return "late";
    const now = this.deps.now();
    if (reply.complete || (await countMessages(trx, id)) < maxMessages) {
      await appendMessage(trx, id, { type: reply.messageType, text: shortened(reply.text), create_date: now });
    }
    if (!reply.complete) return "status";
    const outcome = outcomeOf(reply);
    await endInvocation(trx, id, {
      ...outcome,
      error: outcome.error === null ? null : shortened(outcome.error),
      state: outcome.outcome === "error" ? "failed" : "answered",
      results: reply.messageType === InvocationMessageType.error ? undefined : reply.results,
      ended: now,
    });
    return "answered";
  }
}

function shortened(text: string): string {
  return text.length <= maxText ? text : `${text.slice(0, maxText)}… (${text.length - maxText} more characters were cut)`;
}
