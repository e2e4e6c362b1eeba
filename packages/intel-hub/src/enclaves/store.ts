import { newId } from "@soarkit/runtime";
import type { Selectable } from "kysely";
import type { EnclaveLevel, EnclavesTable, HubDatabase } from "../schema.js";

/** An enclave of the store. */
export type EnclaveRow = Selectable<EnclavesTable>;

/** Enclaves and permissions in the store. */
export class EnclaveStore {
  constructor(private readonly database: HubDatabase) {}

  /** Every enclave, with the level of one account where it has its own. */
  withLevelOf(accountId: number): Promise<(EnclaveRow & { readonly level: EnclaveLevel | null })[]> {
    return this.database.db
      .selectFrom("enclaves")
      .leftJoin("enclave_permissions", (join) => join.onRef("enclave_permissions.enclave_id", "=", "enclaves.id").on("enclave_permissions.account_id", "=", accountId))
      .selectAll("enclaves")
      .select("enclave_permissions.level")
      .orderBy("enclaves.name")
      .execute();
  }

  /** Adds an enclave unless the name is taken. @returns whether it was added. */
  async add(enclave: { readonly name: string; readonly type: EnclaveRow["type"]; readonly default_level: EnclaveLevel; readonly created: number }): Promise<boolean> {
    const result = await this.database.db
      .insertInto("enclaves")
      .values({ guid: newId(), ...enclave })
      .onConflict((conflict) => conflict.column("name").doNothing())
      .executeTakeFirst();
    return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
  }

  find(wanted: { readonly guid: string } | { readonly name: string }): Promise<EnclaveRow | undefined> {
    const rows = this.database.db.selectFrom("enclaves").selectAll();
    return ("guid" in wanted ? rows.where("guid", "=", wanted.guid) : rows.where("name", "=", wanted.name)).executeTakeFirst();
  }

  async change(id: number, change: { readonly name?: string; readonly default_level?: EnclaveLevel }): Promise<void> {
    await this.database.db.updateTable("enclaves").set(change).where("id", "=", id).execute();
  }

  /** Gives an account a level of its own, or takes it back to the enclave's default. */
  async setLevel(enclaveId: number, accountId: number, level: EnclaveLevel | undefined): Promise<void> {
    if (level === undefined) {
      await this.database.db.deleteFrom("enclave_permissions").where("enclave_id", "=", enclaveId).where("account_id", "=", accountId).execute();
      return;
    }
    await this.database.db
      .insertInto("enclave_permissions")
      .values({ enclave_id: enclaveId, account_id: accountId, level })
      .onConflict((conflict) => conflict.columns(["account_id", "enclave_id"]).doUpdateSet({ level }))
      .execute();
  }

  /** Levels of their own that accounts have, by enclave. */
  levels(): Promise<{ enclave_id: number; account_id: number; name: string; level: EnclaveLevel }[]> {
    return this.database.db
      .selectFrom("enclave_permissions")
      .innerJoin("accounts", "accounts.id", "enclave_permissions.account_id")
      .select(["enclave_permissions.enclave_id", "enclave_permissions.account_id", "accounts.name", "enclave_permissions.level"])
      .orderBy("accounts.name")
      .execute();
  }

  /** Reports in each enclave. */
  async reportCounts(): Promise<Map<number, number>> {
    const rows = await this.database.db.selectFrom("report_enclaves").select((eb) => ["enclave_id", eb.fn.countAll<number>().as("total")]).groupBy("enclave_id").execute(); // prettier-ignore
    return new Map(rows.map(({ enclave_id: id, total }) => [id, total]));
  }
}
