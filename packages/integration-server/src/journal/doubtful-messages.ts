import { SoarkitError } from "@soarkit/protocol";
import type { Dispatcher } from "../dispatch/dispatcher.js";
import { brokenReply } from "../dispatch/envelope.js";
import type { MessageInDoubt } from "../options.js";
import type { Journal } from "./journal.js";
import type { CallRow } from "./schema.js";

/** The calls of which nobody knows whether their effect took place, and what a person can do with them. */
export class DoubtfulMessages {
  readonly #journal: () => Journal | undefined;
  readonly #dispatcher: () => Dispatcher | undefined;

  constructor(journal: () => Journal | undefined, dispatcher: () => Dispatcher | undefined) {
    this.#journal = journal;
    this.#dispatcher = dispatcher;
  }

  /** Oldest first. */
  async list(): Promise<readonly MessageInDoubt[]> {
    const rows = (await this.#journal()?.inDoubt()) ?? [];
    return rows.map((row) => ({
      id: row.id,
      function: row.function_name,
      destination: row.destination,
      correlationId: row.correlation_id,
      question: row.question ?? undefined,
      intent: row.intent === null ? undefined : (JSON.parse(row.intent) as unknown),
      receivedAt: row.received_at,
    }));
  }

  /**
   * Runs a call again: now, or as soon as the broker offers its message again.
   *
   * @throws SoarkitError MESSAGE_NOT_IN_DOUBT
   */
  async retry(id: number): Promise<void> {
    const { journal, row } = await this.#find(id);
    await journal.change(row.call_key, { state: "received", in_doubt: 1, decision: "retry" });
    this.#dispatcher()?.retry(row);
  }

  /**
   * Gives a call up: the platform gets an error as its reply.
   *
   * @throws SoarkitError MESSAGE_NOT_IN_DOUBT
   */
  async drop(id: number): Promise<void> {
    const { journal, row } = await this.#find(id);
    const reply = JSON.stringify(brokenReply(new SoarkitError("FUNCTION_DROPPED", { function: row.function_name, id }).message));
    await journal.change(row.call_key, { state: "result", reply });
    this.#dispatcher()?.answer(row, reply);
  }

  async #find(id: number): Promise<{ journal: Journal; row: CallRow }> {
    const journal = this.#journal();
    const row = await journal?.byId(id);
    if (journal === undefined || row?.state !== "in_doubt") throw new SoarkitError("MESSAGE_NOT_IN_DOUBT", { id });
    return { journal, row };
  }
}
