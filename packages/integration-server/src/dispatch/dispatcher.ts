import { setMaxListeners } from "node:events";
import { type FunctionMessage, messageOf, type Reply, SoarkitError } from "@soarkit/protocol";
import type { Logger } from "@soarkit/runtime";
import type { SoarClient } from "@soarkit/soar-client";
import type { IncomingMessage, StompConnection } from "@soarkit/stomp";
import type { AppRuntime } from "../apps/app-runtime.js";
import type { ProvidedFunction } from "../apps/function-table.js";
import type { Journal } from "../journal/journal.js";
import { decide } from "../journal/journal-state.js";
import type { CallRow } from "../journal/schema.js";
import type { Arrival } from "../journal/store.js";
import { callKey, idempotencyKey } from "./call-key.js";
import { brokenReply, statusReply } from "./envelope.js";
import { Limiter } from "./limiter.js";
import { readFunctionMessage } from "./read-message.js";
import { Replies } from "./replies.js";
import { runFunction } from "./run-function.js";

/** How often a reply may be refused before a short one takes its place; after twice as often nothing is sent any more. */
const refusalsBorne = 5;

/** What the dispatcher works with. */
export interface DispatcherOptions {
  readonly journal: Journal;
  readonly connection: StompConnection;
  readonly soar: SoarClient;
  readonly functions: ReadonlyMap<string, ProvidedFunction>;
  readonly runtimes: ReadonlyMap<string, AppRuntime>;
  /** Functions that may run at once, per destination. */
  readonly workers: number;
  readonly log: Logger;
}

/** Calls since the start, and those under way. */
export interface CallCounts {
  readonly running: number;
  readonly waiting: number;
  readonly completed: number;
  readonly failed: number;
}

/** A call that this process holds the message of. */
interface HeldCall {
  readonly key: string;
  /** As last delivered: its acknowledgement works on the present link. */
  message: IncomingMessage;
  readonly content: FunctionMessage;
  readonly log: Logger;
  asked: boolean;
}

