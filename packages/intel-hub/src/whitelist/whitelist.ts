import { extractReportIndicators, fromTrustarType } from "@soarkit/indicators";
import type { ConsoleEvent } from "@soarkit/runtime";
import type { Caller } from "../accounts/accounts.js";
import { spellingsOf, type KnowledgeStore } from "../knowledge/store.js";
import type { WhitelistRow, WhitelistStore } from "./store.js";

/** A value of the whitelist. */
export interface WhitelistedValue {
  readonly type: string;
  readonly value: string;
}

/** The whitelist of the house: values that are no indicators, in reports to come and in those that are there. */
export class Whitelist {
  constructor(
    private readonly store: WhitelistStore,
    private readonly knowledge: KnowledgeStore,
    private readonly options: { readonly now: () => number; readonly publish: (event: ConsoleEvent) => void },
  ) {}

  /** Adds what the terms hold: a value that the hub knows in just this spelling, else the indicators of the text. @returns what was added or was there. */
  async add(terms: readonly string[], caller: Caller): Promise<WhitelistedValue[]> {
    const trimmed = terms.map((term) => term.trim()).filter((term) => term !== "");
    const known = await this.knowledge.known(trimmed);
    const knownSpellings = new Set(known.map(({ value }) => value));
    const read = trimmed.filter((term) => !knownSpellings.has(term)).flatMap((term) => extractReportIndicators(term).found); // prettier-ignore
    const values = [...new Map([...known, ...read].map(({ type, value }) => [`${type} ${value}`, { type, value }])).values()];
    if (values.length === 0) return [];
    await this.store.add(values.map((value) => ({ ...value, added_by: caller.name, created: this.options.now() })));
    this.changed(caller);
    return values;
  }

  /** Takes a value out. @param trustarType empty takes it out whatever its type. @returns whether it was there. */
  async remove(value: string, trustarType: string, caller: Caller): Promise<boolean> {
    const gone = await this.store.remove(spellingsOf(value), trustarType.trim() === "" ? undefined : fromTrustarType(trustarType));
    if (gone > 0) this.changed(caller);
    return gone > 0;
  }

  /** Takes out one entry. @returns whether it was there. */
  async removeEntry({ type, value }: WhitelistedValue, caller: Caller): Promise<boolean> {
    const gone = await this.store.remove([value], [type]);
    if (gone > 0) this.changed(caller);
    return gone > 0;
  }

  /** Who put a value on it and when; `null` when it is not on it. */
  async entry({ type, value }: WhitelistedValue): Promise<Pick<WhitelistRow, "added_by" | "created"> | null> {
    const found = (await this.store.of([value])).find((row) => row.type === type);
    return found === undefined ? null : { added_by: found.added_by, created: found.created };
  }

  /** Entries, the newest first. */
  page(offset: number, limit: number): Promise<{ rows: WhitelistRow[]; total: number }> {
    return this.store.page(offset, limit);
  }

  /** The entries of these values, as `type value`. */
  async of(values: readonly string[]): Promise<Set<string>> {
    return new Set((await this.store.of([...new Set(values)])).map(({ type, value }) => `${type} ${value}`));
  }

  private changed(caller: Caller): void {
    this.options.publish({ topic: "indicators", kind: "whitelist.changed", by: caller.name });
  }
}
