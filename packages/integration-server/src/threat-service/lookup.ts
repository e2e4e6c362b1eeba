import type { Hit } from "@soarkit/app-sdk";
import type { ThreatServiceArtifact } from "@soarkit/protocol";
import type { LookupRow } from "./schema.js";

/** A look-up in memory; `threat-service.db` has the same. */
export class Lookup {
  state: LookupRow["state"] = "pending";
  hits: readonly Hit[] = [];
  reason: string | undefined;
  /** Searches so far. */
  attempts = 0;
  /** When a search that failed or was not ready is made again; undefined while it is under way. */
  nextAt: number | undefined;
  expiresAt: number | undefined;
  /** How often a platform asked for the answer while it was not there. */
  questions = 0;
  /** True when a platform was told to come back and has not got the final answer yet. */
  owed = false;
  /** Text of the final answer. */
  answer: string | undefined;
  #wake: (() => void)[] = [];

  constructor(
    readonly service: string,
    readonly id: string,
    readonly artifact: ThreatServiceArtifact,
    readonly file: string | undefined,
  ) {}

  get key(): string {
    return lookupKey(this.service, this.id);
  }

  /** Resolves after the next outcome of a search, or after so many milliseconds. */
  settled(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  /** Lets go on who waits for an outcome. */
  wake(): void {
    const waiting = this.#wake;
    this.#wake = [];
    for (const goOn of waiting) goOn();
  }

  toRow(): LookupRow {
    return {
      service: this.service,
      id: this.id,
      artifact: JSON.stringify(this.artifact),
      file: this.file ?? null,
      state: this.state,
      hits: JSON.stringify(this.hits),
      reason: this.reason ?? null,
      attempts: this.attempts,
      next_at: this.nextAt ?? null,
      expires_at: this.expiresAt ?? null,
      changed_at: Date.now(),
    };
  }

  static fromRow(row: LookupRow): Lookup {
    const lookup = new Lookup(row.service, row.id, JSON.parse(row.artifact) as ThreatServiceArtifact, row.file ?? undefined);
    lookup.state = row.state;
    lookup.hits = JSON.parse(row.hits) as Hit[];
    lookup.reason = row.reason ?? undefined;
    lookup.attempts = row.attempts;
    lookup.nextAt = row.next_at ?? undefined;
    lookup.expiresAt = row.expires_at ?? undefined;
    return lookup;
  }
}

/** What a look-up is kept under. */
export function lookupKey(service: string, id: string): string {
  return `${service} ${id}`;
}
