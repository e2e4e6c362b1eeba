import type { Insertable, Transaction } from "kysely";
import { feedEnclave } from "../enclave-migration.js";
import { lastingUuid } from "../indicators/identity.js";
import type { HubDatabase, HubTables, ReportsTable } from "../schema.js";

/** Reports in the store. */
export class ReportStore {
  constructor(private readonly database: HubDatabase) {}

  /**
   * Adds a report, or brings the one with the same uuid up to date. It lies in the enclave of its feed. What somebody submitted is theirs: a file that
   * names its uuid gets a report of its own beside it, so that nothing of it changes or becomes visible elsewhere.
   * @returns its id.
   */
  async save(trx: Transaction<HubTables>, report: Insertable<ReportsTable>): Promise<number> {
    const { first_imported: _kept, uuid, ...changes } = report;
    const submitted = await trx.selectFrom("reports").select("id").where("uuid", "=", uuid).where("submitted", "=", 1).executeTakeFirst(); // prettier-ignore
    const { id } = await trx
      .insertInto("reports")
      .values({ ...report, uuid: submitted === undefined ? uuid : lastingUuid("report beside a submitted one", uuid) })
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
