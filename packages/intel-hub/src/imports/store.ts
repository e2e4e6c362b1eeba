import type { Insertable, Selectable, Transaction } from "kysely";
import type { HubDatabase, HubTables, ImportsTable, ImportValuesTable } from "../schema.js";

/** An import job of the store. */
export type ImportRow = Selectable<ImportsTable>;
/** What became of one of its values. */
export type ImportValueRow = Selectable<ImportValuesTable>;

const rowsAtOnce = 500;

/** Import jobs in the store. */
export class ImportStore {
  constructor(private readonly database: HubDatabase) {}

  findByKey(trx: Transaction<HubTables>, accountId: number, importKey: string): Promise<ImportRow | undefined> {
    return trx.selectFrom("imports").selectAll().where("account_id", "=", accountId).where("import_key", "=", importKey).executeTakeFirst();
  }

  /** The import with this job ID or key; only the account's own unless `accountId` is undefined. */
  find(wanted: { jobId?: string; importKey?: string }, accountId: number | undefined): Promise<ImportRow | undefined> {
    let rows = this.database.db.selectFrom("imports").selectAll();
    if (accountId !== undefined) rows = rows.where("account_id", "=", accountId);
    if (wanted.importKey !== undefined) rows = rows.where("import_key", "=", wanted.importKey);
    if (wanted.jobId !== undefined) rows = rows.where("job_id", "=", wanted.jobId);
    return rows.orderBy("id", "desc").executeTakeFirst();
  }

  async latestJobId(trx: Transaction<HubTables>): Promise<string | undefined> {
    const row = await trx.selectFrom("imports").select((eb) => eb.fn.max<string | null>("job_id").as("latest")).executeTakeFirst(); // prettier-ignore
    return row?.latest ?? undefined;
  }

  async add(trx: Transaction<HubTables>, job: Insertable<ImportsTable>, values: readonly Omit<Insertable<ImportValuesTable>, "import_id">[]): Promise<number> {
    const { id } = await trx.insertInto("imports").values(job).returning("id").executeTakeFirstOrThrow();
    for (let from = 0; from < values.length; from += rowsAtOnce) {
      const rows = values.slice(from, from + rowsAtOnce).map((value) => ({ ...value, import_id: id }));
      await trx.insertInto("import_values").values(rows).execute();
    }
    return id;
  }

  values(importIds: readonly number[]): Promise<ImportValueRow[]> {
    if (importIds.length === 0) return Promise.resolve([]);
    return this.database.db.selectFrom("import_values").selectAll().where("import_id", "in", [...importIds]).orderBy("id").execute();
  }

  /** Imports in a state: waiting ones oldest first, others newest first; only one account's unless `accountId` is undefined. */
  list(state: ImportRow["state"], accountId: number | undefined, limit: number): Promise<ImportRow[]> {
    let rows = this.database.db.selectFrom("imports").selectAll().where("state", "=", state);
    if (accountId !== undefined) rows = rows.where("account_id", "=", accountId);
    return rows.orderBy("id", state === "pending" ? "asc" : "desc").limit(limit).execute();
  }

  valuesIn(trx: Transaction<HubTables>, importId: number): Promise<ImportValueRow[]> {
    return trx.selectFrom("import_values").selectAll().where("import_id", "=", importId).orderBy("id").execute();
  }

  /** Writes what was decided about a value, and what it is stored as. */
  async decideValue(trx: Transaction<HubTables>, id: number, decision: Pick<ImportValueRow, "decision" | "reason" | "changes" | "decided_by" | "decided" | "itype">): Promise<void> {
    await trx.updateTable("import_values").set(decision).where("id", "=", id).execute();
  }

  byJobId(trx: Transaction<HubTables>, jobId: string): Promise<ImportRow | undefined> {
    return trx.selectFrom("imports").selectAll().where("job_id", "=", jobId).executeTakeFirst();
  }

  async decide(trx: Transaction<HubTables>, id: number, decision: { state: "stored" | "rejected"; decided: number; decided_by: string }): Promise<void> {
    await trx.updateTable("imports").set(decision).where("id", "=", id).execute();
  }

  async countPending(): Promise<number> {
    const { total } = await this.database.db.selectFrom("imports").select((eb) => eb.fn.countAll<number>().as("total")).where("state", "=", "pending").executeTakeFirstOrThrow(); // prettier-ignore
    return total;
  }
}
