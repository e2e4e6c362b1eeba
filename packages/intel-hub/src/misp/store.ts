import type { Insertable, Transaction } from "kysely";
import type { HubDatabase, HubTables, ReportsTable } from "../schema.js";

/** Reports in the store. */
export class ReportStore {
  constructor(private readonly database: HubDatabase) {}

  /** Adds a report, or brings the one with the same uuid up to date. @returns its id. */
  async save(trx: Transaction<HubTables>, report: Insertable<ReportsTable>): Promise<number> {
    const { first_imported: _kept, uuid: _key, ...changes } = report;
    const { id } = await trx
      .insertInto("reports")
      .values(report)
      .onConflict((conflict) => conflict.column("uuid").doUpdateSet(changes))
      .returning("id")
      .executeTakeFirstOrThrow();
    return id;
  }

  async count(): Promise<number> {
    const { total } = await this.database.db.selectFrom("reports").select((eb) => eb.fn.countAll<number>().as("total")).executeTakeFirstOrThrow(); // prettier-ignore
    return total;
  }
}
