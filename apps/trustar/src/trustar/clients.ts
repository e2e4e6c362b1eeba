import type { CallContext } from "@soarkit/app-sdk";
import type { Credentials } from "../config/account.js";
import { TrustarClient } from "./client.js";
import { Tokens } from "./tokens.js";

/** Makes the clients of one app; logins are shared. */
export class Clients {
  readonly #tokens = new Tokens();
  /** Servers that answered a health check, by address and key. */
  readonly #checked = new Set<string>();

  /** A client for one call, after the server has answered a health check once (trustar-api §6.1). */
  async for(account: Credentials, context: Pick<CallContext, "http" | "signal" | "status">): Promise<TrustarClient> {
    const client = new TrustarClient({
      http: context.http,
      account,
      tokens: this.#tokens,
      signal: context.signal,
      onWait: (seconds) => context.status(`TruSTAR asks to wait ${seconds} second(s)`),
    });
    const key = `${account.url} ${account.user_api_key} ${account.user_api_secret}`;
    if (!this.#checked.has(key)) {
      await client.ping();
      this.#checked.add(key);
    }
    return client;
  }
}