/** Takes messages, runs functions, sends replies; every step is in the journal first. */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #replies: Replies;
  readonly #held = new Map<string, HeldCall>();
  readonly #limiters = new Map<string, Limiter>();
  readonly #working = new Set<Promise<void>>();
  readonly #stopped = new AbortController();
  #draining = false;
  #completed = 0;
  #failed = 0;

  constructor(options: DispatcherOptions) {
    this.#options = options;
    // One listener per running function; a thousand of them are no leak.
    setMaxListeners(0, this.#stopped.signal);
    this.#replies = new Replies(options.connection, this.#stopped.signal, options.log);
  }

  get counts(): CallCounts {
    const limiters = [...this.#limiters.values()];
    const sum = (count: (limiter: Limiter) => number): number => limiters.reduce((total, limiter) => total + count(limiter), 0);
    return { running: sum((limiter) => limiter.running), waiting: sum((limiter) => limiter.waiting), completed: this.#completed, failed: this.#failed };
  }

  /** Takes one message of a subscribed queue. */
  readonly onMessage = (message: IncomingMessage): void => {
    const key = callKey(this.#options.soar.orgUuid, message);
    const held = this.#held.get(key);
    if (held !== undefined && held.message.body === message.body) {
      held.message = message;
      return;
    }
    this.#track(this.#take(key, message));
  };

  /** Runs a call again that a person decided about; true when its message is here. */
  retry(row: CallRow): boolean {
    const held = this.#held.get(row.call_key);
    if (held === undefined) return false;
    held.asked = false;
    this.#track(this.#run(held, { ...row, in_doubt: 1 }));
    return true;
  }

  /** Answers a call whose reply a person decided; true when its message is here. */
  answer(row: CallRow, reply: string): boolean {
    const held = this.#held.get(row.call_key);
    if (held === undefined) return false;
    held.asked = false;
    this.#track(this.#deliver(held, reply, row.refusals));
    return true;
  }

  /**
   * Begins nothing new, waits for what runs, then ends what is left. What did not end stays with the broker.
   *
   * @param drainMs - longest wait in milliseconds
   */
  async stop(drainMs: number): Promise<void> {
    this.#draining = true;
    const deadline = new Promise<void>((resolve) => setTimeout(resolve, drainMs).unref());
    await Promise.race([this.#idle(), deadline]);
    this.#stopped.abort(new SoarkitError("SERVER_STOPPED"));
    await this.#idle();
    this.#replies.close();
  }

  async #idle(): Promise<void> {
    while (this.#working.size > 0) await Promise.allSettled(this.#working);
  }

  #track(work: Promise<void>): void {
    const tracked: Promise<void> = work
      .catch((error: unknown) => { this.#options.log.error({ err: error }, "A message could not be handled; it stays with the broker"); })
      .finally(() => this.#working.delete(tracked));
    this.#working.add(tracked);
  }

  async #take(key: string, message: IncomingMessage): Promise<void> {
    const { journal, functions } = this.#options;
    const log = this.#options.log.child({ destination: message.destination, correlationId: message.correlationId });
    let content: FunctionMessage;
    try {
      content = readFunctionMessage(message.destination, message.body);
    } catch (error) {
      log.error({ reason: messageOf(error) }, "A message was refused");
      const delivery = await this.#replies.deliver(() => message, JSON.stringify(brokenReply(messageOf(error))));
      if (delivery.kind === "delivered") message.ack();
      else if (delivery.kind === "refused") message.nack();
      return;
    }
    const held: HeldCall = { key, message, content, log: log.child({ function: content.function.name }), asked: false };
    this.#held.set(key, held);
    try {
      const arrival = await journal.arrive({ key, destination: message.destination, correlationId: message.correlationId, functionName: content.function.name, body: message.body });
      const policy = functions.get(content.function.name)?.fn.inDoubt ?? "repeat";
      const decision = decide(knownCall(arrival), message.redelivered, policy);
      held.log.debug({ decision, redelivered: message.redelivered, deliveries: arrival.row.deliveries }, "Message received");
      switch (decision) {
        case "run":
          await this.#run(held, arrival.row);
          break;
        case "run-in-doubt":
          await this.#run(held, { ...arrival.row, in_doubt: 1 });
          break;
        case "ask":
          await this.#ask(held, arrival.row);
          break;
        case "answer":
          if (arrival.row.refusals >= 2 * refusalsBorne) held.message.nack();
          else await this.#deliver(held, arrival.row.reply ?? "", arrival.row.refusals);
          break;
        case "acknowledge":
          await this.#acknowledge(held);
          break;
      }
    } catch (error) {
      // The journal cannot be written: nothing may be done that it would have to know.
      held.message.nack();
      throw error;
    } finally {
      if (!held.asked && this.#held.get(key) === held) this.#held.delete(key);
    }
  }

  async #run(held: HeldCall, row: CallRow): Promise<void> {
    const { journal, functions, runtimes, soar, workers } = this.#options;
    const { content, key, log } = held;
    const provided = functions.get(content.function.name);
    const runtime = provided && runtimes.get(provided.app.name);
    if (provided === undefined || runtime === undefined) {
      const text = new SoarkitError("FUNCTION_UNKNOWN", { function: content.function.name }).message;
      log.error(text);
      await this.#finish(held, brokenReply(text), row.refusals);
      return;
    }
    const reply = await this.#limiter(held.message.destination, workers).run(async () => {
      if (this.#draining) return undefined;
      this.#background(journal.change(key, { state: "running", in_doubt: row.in_doubt }));
      return await runFunction({
        provided,
        runtime,
        soar,
        message: content,
        key: idempotencyKey(key),
        inDoubt: row.in_doubt === 1,
        intent: row.in_doubt === 1 && row.intent !== null ? (JSON.parse(row.intent) as unknown) : undefined,
        stopped: this.#stopped.signal,
        log,
        sendStatus: (status) => this.#sendStatus(held, status),
        writeIntent: (intent) => journal.change(key, { state: "running", in_doubt: row.in_doubt, intent: JSON.stringify(intent ?? null) }),
      });
    });
    if (reply !== undefined) await this.#finish(held, reply, row.refusals);
    this.#held.delete(key);
  }

  /** The result is on disk before it leaves. */
  async #finish(held: HeldCall, reply: Reply, refusals: number): Promise<void> {
    const failed = reply.message_type === 1 || (reply.results as { success?: boolean } | undefined)?.success === false;
    if (failed) this.#failed++;
    else this.#completed++;
    held.log.info({ outcome: reply.message_type === 1 ? "broken" : failed ? "failed" : "completed" }, "Function finished");
    const body = JSON.stringify(reply);
    await this.#options.journal.change(held.key, { state: "result", reply: body });
    await this.#deliver(held, body, refusals);
  }

  async #deliver(held: HeldCall, body: string, refusals: number): Promise<void> {
    const { journal } = this.#options;
    const delivery = await this.#replies.deliver(() => held.message, body);
    if (delivery.kind === "delivered") {
      this.#background(journal.change(held.key, { state: "replied" }));
      await this.#acknowledge(held);
      return;
    }
    if (delivery.kind === "refused") await this.#refused(held, delivery.reason, refusals + 1);
    if (this.#held.get(held.key) === held) this.#held.delete(held.key);
  }

  /**
   * The broker gets its message back and offers it again later, when the reply may be taken (a full disk, a right that
   * was given). A reply that is refused again and again is replaced by a short one that says so.
   */
  async #refused(held: HeldCall, reason: string, refusals: number): Promise<void> {
    held.log.error({ refusals, reason }, "The reply was refused");
    const text = new SoarkitError("RESULT_REFUSED", { function: held.content.function.name, reason }).message;
    await this.#options.journal.change(held.key, { refusals, ...(refusals === refusalsBorne && { reply: JSON.stringify(brokenReply(text)) }) });
    held.message.nack();
  }

  async #acknowledge(held: HeldCall): Promise<void> {
    held.message.ack();
    if (this.#held.get(held.key) === held) this.#held.delete(held.key);
    await this.#options.journal.change(held.key, { state: "acknowledged" });
  }

  /** Leaves the call to a person; the message stays unacknowledged until then. */
  async #ask(held: HeldCall, row: CallRow): Promise<void> {
    held.asked = true;
    const text = new SoarkitError("FUNCTION_IN_DOUBT", { function: held.content.function.name, id: row.id }).message;
    held.log.error({ message: row.id }, text);
    await this.#options.journal.change(held.key, { state: "in_doubt", in_doubt: 1 });
    if (row.state !== "in_doubt") await this.#sendStatus(held, statusReply(text, 1));
  }

  /** A status line that gets lost does not stop the work. */
  async #sendStatus(held: HeldCall, status: Reply): Promise<void> {
    try {
      await this.#replies.send(held.message, JSON.stringify(status));
    } catch (error) {
      held.log.warn({ reason: messageOf(error), status: status.message }, "A status message was lost");
    }
  }

  #limiter(destination: string, workers: number): Limiter {
    const limiter = this.#limiters.get(destination) ?? new Limiter(workers);
    this.#limiters.set(destination, limiter);
    return limiter;
  }

  /** A change that nothing waits for: when it is lost in a crash, the message comes again and the state before holds. */
  #background(change: Promise<void>): void {
    change.catch((error: unknown) => { this.#options.log.error({ err: error }, "The journal could not be written"); });
  }
}

function knownCall({ row, known }: Arrival): { state: CallRow["state"]; intent: string | null; inDoubt: boolean } | undefined {
  return known ? { state: row.state, intent: row.intent, inDoubt: row.in_doubt === 1 } : undefined;
}
