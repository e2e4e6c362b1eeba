import { SoarkitError } from "@soarkit/protocol";
import { type Logger, sleep } from "@soarkit/runtime";
import type { IncomingMessage, StompConnection } from "@soarkit/stomp";

/** Milliseconds before a reply is sent again on a link that is still there. */
const againMs = 1_000;

/** How the sending of a reply ended. */
export type Delivery =
  | { readonly kind: "delivered" }
  /** The link went; the broker offers the message again and the journal answers. */
  | { readonly kind: "later" }
  /** The platform does not take it, ever. */
  | { readonly kind: "refused"; readonly reason: string };

/** Sends replies of one connection. */
export class Replies {
  #link = 0;
  readonly #unlisten: () => void;

  /** @param stopped - ends every wait for a receipt */
  constructor(
    readonly connection: StompConnection,
    readonly stopped: AbortSignal,
    readonly log: Logger,
  ) {
    this.#unlisten = connection.onStatus((status) => { if (status.kind === "connected") this.#link = status.link; });
  }

  /** Sends one reply; resolves when the broker has it. */
  async send(message: IncomingMessage, body: string): Promise<void> {
    if (message.replyTo === undefined) return;
    const { correlationId } = message;
    const headers = { "content-type": "application/json", ...(correlationId !== undefined && { "correlation-id": correlationId }) };
    await unlessAborted(this.connection.send(message.replyTo, headers, body), this.stopped);
  }

  /**
   * Sends the final reply. `current` gives the message as last delivered: after a reconnect in between, the reply goes
   * out again on the new link.
   */
  async deliver(current: () => IncomingMessage, body: string): Promise<Delivery> {
    for (;;) {
      const message = current();
      try {
        await this.send(message, body);
        return { kind: "delivered" };
      } catch (error) {
        if (error instanceof SoarkitError && error.code === "STOMP_SEND_REFUSED") return { kind: "refused", reason: error.message };
        if (this.stopped.aborted) return { kind: "later" };
        this.log.warn({ err: error, destination: message.destination, correlationId: message.correlationId }, "The reply did not reach the broker");
        if (current() !== message) continue;
        if (!this.connection.connected || message.link !== this.#link) return { kind: "later" };
        await sleep(againMs, this.stopped).catch(() => undefined);
      }
    }
  }

  close(): void {
    this.#unlisten();
  }
}

/** Waits for work, but no longer than until the signal is aborted. */
async function unlessAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => { stop = () => { reject(signal.reason as Error); }; });
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop, { once: true });
  try {
    await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
