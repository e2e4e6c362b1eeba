import { InvocationMessageType, InvocationStatus, messageOf } from "@soarkit/protocol";
import type { Logger } from "@soarkit/runtime";
import type { PlatformDatabase } from "../../database.js";
import type { Invocation } from "./invocation.js";
import { appendMessage, endInvocation, listOverdue, nextTimeout } from "./store.js";

/** Longest nap of the timer in milliseconds: a clock that is set forward is noticed within it. */
const longestNap = 60_000;

/** Ends invocations that nobody answered in time. The times stand in the database, so a restart forgets none. */
export class InvocationTimeouts {
  #timer: NodeJS.Timeout | undefined;
  #wakeAt = Number.POSITIVE_INFINITY;
  #running = false;
  #round: Promise<void> = Promise.resolve();

  constructor(
    private readonly deps: {
      readonly database: PlatformDatabase;
      readonly log: Logger;
      readonly now: () => number;
      readonly onAnswered: (invocationId: number) => void;
    },
  ) {}

  /** Ends what fell due while the platform was down and waits for the next. */
  async start(): Promise<void> {
    this.#running = true;
    await this.round();
  }

  /** Says that an invocation will fall due then, in milliseconds since the epoch. */
  expect(at: number): void {
    if (this.#running && at < this.#wakeAt) this.schedule(at);
  }

  /** Stops the timer; resolves when a round that is under way has ended. */
  async stop(): Promise<void> {
    this.#running = false;
    clearTimeout(this.#timer);
    await this.#round;
  }

  private schedule(at: number): void {
    clearTimeout(this.#timer);
    this.#wakeAt = at;
    const nap = Math.min(Math.max(at - this.deps.now(), 0), longestNap);
    this.#timer = setTimeout(() => {
      this.#round = this.round().catch((error: unknown) => {
        this.deps.log.error({ err: error }, "Invocations that are overdue could not be ended; trying again");
        if (this.#running) this.schedule(this.deps.now() + 1_000);
      });
    }, nap);
    this.#timer.unref();
  }

  private async round(): Promise<void> {
    this.#wakeAt = Number.POSITIVE_INFINITY;
    for (;;) {
      const overdue = await listOverdue(this.deps.database.db, this.deps.now(), 100);
      for (const invocation of overdue) await this.end(invocation);
      if (overdue.length < 100) break;
    }
    const next = await nextTimeout(this.deps.database.db);
    if (this.#running && next !== undefined && next < this.#wakeAt) this.schedule(next);
  }

  private async end(invocation: Invocation): Promise<void> {
    const error =
      `No answer came within ${invocation.timeoutSeconds} seconds. ` +
      `Check that an integration server serves the destination ${invocation.destination ?? "(none)"}, then run the action again.`;
    const now = this.deps.now();
    const ended = await this.deps.database.transaction(async (trx) => {
      const won = await endInvocation(trx, invocation.id, { status: InvocationStatus.timedOut, outcome: "timed_out", state: "failed", results: undefined, error, ended: now });
      if (won) await appendMessage(trx, invocation.id, { type: InvocationMessageType.error, text: error, create_date: now });
      return won;
    });
    if (!ended) return;
    try {
      this.deps.onAnswered(invocation.id);
    } catch (cause) {
      this.deps.log.error({ invocation: invocation.id, reason: messageOf(cause) }, "The workflow of an invocation that timed out could not be told");
    }
  }
}
