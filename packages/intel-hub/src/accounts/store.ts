import type { HubDatabase } from "../schema.js";

/** An account as the hub uses it. */
export interface Account {
  readonly id: number;
  readonly name: string;
  readonly role: "admin" | "analyst";
}

/** An account as administrators see it. */
export interface AccountEntry extends Account {
  readonly created: number;
  readonly locked: boolean;
  /** When one of its tokens was used last, milliseconds since the epoch; null when it has none. */
  readonly last_used: number | null;
  /** Imports filed under it; such an account stays, so that its imports keep their author. */
  readonly imports: number;
}

/** How a token travels. */
export type TokenKind = "client" | "browser";

class NoAdministratorLeft extends Error {}

/** Accounts and login tokens in the store. */
export class AccountStore {
  constructor(private readonly database: HubDatabase) {}

  find(name: string): Promise<(Account & { readonly password_hash: string; readonly locked: 0 | 1 }) | undefined> {
    return this.database.db.selectFrom("accounts").select(["id", "name", "role", "password_hash", "locked"]).where("name", "=", name).executeTakeFirst();
  }

  /** Adds an account unless the name is taken. @returns whether it was added. */
  async add(account: { name: string; role: Account["role"]; password_hash: string; created: number }): Promise<boolean> {
    const result = await this.database.db
      .insertInto("accounts")
      .values(account)
      .onConflict((conflict) => conflict.column("name").doNothing())
      .executeTakeFirst();
    return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
  }

  async setPassword(name: string, passwordHash: string): Promise<void> {
    await this.database.db.updateTable("accounts").set({ password_hash: passwordHash }).where("name", "=", name).execute();
  }

  async addToken(token: { token_hash: string; account_id: number; created: number; last_used: number; kind: TokenKind }): Promise<void> {
    await this.database.db.insertInto("tokens").values(token).execute();
  }

  /** The account behind a token of this kind, unless it is locked. */
  findToken(tokenHash: string, kind: TokenKind): Promise<(Account & { readonly last_used: number }) | undefined> {
    return this.database.db
      .selectFrom("tokens")
      .innerJoin("accounts", "accounts.id", "tokens.account_id")
      .select(["accounts.id", "accounts.name", "accounts.role", "tokens.last_used"])
      .where("tokens.token_hash", "=", tokenHash)
      .where("tokens.kind", "=", kind)
      .where("accounts.locked", "=", 0)
      .executeTakeFirst();
  }

  async touchToken(tokenHash: string, now: number): Promise<void> {
    await this.database.db.updateTable("tokens").set({ last_used: now }).where("token_hash", "=", tokenHash).execute();
  }

  async removeTokensUnusedSince(time: number): Promise<void> {
    await this.database.db.deleteFrom("tokens").where("last_used", "<", time).execute();
  }

  async removeToken(tokenHash: string): Promise<void> {
    await this.database.db.deleteFrom("tokens").where("token_hash", "=", tokenHash).execute();
  }

  /** Every account, by name. */
  async list(): Promise<AccountEntry[]> {
    const rows = await this.database.db
      .selectFrom("accounts")
      .select((eb) => [
        "accounts.id",
        "accounts.name",
        "accounts.role",
        "accounts.created",
        "accounts.locked",
        eb.selectFrom("tokens").whereRef("tokens.account_id", "=", "accounts.id").select((inner) => inner.fn.max<number | null>("tokens.last_used").as("latest")).as("last_used"), // prettier-ignore
        eb.selectFrom("imports").whereRef("imports.account_id", "=", "accounts.id").select((inner) => inner.fn.countAll<number>().as("total")).as("imports"), // prettier-ignore
      ])
      .orderBy("accounts.name")
      .execute();
    return rows.map((row) => ({ ...row, locked: row.locked === 1, imports: row.imports ?? 0 }));
  }

  /**
   * Changes an account while an administrator remains who can log in. With a new password, a lock or another role its
   * tokens end. @returns whether it was done.
   */
  async change(id: number, change: { role?: Account["role"]; locked?: 0 | 1; password_hash?: string }): Promise<boolean> {
    return this.database.transaction(async (trx) => {
      await trx.updateTable("accounts").set(change).where("id", "=", id).execute();
      const { admins } = await trx.selectFrom("accounts").select((eb) => eb.fn.countAll<number>().as("admins")).where("role", "=", "admin").where("locked", "=", 0).executeTakeFirstOrThrow(); // prettier-ignore
      if (admins === 0) return Promise.reject(new NoAdministratorLeft());
      await trx.deleteFrom("tokens").where("account_id", "=", id).execute();
      return true;
    }).catch((error: unknown) => {
      if (error instanceof NoAdministratorLeft) return false;
      throw error;
    });
  }

  /** Removes an account that filed no import, and its tokens. */
  async remove(id: number): Promise<void> {
    await this.database.transaction(async (trx) => {
      for (const table of ["tokens", "api_keys", "enclave_permissions"] as const) await trx.deleteFrom(table).where("account_id", "=", id).execute();
      await trx.deleteFrom("accounts").where("id", "=", id).execute();
    });
  }

  async count(): Promise<number> {
    const { total } = await this.database.db.selectFrom("accounts").select((eb) => eb.fn.countAll<number>().as("total")).executeTakeFirstOrThrow();
    return total;
  }
}
