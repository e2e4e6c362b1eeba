/** What a login answered. */
export interface Session {
  token: string;
  /** Extensions that the server advertises; empty on a real STAXX. */
  extensions: ReadonlySet<string>;
}

/** Keeps one session per server and account, so that calls share a token. Nothing is written anywhere. */
export class Sessions {
  readonly #sessions = new Map<string, Promise<Session>>();

  /** The kept session, or the one that `login` opens; calls that come meanwhile wait for the same login. */
  async get(key: string, login: () => Promise<Session>): Promise<Session> {
    const kept = this.#sessions.get(key);
    if (kept !== undefined) return kept;
    const opening = login();
    this.#sessions.set(key, opening);
    try {
      return await opening;
    } catch (error) {
      if (this.#sessions.get(key) === opening) this.#sessions.delete(key);
      throw error;
    }
  }

  /** Forgets a session that the server no longer accepts; a newer one stays. */
  async drop(key: string, session: Session): Promise<void> {
    const kept = this.#sessions.get(key);
    if (kept !== undefined && (await kept.catch(() => undefined)) === session && this.#sessions.get(key) === kept) this.#sessions.delete(key);
  }
}
