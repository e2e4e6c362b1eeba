import { setMaxListeners } from "node:events";
import { messageOf, SoarkitError } from "@soarkit/protocol";
import type { Logger } from "@soarkit/runtime";
import { type SoarClient, withContextToken } from "@soarkit/soar-client";
import type { IncomingMessage, StompConnection } from "@soarkit/stomp";
import type { AppRuntime } from "../apps/app-runtime.js";
import type { Handlers } from "../apps/handlers.js";
import type { Journal } from "../journal/journal.js";
import { decide, type KnownCall } from "../journal/journal-state.js";
import type { CallRow } from "../journal/schema.js";
import type { Arrival } from "../journal/store.js";
import { type Answering, answeringOf } from "./answering.js";
import { Answers } from "./answers.js";
import type { Call } from "./call.js";
import { callKey, idempotencyKey } from "./call-key.js";
import { brokenReply } from "./envelope.js";
import { type HeldCall, HeldCalls } from "./held-call.js";
import { Limiter } from "./limiter.js";
import { readMessage } from "./read-message.js";
import { Replies } from "./replies.js";
import { RuleNames } from "./rule-names.js";
import { runCall } from "./run-call.js";

/** What the dispatcher works with. */
export interface DispatcherOptions {
  readonly journal: Journal;
  readonly connection: StompConnection;
  readonly soar: SoarClient;
  readonly handlers: Handlers;
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

/** Takes messages, runs functions and actions, sends replies; every step is in the journal first. */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #replies: Replies;
  readonly #answers: Answers;
  readonly #held = new HeldCalls();
  readonly #limiters = new Map<string, Limiter>();
  readonly #working = new Set<Promise<void>>();
  readonly #stopped = new AbortController();
  readonly #rules: RuleNames;
  #draining = false;

