import type { Insertable, Transaction } from "kysely";
import { feedEnclave } from "../enclave-migration.js";
import type { HubDatabase, HubTables, ReportsTable } from "../schema.js";

/** Reports in the store. */
export class ReportStore {
  constructor(private readonly database: HubDatabase) {}

  /** Adds a report, or brings the one with the same uuid up to date. It lies in the enclave of its feed. @returns its id. */
  async save(trx: Transaction<HubTables>, report: Insertable<ReportsTable>): Promise<number> {
    const { first_imported: _kept, uuid: _key, ...changes } = report;
    const { id } = await trx
      .insertInto("reports")
      .values(report)
      .onConflict((conflict) => conflict.column("uuid").doUpdateSet({ ...changes, shared_at: null }))
      .returning("id")
      .executeTakeFirstOrThrow();
    const enclaveId = await feedEnclave(trx, report.feed_name, report.last_imported);
    await trx.insertInto("report_enclaves").values({ report_id: id, enclave_id: enclaveId, external_id: null }).onConflict((conflict) => conflict.columns(["report_id", "enclave_id"]).doNothing()).execute(); // prettier-ignore
    return id;
  }

  async count(): Promise<number> {
    const { total } = await this.database.db.selectFrom("reports").select((eb) => eb.fn.countAll<number>().as("total")).executeTakeFirstOrThrow(); // prettier-ignore
    return total;
  }
}
