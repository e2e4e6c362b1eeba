import type { SoarClient } from "@soarkit/app-sdk";
import { type Entities, SoarkitError } from "@soarkit/protocol";
import type { PlatformType } from "./mapping.js";

/** Makes artifact types that a platform lacks, each once; one instance serves one run. */
export class OwnTypes {
  #present: Promise<ReadonlySet<string>> | undefined;
  readonly #made = new Map<string, Promise<void>>();

  constructor(
    private readonly soar: SoarClient,
    private readonly signal: AbortSignal,
  ) {}

  /** Resolves when the platform has the type. @throws SoarkitError SOAR_… when it cannot be made */
  async ensure(type: PlatformType): Promise<void> {
    this.#present ??= this.#read();
    if ((await this.#present).has(type.programmaticName)) return;
    const making = this.#made.get(type.programmaticName) ?? this.#make(type);
    this.#made.set(type.programmaticName, making);
    await making;
  }

  async #read(): Promise<ReadonlySet<string>> {
    const { entities } = await this.soar.get<Entities<{ programmatic_name?: string | null }>>("/artifact_types", { signal: this.signal });
    return new Set(entities.flatMap(({ programmatic_name: name }) => name ?? []));
  }

  async #make({ name, programmaticName, description }: PlatformType): Promise<void> {
    try {
      await this.soar.post("/artifact_types", { name, programmatic_name: programmaticName, desc: description, file: false, multi_aware: false, enabled: true }, { signal: this.signal });
    } catch (error) {
      // Another server may have made it in the meantime.
      if (!(error instanceof SoarkitError) || !(await this.#read()).has(programmaticName)) throw error;
    }
  }
}
