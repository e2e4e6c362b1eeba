import type { Insertable, Selectable, Transaction, Updateable } from "kysely";
import type { FeedsTable, HubDatabase, HubTables } from "../schema.js";

/** A feed of the store. */
export type FeedRow = Selectable<FeedsTable>;

/** Feeds in the store. */
export class FeedStore {
  constructor(private readonly database: HubDatabase) {}

  list(): Promise<FeedRow[]> {
    return this.database.db.selectFrom("feeds").selectAll().orderBy("name").execute();
  }

  find(id: number): Promise<FeedRow | undefined> {
    return this.database.db.selectFrom("feeds").selectAll().where("id", "=", id).executeTakeFirst();
  }

  /** @returns the id; undefined when the name is taken. */
  async add(feed: Insertable<FeedsTable>): Promise<number | undefined> {
    const row = await this.database.db
      .insertInto("feeds")
      .values(feed)
      .onConflict((conflict) => conflict.column("name").doNothing())
      .returning("id")
      .executeTakeFirst();
    return row?.id;
  }

  async change(id: number, change: Updateable<FeedsTable>): Promise<void> {
    await this.database.db.updateTable("feeds").set(change).where("id", "=", id).execute();
  }

  async changeIn(trx: Transaction<HubTables>, id: number, change: Updateable<FeedsTable>): Promise<void> {
    await trx.updateTable("feeds").set(change).where("id", "=", id).execute();
  }

  /** Removes a feed and what is known of its reports; the reports themselves stay. */
  async remove(id: number): Promise<void> {
    await this.database.transaction(async (trx) => {
      await trx.deleteFrom("feed_references").where("feed_id", "=", id).execute();
      await trx.deleteFrom("feeds").where("id", "=", id).execute();
    });
  }
}
