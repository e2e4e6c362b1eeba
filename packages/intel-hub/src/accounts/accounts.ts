import { SoarkitError } from "@soarkit/protocol";
import { GuessThrottle, hashPassword, hashSecret, randomToken, registerSecret, safeEqual, verifyPassword } from "@soarkit/runtime";
import type { Account, AccountStore, TokenKind } from "./store.js";

/** A token unused for this long ends, milliseconds (24 hours). */
export const defaultTokenLife = 24 * 60 * 60 * 1_000;
/** The use of a token is written down at most this often, milliseconds. */
const touchEvery = 60_000;
/** Most login links that wait to be used. */
const mostLinks = 100;

/** Who calls: an account, or the person at this machine (id 0), known by the local admin token. */
export type Caller = Account;

/** An account that was asked for; the password only when it was created just now. */
export interface EnsuredAccount {
  readonly user: string;
  readonly password?: string;
}

/** Who may use the hub: accounts with slow password hashes, login tokens with a life, the local admin token. */
export class Accounts {
  private readonly throttle: GuessThrottle;
  private localAdminToken: string | undefined;
  private strangersHash: Promise<string> | undefined;
  private readonly links = new Map<string, { readonly user: string; readonly until: number }>();

  constructor(
    private readonly store: () => Promise<AccountStore>,
    private readonly now: () => number = Date.now,
    private readonly tokenLife = defaultTokenLife,
  ) {
    this.throttle = new GuessThrottle({ freeTries: 5, longestWait: 300_000, now });
  }

  /** Makes sure that the account `admin` exists. */
  ensureAdmin(): Promise<EnsuredAccount> {
    return this.ensureAccount("admin", "admin");
  }

  /** Makes sure that an account exists; an existing one keeps its role and password. */
  async ensureAccount(name: string, role: Account["role"]): Promise<EnsuredAccount> {
    const store = await this.store();
    if ((await store.find(name)) !== undefined) return { user: name };
    const password = randomToken(18);
    registerSecret(password);
    const added = await store.add({ name, role, password_hash: await hashPassword(password), created: this.now() });
    return added ? { user: name, password } : { user: name };
  }

  /** Gives an account a new password, for when the old one was lost. The account must exist. */
  async renewPassword(name: string): Promise<string> {
    const password = randomToken(18);
    registerSecret(password);
    await (await this.store()).setPassword(name, await hashPassword(password));
    return password;
  }

  /** The token by which commands on this machine are known. */
  setLocalAdminToken(token: string): void {
    registerSecret(token);
    this.localAdminToken = token;
  }

  /** Logs in and issues a token (ASCII, 256 bit). @throws SoarkitError `HUB_LOGIN_REFUSED`, `HUB_LOGIN_THROTTLED`. */
  async login(name: string, password: string, address: string, kind: TokenKind = "client"): Promise<string> {
    const guesser = `${name.slice(0, 200)}\n${address}`;
    const wait = this.throttle.wait(guesser);
    if (wait > 0) throw new SoarkitError("HUB_LOGIN_THROTTLED", { seconds: Math.ceil(wait / 1_000) });
    const store = await this.store();
    const account = await store.find(name);
    // An unknown name costs as much time as a known one.
    this.strangersHash ??= hashPassword(randomToken());
    const right = await verifyPassword(password, account?.password_hash ?? (await this.strangersHash));
    if (account === undefined || !right) {
      this.throttle.failed(guesser);
      throw new SoarkitError("HUB_LOGIN_REFUSED");
    }
    this.throttle.succeeded(guesser);
    if (account.locked === 1) throw new SoarkitError("HUB_ACCOUNT_LOCKED", { user: name });
    return this.issue(store, account.id, kind);
  }

  /**
   * A token that opens one session in a browser, for `/login/once?token=`. It ends unused after some minutes and with
   * this process. @param options `user` is `admin` unless given.
   */
  async createLoginLink(options: { readonly minutes: number; readonly user?: string }): Promise<string> {
    const token = randomToken();
    registerSecret(token);
    const [oldest] = this.links.keys();
    if (this.links.size >= mostLinks && oldest !== undefined) this.links.delete(oldest);
    this.links.set(hashSecret(token), { user: options.user ?? "admin", until: this.now() + options.minutes * 60_000 });
    return Promise.resolve(token);
  }

  /** Opens the session of a login link, once. @returns the session's token; `undefined` for a link that is used, expired or unknown. */
  async useLoginLink(token: string): Promise<string | undefined> {
    const hash = hashSecret(token);
    const link = this.links.get(hash);
    this.links.delete(hash);
    if (link === undefined || link.until < this.now()) return undefined;
    const store = await this.store();
    const account = await store.find(link.user);
    return account === undefined || account.locked === 1 ? undefined : this.issue(store, account.id, "browser");
  }

  /** Ends a token. */
  async logout(token: string): Promise<void> {
    await (await this.store()).removeToken(hashSecret(token));
  }

  private async issue(store: AccountStore, accountId: number, kind: TokenKind): Promise<string> {
    const token = randomToken();
    const now = this.now();
    await store.removeTokensUnusedSince(now - this.tokenLife);
    await store.addToken({ token_hash: hashSecret(token), account_id: accountId, created: now, last_used: now, kind });
    return token;
  }

  /** The account behind a login token. @throws SoarkitError `HUB_TOKEN_INVALID`. */
  async byToken(token: string, kind: TokenKind = "client"): Promise<Caller> {
    const store = await this.store();
    const hash = hashSecret(token);
    const found = await store.findToken(hash, kind);
    const now = this.now();
    if (found === undefined || now - found.last_used > this.tokenLife) throw new SoarkitError("HUB_TOKEN_INVALID");
    if (now - found.last_used > touchEvery) await store.touchToken(hash, now);
    return { id: found.id, name: found.name, role: found.role };
  }

  /** Who sends this `Authorization` header. @throws SoarkitError `HUB_UNAUTHENTICATED`, `HUB_TOKEN_INVALID`. */
  async byHeader(header: string | undefined): Promise<Caller> {
    const token = /^Bearer (\S+)$/i.exec(header ?? "")?.[1];
    if (token === undefined) throw new SoarkitError("HUB_UNAUTHENTICATED");
    if (this.localAdminToken !== undefined && safeEqual(token, this.localAdminToken)) return { id: 0, name: "local administrator", role: "admin" };
    return this.byToken(token);
  }

  /** @throws SoarkitError `HUB_ADMIN_ONLY`. */
  requireAdmin(caller: Caller): void {
    if (caller.role !== "admin") throw new SoarkitError("HUB_ADMIN_ONLY", { user: caller.name });
  }

  async count(): Promise<number> {
    return (await this.store()).count();
  }
}
