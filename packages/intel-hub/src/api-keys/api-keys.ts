import { SoarkitError } from "@soarkit/protocol";
import { hashSecret, newId, randomToken, registerSecret, safeEqual } from "@soarkit/runtime";
import type { Caller } from "../accounts/accounts.js";
import type { ApiKeyRow, ApiKeyStore } from "./store.js";

/** A key that was made just now; the secret is in this answer and nowhere else. */
export interface NewApiKey {
  readonly apiKey: string;
  /** 256 bit. */
  readonly apiSecret: string;
}

/** A bearer token of the TruSTAR face. */
export interface IssuedToken {
  readonly token: string;
  /** Milliseconds until it ends. */
  readonly remaining: number;
}

/** Life of a bearer token, milliseconds (trustar-api §1.2). */
const tokenLife = 600_000;
/** The use of a key is written down at most this often, milliseconds. */
const touchEvery = 60_000;
const mostKeys = 20;

/**
 * API keys of the TruSTAR face and their bearer tokens. Tokens live in memory: after a restart a client is told that
 * its token is invalid and asks for another, as the protocol has it.
 */
export class ApiKeys {
  private readonly tokens = new Map<string, { readonly key: string; readonly until: number }>();
  private readonly tokenOfKey = new Map<string, string>();

  constructor(
    private readonly store: ApiKeyStore,
    private readonly now: () => number,
  ) {}

  /** Makes a key. @throws SoarkitError `HUB_API_KEY_LIMIT`. */
  async create(accountId: number, label: string): Promise<NewApiKey> {
    if ((await this.store.list(accountId)).length >= mostKeys) throw new SoarkitError("HUB_API_KEY_LIMIT", { limit: mostKeys });
    const apiKey = newId();
    const apiSecret = randomToken();
    registerSecret(apiSecret);
    await this.store.add({ key: apiKey, secret_hash: hashSecret(apiSecret), account_id: accountId, label, created: this.now() });
    return { apiKey, apiSecret };
  }

  /** Keys without their secrets, oldest first; of one account or all. */
  list(accountId?: number): Promise<ApiKeyRow[]> {
    return this.store.list(accountId);
  }

  /** Ends a key and its token. @throws SoarkitError `HUB_API_KEY_UNKNOWN`. */
  async revoke(accountId: number, key: string): Promise<void> {
    if (!(await this.store.remove(key, accountId))) throw new SoarkitError("HUB_API_KEY_UNKNOWN", { key });
    const token = this.tokenOfKey.get(key);
    this.tokenOfKey.delete(key);
    if (token !== undefined) this.tokens.delete(token);
  }

  /** The token of a key: the same until it ends. @throws SoarkitError `HUB_OAUTH_CLIENT_REFUSED`. */
  async issue(key: string, secret: string): Promise<IssuedToken> {
    const found = await this.store.find(key);
    const right = safeEqual(hashSecret(secret), found?.secret_hash ?? hashSecret(newId()));
    if (found === undefined || !right) throw new SoarkitError("HUB_OAUTH_CLIENT_REFUSED");
    const known = this.tokenOfKey.get(key);
    const until = known === undefined ? undefined : this.tokens.get(known)?.until;
    if (known !== undefined && until !== undefined && until > this.now()) return { token: known, remaining: until - this.now() };
    if (known !== undefined) this.tokens.delete(known);
    const token = newId();
    registerSecret(token);
    this.tokens.set(token, { key, until: this.now() + tokenLife });
    this.tokenOfKey.set(key, token);
    return { token, remaining: tokenLife };
  }

  /** Who sends this `Authorization` header. @throws SoarkitError `HUB_OAUTH_TOKEN_INVALID`, `HUB_OAUTH_TOKEN_EXPIRED`. */
  async byHeader(header: string | undefined): Promise<Caller> {
    const token = /^Bearer\s+(\S+)$/i.exec(header ?? "")?.[1] ?? "";
    const known = this.tokens.get(token);
    if (known === undefined) throw new SoarkitError("HUB_OAUTH_TOKEN_INVALID");
    const now = this.now();
    if (known.until <= now) throw new SoarkitError("HUB_OAUTH_TOKEN_EXPIRED");
    const account = await this.store.find(known.key);
    if (account === undefined) throw new SoarkitError("HUB_OAUTH_TOKEN_INVALID");
    if (now - (account.last_used ?? 0) > touchEvery) await this.store.touch(known.key, now);
    return { id: account.id, name: account.name, role: account.role };
  }
}
