import type { HubDatabase } from "../schema.js";

/** An account as the hub uses it. */
export interface Account {
  readonly id: number;
  readonly name: string;
  readonly role: "admin" | "analyst";
}

/** Accounts and login tokens in the store. */
export class AccountStore {
  constructor(private readonly database: HubDatabase) {}

  find(name: string): Promise<(Account & { readonly password_hash: string }) | undefined> {
    return this.database.db.selectFrom("accounts").select(["id", "name", "role", "password_hash"]).where("name", "=", name).executeTakeFirst();
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

  async addToken(token: { token_hash: string; account_id: number; created: number; last_used: number }): Promise<void> {
    await this.database.db.insertInto("tokens").values(token).execute();
  }

  findToken(tokenHash: string): Promise<(Account & { readonly last_used: number }) | undefined> {
    return this.database.db
      .selectFrom("tokens")
      .innerJoin("accounts", "accounts.id", "tokens.account_id")
      .select(["accounts.id", "accounts.name", "accounts.role", "tokens.last_used"])
      .where("tokens.token_hash", "=", tokenHash)
      .executeTakeFirst();
  }

  async touchToken(tokenHash: string, now: number): Promise<void> {
    await this.database.db.updateTable("tokens").set({ last_used: now }).where("token_hash", "=", tokenHash).execute();
  }

  async removeTokensUnusedSince(time: number): Promise<void> {
    await this.database.db.deleteFrom("tokens").where("last_used", "<", time).execute();
  }

  async count(): Promise<number> {
    const { total } = await this.database.db.selectFrom("accounts").select((eb) => eb.fn.countAll<number>().as("total")).executeTakeFirstOrThrow();
    return total;
  }
}
