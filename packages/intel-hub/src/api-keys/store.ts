import type { Selectable } from "kysely";
import type { Account } from "../accounts/store.js";
import type { ApiKeysTable, HubDatabase } from "../schema.js";

/** A key without its secret. */
export type ApiKeyRow = Omit<Selectable<ApiKeysTable>, "secret_hash">;

/** API keys in the store. */
export class ApiKeyStore {
  constructor(private readonly database: HubDatabase) {}

  async add(key: { readonly key: string; readonly secret_hash: string; readonly account_id: number; readonly label: string; readonly created: number }): Promise<void> {
    await this.database.db.insertInto("api_keys").values({ ...key, last_used: null }).execute(); // prettier-ignore
  }

  /** The account behind a key unless it is locked, with the hash of the key's secret. */
  find(key: string): Promise<(Account & { readonly secret_hash: string; readonly last_used: number | null }) | undefined> {
    return this.database.db
      .selectFrom("api_keys")
      .innerJoin("accounts", "accounts.id", "api_keys.account_id")
      .select(["accounts.id", "accounts.name", "accounts.role", "api_keys.secret_hash", "api_keys.last_used"])
      .where("api_keys.key", "=", key)
      .where("accounts.locked", "=", 0)
      .executeTakeFirst();
  }

  async touch(key: string, now: number): Promise<void> {
    await this.database.db.updateTable("api_keys").set({ last_used: now }).where("key", "=", key).execute();
  }

  /** Keys, oldest first; of one account or all. */
  list(accountId?: number): Promise<ApiKeyRow[]> {
    const rows = this.database.db.selectFrom("api_keys").select(["key", "account_id", "label", "created", "last_used"]);
    return (accountId === undefined ? rows : rows.where("account_id", "=", accountId)).orderBy("created").execute();
  }

  /** @returns whether it was there. */
  async remove(key: string, accountId: number): Promise<boolean> {
    const { numDeletedRows } = await this.database.db.deleteFrom("api_keys").where("key", "=", key).where("account_id", "=", accountId).executeTakeFirst();
    return numDeletedRows > 0n;
  }
}
