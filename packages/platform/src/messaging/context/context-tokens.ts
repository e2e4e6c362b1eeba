import { createHmac, timingSafeEqual } from "node:crypto";
import { randomToken } from "@soarkit/runtime";
import type { PlatformQueries } from "../../database.js";
import { readSigningKey, writeSigningKey } from "./store.js";

/** How long a token counts: as long as the longest wait for an answer, and a day more. */
const lifetime = 8 * 24 * 3_600_000;

/** What a context token says: which rules, oldest first, led to the message it travels with. */
export interface RuleContext {
  readonly actions: readonly number[];
  /** Milliseconds since the epoch. */
  readonly expirationDate: number;
}

/**
 * Signs and reads the header `Co3ContextToken` (soar-protocol §2.5): a compact HS256 token. A client hands it back as
 * `X-Co3ContextToken` with changes it makes while it answers, so that these do not set off the same rules again.
 */
export class ContextTokens {
  #key: string | undefined;

  constructor(private readonly now: () => number = Date.now) {}

  /** A token that names this chain of rules. */
  async sign(queries: PlatformQueries, actions: readonly number[]): Promise<string> {
    const key = await this.key(queries);
    const payload: RuleContext = { actions, expirationDate: this.now() + lifetime };
    const text = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(payload)}`;
    return `${text}.${signature(key, text).toString("base64url")}`;
  }

  /** The chain that a token names; undefined for a token that we did not sign or that has expired. */
  async read(queries: PlatformQueries, token: string): Promise<RuleContext | undefined> {
    const [header, payload, signed] = token.split(".", 3);
    if (header === undefined || payload === undefined || signed === undefined) return undefined;
    const expected = signature(await this.key(queries), `${header}.${payload}`);
    const actual = Buffer.from(signed, "base64url");
    if (actual.length !== expected.length || !timingSafeEqual(actual, expected)) return undefined;
    // Only a payload that we signed ourselves gets here.
    const context = JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as RuleContext;
    return context.expirationDate > this.now() ? context : undefined;
  }

  private async key(queries: PlatformQueries): Promise<string> {
    if (this.#key !== undefined) return this.#key;
    const stored = await readSigningKey(queries, "context token");
    if (stored !== undefined) return (this.#key = stored);
    // Not remembered yet: the transaction that writes it may be rolled back.
    const fresh = randomToken();
    await writeSigningKey(queries, "context token", fresh, this.now());
    return fresh;
  }
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function signature(key: string, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
