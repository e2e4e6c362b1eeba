import type { Selectable } from "kysely";
import type { HubDatabase, WhitelistTable } from "../schema.js";

/** An entry of the whitelist. */
export type WhitelistRow = Selectable<WhitelistTable>;

const rowsAtOnce = 500;

/** The whitelist in the store. */
export class WhitelistStore {
  constructor(private readonly database: HubDatabase) {}

  /** Adds values; those that are there keep who added them. */
  async add(rows: readonly WhitelistRow[]): Promise<void> {
    await this.database.transaction(async (trx) => {
      for (let from = 0; from < rows.length; from += rowsAtOnce) {
        await trx.insertInto("whitelist").values(rows.slice(from, from + rowsAtOnce)).onConflict((conflict) => conflict.columns(["value", "type"]).doNothing()).execute(); // prettier-ignore
      }
    });
  }

  /** Removes a value in any of these spellings and, when given, types. @returns how many entries went. */
  async remove(values: readonly string[], types: readonly string[] | undefined): Promise<number> {
    const rows = this.database.db.deleteFrom("whitelist").where("value", "in", [...values]);
    const { numDeletedRows } = await (types === undefined ? rows : rows.where("type", "in", [...types])).executeTakeFirst();
    return Number(numDeletedRows);
  }

  /** Entries by time, the newest first. */
  async page(offset: number, limit: number): Promise<{ rows: WhitelistRow[]; total: number }> {
    const [rows, { total }] = await Promise.all([
      this.database.db.selectFrom("whitelist").selectAll().orderBy("created", "desc").orderBy("value").offset(offset).limit(limit).execute(),
      this.database.db.selectFrom("whitelist").select((eb) => eb.fn.countAll<number>().as("total")).executeTakeFirstOrThrow(), // prettier-ignore
    ]);
    return { rows, total };
  }

  /** Which of these values are on it. */
  of(values: readonly string[]): Promise<WhitelistRow[]> {
    return values.length === 0 ? Promise.resolve([]) : this.database.db.selectFrom("whitelist").selectAll().where("value", "in", [...values]).execute();
  }
}
