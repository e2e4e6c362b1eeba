/** A login: the token, and until when it is used. */
interface Token {
  readonly value: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** A token is renewed this many milliseconds before its end, so that it does not end on its way. */
const earlyMs = 30_000;

/** How long a token lasts when the server does not say, in milliseconds (trustar-api §1.2). */
const usualMs = 599_000;

/** The logins of an app, one per server and API key, shared by all its calls. */
export class Tokens {
  readonly #tokens = new Map<string, Promise<Token>>();

  /** The token that is kept, or a new one; calls at the same time share one login. */
  async get(key: string, logIn: () => Promise<{ value: string; expiresInSeconds: number | undefined }>): Promise<string> {
    const kept = this.#tokens.get(key);
    if (kept !== undefined) {
      const token = await kept;
      if (Date.now() < token.until) return token.value;
      // Somebody else may have renewed it meanwhile.
      if (this.#tokens.get(key) !== kept) return await this.get(key, logIn);
    }
    const asked = Date.now();
    const renewed = logIn().then(({ value, expiresInSeconds }): Token => {
      const lasts = expiresInSeconds === undefined ? usualMs : expiresInSeconds * 1000;
      return { value, until: asked + Math.max(lasts - earlyMs, lasts / 2) };
    });
    this.#tokens.set(key, renewed);
    renewed.catch(() => { if (this.#tokens.get(key) === renewed) this.#tokens.delete(key); });
    return (await renewed).value;
  }

  /** Forgets a token that the server refused; a newer one stays. */
  async drop(key: string, value: string): Promise<void> {
    const kept = this.#tokens.get(key);
    if (kept !== undefined && (await kept).value === value && this.#tokens.get(key) === kept) this.#tokens.delete(key);
  }
}