  constructor(options: DispatcherOptions) {
    this.#options = options;
    // One listener per running function; a thousand of them are no leak.
    setMaxListeners(0, this.#stopped.signal);
    this.#rules = new RuleNames(options.soar);
    this.#replies = new Replies(options.connection, this.#stopped.signal, options.log);
    this.#answers = new Answers({ journal: options.journal, replies: this.#replies, held: this.#held, log: options.log });
  }

  get counts(): CallCounts {
    const limiters = [...this.#limiters.values()];
    const sum = (count: (limiter: Limiter) => number): number => limiters.reduce((total, limiter) => total + count(limiter), 0);
    return { running: sum((limiter) => limiter.running), waiting: sum((limiter) => limiter.waiting), ...this.#answers.counts };
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
    const held = this.#held.decided(row.call_key);
    if (held === undefined) return false;
    this.#track(this.#run(held, { ...row, in_doubt: 1, decision: "retry" }));
    return true;
  }

  /** Answers a call whose reply a person decided; true when its message is here. */
  answer(row: CallRow, reply: string): boolean {
    const held = this.#held.decided(row.call_key);
    if (held === undefined) return false;
    this.#track(this.#answers.deliver(held, reply, row.refusals));
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
    const { journal } = this.#options;
    const log = this.#options.log.child({ destination: message.destination, correlationId: message.correlationId });
    let held: HeldCall;
    try {
      const call = await this.#read(message);
      held = { key, message, call, log: log.child({ [call.kind === "function" ? "function" : "rule"]: call.name }), asked: false };
    } catch (error) {
      await this.#unreadable(message, log, error);
      return;
    }
    this.#held.add(held);
    try {
      const arrival = await journal.arrive({ key, destination: message.destination, correlationId: message.correlationId, functionName: held.call.name, body: message.body });
      const answering = this.#answering(held);
      const decision = decide(knownCall(arrival), message.redelivered, answering instanceof Error ? "repeat" : answering.inDoubt);
      held.log.debug({ decision, redelivered: message.redelivered, deliveries: arrival.row.deliveries }, "Message received");
      switch (decision) {
        case "run":
          await this.#run(held, arrival.row);
          break;
        case "run-in-doubt":
          await this.#run(held, { ...arrival.row, in_doubt: 1 });
          break;
        case "ask":
          await this.#answers.ask(held, arrival.row, arrival.row.question);
          break;
        case "answer":
          await this.#answers.deliver(held, arrival.row.reply ?? "", arrival.row.refusals);
          break;
        case "acknowledge":
          await this.#answers.acknowledge(held);
          break;
      }
    } catch (error) {
      // The journal cannot be written: nothing may be done that it would have to know.
      held.message.nack();
      throw error;
    } finally {
      if (!held.asked) this.#held.release(held);
    }
  }

  /** What a message asks for; an action with the name of its rule. */
  async #read(message: IncomingMessage): Promise<Call> {
    const read = readMessage(message.destination, message.body);
    if (read.kind === "function") return { ...read, name: read.message.function.name };
    const id = read.message.action_id;
    const unnamed = (reason: string) => new SoarkitError("ACTION_UNNAMED", { destination: message.destination, reason });
    if (id === null) throw unnamed("a step of a workflow sent it");
    const name = await this.#rules.nameOf(id);
    if (name === undefined) throw unnamed(`the platform has no rule ${id} any more`);
    return { ...read, name, rule: { id, name } };
  }

  /** A message that is none is answered with an error; one that cannot be looked up now comes again. */
  async #unreadable(message: IncomingMessage, log: Logger, error: unknown): Promise<void> {
    if (error instanceof SoarkitError && !error.definition.retryable) {
      log.error({ reason: messageOf(error) }, "A message was refused");
      await this.#answers.refuseMessage(message, messageOf(error));
      return;
    }
    message.nack();
    throw error;
  }

  /** Who answers a call, or why nobody does. */
  #answering({ call, message }: HeldCall): Answering | SoarkitError {
    try {
      return answeringOf(this.#options.handlers, call, destinationName(message.destination));
    } catch (error) {
      if (error instanceof SoarkitError) return error;
      throw error;
    }
  }

  async #run(held: HeldCall, row: CallRow): Promise<void> {
    const { journal, runtimes, soar, workers } = this.#options;
    const { call, key, log } = held;
    const answering = this.#answering(held);
    const runtime = answering instanceof Error ? undefined : runtimes.get(answering.app.name);
    if (answering instanceof Error || runtime === undefined) {
      const text = answering instanceof Error ? answering.message : new SoarkitError("FUNCTION_UNKNOWN", { function: call.name }).message;
      log.error(text);
      await this.#answers.finish(held, brokenReply(text), row.refusals);
      return;
    }
    const end = await this.#limiter(held.message.destination, workers).run(async () => {
      if (this.#draining) return undefined;
      this.#background(journal.change(key, { state: "running", in_doubt: row.in_doubt }));
      return await runCall({
        answering,
        runtime,
        soar: withContextToken(soar, held.message.headers["Co3ContextToken"]),
        call,
        key: idempotencyKey(key),
        inDoubt: row.in_doubt === 1,
        intent: row.in_doubt === 1 && row.intent !== null ? (JSON.parse(row.intent) as unknown) : undefined,
        decision: row.decision ?? undefined,
        stopped: this.#stopped.signal,
        log,
        sendStatus: (status) => this.#answers.sendStatus(held, status),
        // A person's decision is for one effect: what follows it is a new one.
        writeIntent: (intent) => journal.change(key, { state: "running", in_doubt: row.in_doubt, intent: JSON.stringify(intent ?? null), decision: null }),
      });
    });
    if (end?.kind === "ask") {
      await this.#answers.ask(held, row, end.question);
      return;
    }
    if (end?.kind === "reply") await this.#answers.finish(held, end.reply, row.refusals);
    this.#held.release(held);
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

function knownCall({ row, known }: Arrival): KnownCall | undefined {
  return known ? { state: row.state, intent: row.intent, inDoubt: row.in_doubt === 1, decided: row.decision !== null } : undefined;
}

/** `actions.201.fn_name` is the queue of the destination `fn_name`. */
function destinationName(queue: string): string {
  return queue.split(".").slice(2).join(".");
}
