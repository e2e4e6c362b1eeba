import { messageOf, SoarkitError } from "@soarkit/protocol";
import type { Frame } from "../frames/frame.js";
import type { Link } from "./link.js";
import type { BrokerPrincipal } from "./message-store.js";
import { queueOf } from "./names.js";
import type { Answers, Refusal, SessionSurroundings } from "./surroundings.js";

/** How long an answer of `mayWrite` holds on one link, in ms. */
const rightHoldsMs = 1_000;
const mostRights = 1_000;
const ownHeaders: ReadonlySet<string> = new Set(["destination", "content-length", "receipt"]);

/** The sending side of a session: SEND frames into the store, with a bound on what waits there. */
export class Production {
  readonly #rights = new Map<string, { until: number; allowed: Promise<boolean> }>();
  #pending = 0;
  #pendingBytes = 0;
  #paused = false;
  #waiting: (() => void)[] = [];

  constructor(
    readonly link: Link,
    readonly principal: BrokerPrincipal,
    readonly around: SessionSurroundings,
    readonly answers: Answers,
  ) {}

  /** Takes a SEND. Its receipt follows when the store says that the message is durable. */
  send(frame: Frame): Refusal | undefined {
    if (frame.headers["transaction"] !== undefined) return { message: "Transactions are not served; leave the transaction header out", close: true };
    const target = queueOf(frame.headers["destination"]);
    if ("refusal" in target) return { message: target.refusal, close: false };
    this.#pending++;
    this.#pendingBytes += frame.body.length;
    this.#readOrWait();
    void this.#store(frame, target.queue);
    return undefined;
  }

  /** Resolves when nothing waits for the store. */
  settled(): Promise<void> {
    return this.#pending === 0 ? Promise.resolve() : new Promise((resolve) => this.#waiting.push(resolve));
  }

  async #store(frame: Frame, queue: string): Promise<void> {
    const body = frame.body.toString("utf8");
    try {
      if (await this.#mayWrite(queue)) {
        await this.around.store.receive({ destination: queue, headers: carried(frame), body, principal: this.principal });
        this.answers.receipt(frame);
      } else {
        this.answers.refuse(frame, { message: `User ${this.principal.name} is not authorized to write to queue: ${queue}`, close: false });
      }
    } catch (error) {
      this.around.log.error({ queue, reason: messageOf(error) }, "a message could not be stored");
      const reason = error instanceof SoarkitError ? error.message : "the broker's log has the details";
      this.answers.refuse(frame, { message: `The message to ${queue} was not stored: ${reason}`, close: false });
    }
    this.#pending--;
    this.#pendingBytes -= frame.body.length;
    this.#readOrWait();
    if (this.#pending > 0) return;
    for (const done of this.#waiting.splice(0)) done();
  }

  #mayWrite(queue: string): Promise<boolean> {
    const now = Date.now();
    const known = this.#rights.get(queue);
    if (known !== undefined && known.until > now) return known.allowed;
    if (this.#rights.size >= mostRights) this.#rights.clear();
    const allowed = this.around.security.mayWrite(this.principal, queue);
    this.#rights.set(queue, { until: now + rightHoldsMs, allowed });
    return allowed;
  }

  #readOrWait(): void {
    const { pendingSends, pendingSendBytes } = this.around.limits;
    const full = this.#pending >= pendingSends || this.#pendingBytes >= pendingSendBytes;
    if (full === this.#paused) return;
    this.#paused = full;
    if (full) this.link.pause();
    else this.link.resume();
  }
}

/** The headers that belong to the message and not to its transport. */
function carried(frame: Frame): Record<string, string> {
  return Object.fromEntries(Object.entries(frame.headers).filter(([name]) => !ownHeaders.has(name)));
}
