import type { Database } from "@soarkit/runtime";
import type { LookupRow, ThreatServiceTables } from "./schema.js";

/** Rows of one statement: SQLite takes 32,766 values at most. */
const rowsPerStatement = 200;

/** Name of a look-up. */
export interface LookupName {
  readonly service: string;
  readonly id: string;
}

/** The SQL of `threat-service.db`. */
export class LookupStore {
  constructor(private readonly database: Database<ThreatServiceTables>) {}

  /** All look-ups, the one that changed longest ago first. */
  async all(): Promise<LookupRow[]> {
    return await this.database.db.selectFrom("lookups").selectAll().orderBy("changed_at").execute();
  }

  /** Writes look-ups as they are now and removes others, all or nothing. */
  async write(rows: readonly LookupRow[], removed: readonly LookupName[]): Promise<void> {
    await this.database.transaction(async (trx) => {
      for (const { service, id } of removed) await trx.deleteFrom("lookups").where("service", "=", service).where("id", "=", id).execute();
      for (let from = 0; from < rows.length; from += rowsPerStatement) {
        await trx
          .insertInto("lookups")
          .values(rows.slice(from, from + rowsPerStatement))
          .onConflict((conflict) =>
            conflict.columns(["service", "id"]).doUpdateSet((eb) => ({
              artifact: eb.ref("excluded.artifact"),
              file: eb.ref("excluded.file"),
              state: eb.ref("excluded.state"),
              hits: eb.ref("excluded.hits"),
              reason: eb.ref("excluded.reason"),
              attempts: eb.ref("excluded.attempts"),
              next_at: eb.ref("excluded.next_at"),
              expires_at: eb.ref("excluded.expires_at"),
              changed_at: eb.ref("excluded.changed_at"),
            })),
          )
          .execute();
      }
    });
  }

  async close(): Promise<void> {
    await this.database.close();
  }
}
