import { messageOf, type Reply, SoarkitError } from "@soarkit/protocol";
import type { Logger } from "@soarkit/runtime";
import type { IncomingMessage } from "@soarkit/stomp";
import type { Journal } from "../journal/journal.js";
import type { CallRow } from "../journal/schema.js";
import { brokenReply, statusReply } from "./envelope.js";
import type { HeldCall, HeldCalls } from "./held-call.js";
import type { Replies } from "./replies.js";

/** How often a reply may be refused before a short one takes its place; after twice as often nothing is sent any more. */
const refusalsBorne = 5;

/** What {@link Answers} works with. */
export interface AnswersOptions {
  readonly journal: Journal;
  readonly replies: Replies;
  readonly held: HeldCalls;
  readonly log: Logger;
}

/** The way out of a call: its result, its status lines, its acknowledgement, or the question to a person. */
export class Answers {
  readonly #options: AnswersOptions;
  #completed = 0;
  #failed = 0;

  constructor(options: AnswersOptions) {
    this.#options = options;
  }

  /** Calls that ended since the start. */
  get counts(): { readonly completed: number; readonly failed: number } {
    return { completed: this.#completed, failed: this.#failed };
  }

  /** Answers a message that is none of ours with an error. */
  async refuseMessage(message: IncomingMessage, reason: string): Promise<void> {
    const delivery = await this.#options.replies.deliver(() => message, JSON.stringify(brokenReply(reason)));
    if (delivery.kind === "delivered") message.ack();
    else if (delivery.kind === "refused") message.nack();
  }

  /** Ends a call. The result is on disk before it leaves. */
  async finish(held: HeldCall, reply: Reply, refusals: number): Promise<void> {
    const failed = reply.message_type === 1 || saysFailed(reply.results);
    if (failed) this.#failed++;
    else this.#completed++;
    held.log.info({ outcome: reply.message_type === 1 ? "broken" : failed ? "failed" : "completed" }, "Function finished");
    const body = JSON.stringify(reply);
    await this.#options.journal.change(held.key, { state: "result", reply: body });
    await this.deliver(held, body, refusals);
  }

  /** Sends a reply that is on disk, again if need be, until it was refused too often. */
  async deliver(held: HeldCall, body: string, refusals: number): Promise<void> {
    if (refusals >= 2 * refusalsBorne) {
      held.message.nack();
      this.#options.held.release(held);
      return;
    }
    const { journal, replies, log } = this.#options;
    const delivery = await replies.deliver(() => held.message, body);
    if (delivery.kind === "delivered") {
      // Nothing waits for it: when it is lost in a crash, the message comes again and the state before holds.
      journal.change(held.key, { state: "replied" }).catch((error: unknown) => { log.error({ err: error }, "The journal could not be written"); });
      await this.acknowledge(held);
      return;
    }
    if (delivery.kind === "refused") await this.#refused(held, delivery.reason, refusals + 1);
    this.#options.held.release(held);
  }

  async acknowledge(held: HeldCall): Promise<void> {
    held.message.ack();
    this.#options.held.release(held);
    await this.#options.journal.change(held.key, { state: "acknowledged" });
  }

  /**
   * Leaves the call to a person; the message stays unacknowledged until then.
   *
   * @param question - the function's own words; the general ones when it has none
   */
  async ask(held: HeldCall, row: CallRow, question: string | null): Promise<void> {
    held.asked = true;
    const details = { function: held.call.name, id: row.id };
    const text = question === null ? new SoarkitError("FUNCTION_IN_DOUBT", details).message : new SoarkitError("FUNCTION_ASKS", { ...details, question }).message;
    held.log.error({ message: row.id }, text);
    await this.#options.journal.change(held.key, { state: "in_doubt", in_doubt: 1, question, decision: null });
    if (row.state !== "in_doubt") await this.sendStatus(held, statusReply(text, 1));
  }

  /** A status line that gets lost does not stop the work. */
  async sendStatus(held: HeldCall, status: Reply): Promise<void> {
    try {
      await this.#options.replies.send(held.message, JSON.stringify(status));
    } catch (error) {
      held.log.warn({ reason: messageOf(error), status: status.message }, "A status message was lost");
    }
  }

  /**
   * The broker gets its message back and offers it again later, when the reply may be taken (a full disk, a right that
   * was given). A reply that is refused again and again is replaced by a short one that says so.
   */
  async #refused(held: HeldCall, reason: string, refusals: number): Promise<void> {
    held.log.error({ refusals, reason }, "The reply was refused");
    const text = new SoarkitError("RESULT_REFUSED", { function: held.call.name, reason }).message;
    await this.#options.journal.change(held.key, { refusals, ...(refusals === refusalsBorne && { reply: JSON.stringify(brokenReply(text)) }) });
    held.message.nack();
  }
}

/** Results say it themselves: `success: false` in an envelope, `error` in a plain result. */
function saysFailed(results: unknown): boolean {
  if (typeof results !== "object" || results === null) return false;
  return ("success" in results && results.success === false) || ("error" in results && !("success" in results));
}
