import type { Logger } from "@soarkit/runtime";
import type { IncomingMessage } from "@soarkit/stomp";
import type { Call } from "./call.js";

/** A call that this process holds the message of. */
export interface HeldCall {
  readonly key: string;
  /** As last delivered: its acknowledgement works on the present link. */
  message: IncomingMessage;
  readonly call: Call;
  readonly log: Logger;
  /** True while a person decides; the message stays unacknowledged until then. */
  asked: boolean;
}

/** The calls that this process holds the messages of, by key. */
export class HeldCalls {
  readonly #calls = new Map<string, HeldCall>();

  get(key: string): HeldCall | undefined {
    return this.#calls.get(key);
  }

  add(held: HeldCall): void {
    this.#calls.set(held.key, held);
  }

  /** Lets go of a call; a newer one under the same key stays. */
  release(held: HeldCall): void {
    if (this.#calls.get(held.key) === held) this.#calls.delete(held.key);
  }

  /** A call that waited for a person, now decided; undefined when its message is not here. */
  decided(key: string): HeldCall | undefined {
    const held = this.#calls.get(key);
    if (held !== undefined) held.asked = false;
    return held;
  }
}
