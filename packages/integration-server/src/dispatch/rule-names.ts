import type { ActionDTO, Entities } from "@soarkit/protocol";
import type { SoarClient } from "@soarkit/soar-client";

/** How long names are used before they are read again, in milliseconds: rules may be renamed. */
const keptMs = 30_000;

/** Names of the platform's rules by id; messages carry only the id (soar-protocol §2.7). */
export class RuleNames {
  #names: ReadonlyMap<number, string> = new Map();
  #until = 0;
  #reading: Promise<void> | undefined;

  constructor(private readonly soar: Pick<SoarClient, "get">) {}

  /**
   * The name of a rule; undefined when the platform has no such rule any more.
   *
   * @throws SoarkitError SOAR_… when the rules cannot be read
   */
  async nameOf(id: number): Promise<string | undefined> {
    if (Date.now() >= this.#until || !this.#names.has(id)) await this.#read();
    return this.#names.get(id);
  }

  /** One reading for all messages that wait for it. */
  #read(): Promise<void> {
    this.#reading ??= this.soar
      .get<Entities<ActionDTO>>("/actions")
      .then(({ entities }) => {
        this.#names = new Map(entities.map((rule) => [rule.id, rule.name]));
        this.#until = Date.now() + keptMs;
      })
      .finally(() => { this.#reading = undefined; });
    return this.#reading;
  }
}
