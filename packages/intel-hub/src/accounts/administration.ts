import { SoarkitError } from "@soarkit/protocol";
import { hashPassword, randomToken, registerSecret } from "@soarkit/runtime";
import type { Caller } from "./accounts.js";
import type { Account, AccountEntry, AccountStore } from "./store.js";

/** What an administrator changes about an account. */
export interface AccountChange {
  readonly role?: Account["role"] | undefined;
  readonly locked?: boolean | undefined;
  /** Make a new password; the old one and all sessions end. */
  readonly newPassword?: boolean | undefined;
}

/** An account after a change; a password only when it was made just now, and never again. */
export interface ChangedAccount {
  readonly account: AccountEntry;
  readonly password?: string;
}

/** Accounts as administrators keep them. One administrator who can log in always remains. */
export class AccountAdministration {
  constructor(
    private readonly store: AccountStore,
    private readonly now: () => number,
    private readonly changed: (by: Caller) => void,
  ) {}

  /** Every account, by name. */
  list(): Promise<AccountEntry[]> {
    return this.store.list();
  }

  /** Creates an account with a password of 24 characters. @throws SoarkitError `HUB_ACCOUNT_EXISTS`. */
  async create(name: string, role: Account["role"], by: Caller): Promise<ChangedAccount> {
    const { password, hash } = await newPassword();
    if (!(await this.store.add({ name, role, password_hash: hash, created: this.now() }))) throw new SoarkitError("HUB_ACCOUNT_EXISTS", { user: name });
    this.changed(by);
    const account = (await this.store.list()).find((entry) => entry.name === name);
    if (account === undefined) throw new SoarkitError("HUB_ACCOUNT_UNKNOWN", { id: name });
    return { account, password };
  }

  /** @throws SoarkitError `HUB_ACCOUNT_UNKNOWN`, `HUB_ACCOUNT_NEEDED` for the own account or the last administrator. */
  async change(id: number, change: AccountChange, by: Caller): Promise<ChangedAccount> {
    const before = await this.require(id);
    const risky = change.locked === true || (change.role !== undefined && change.role !== before.role);
    if (risky && id === by.id) throw new SoarkitError("HUB_ACCOUNT_NEEDED", { user: before.name, reason: "you are logged in with it; another administrator can do that" });
    const made = change.newPassword === true ? await newPassword() : undefined;
    const changes = {
      ...(change.role === undefined ? {} : { role: change.role }),
      ...(change.locked === undefined ? {} : { locked: change.locked ? (1 as const) : (0 as const) }),
      ...(made === undefined ? {} : { password_hash: made.hash }),
    };
    if (Object.keys(changes).length > 0) {
      if (!(await this.store.change(id, changes))) throw new SoarkitError("HUB_ACCOUNT_NEEDED", { user: before.name, reason: "it is the last administrator who can log in" });
      this.changed(by);
    }
    return { account: await this.require(id), ...(made === undefined ? {} : { password: made.password }) };
  }

  /** @throws SoarkitError `HUB_ACCOUNT_UNKNOWN`, `HUB_ACCOUNT_NEEDED` for the own account or one with imports. */
  async remove(id: number, by: Caller): Promise<void> {
    const { name, imports } = await this.require(id);
    if (id === by.id) throw new SoarkitError("HUB_ACCOUNT_NEEDED", { user: name, reason: "you are logged in with it" });
    if (imports > 0) throw new SoarkitError("HUB_ACCOUNT_NEEDED", { user: name, reason: `${imports} imports are filed under it; lock it instead` });
    await this.store.remove(id);
    this.changed(by);
  }

  /** @throws SoarkitError `HUB_ACCOUNT_UNKNOWN`. */
  async require(id: number): Promise<AccountEntry> {
    const found = (await this.store.list()).find((entry) => entry.id === id);
    if (found === undefined) throw new SoarkitError("HUB_ACCOUNT_UNKNOWN", { id });
    return found;
  }
}

async function newPassword(): Promise<{ password: string; hash: string }> {
  const password = randomToken(18);
  registerSecret(password);
  return { password, hash: await hashPassword(password) };
}
