import type { Database } from "@soarkit/runtime";
import type { Transaction } from "kysely";
import type { CallChange, CallRow, JournalTables, NewCall } from "./schema.js";

/** A call after its message arrived, and whether the journal had it before. */
export interface Arrival {
  readonly row: CallRow;
  readonly known: boolean;
}

/** The SQL of `journal.db`. */
export class JournalStore {
  constructor(readonly database: Database<JournalTables>) {}

  /**
   * Writes a new call, or counts a further delivery of a known one. The same key with another body is another call:
   * the correlation id was used again, for example by a platform restored from an older backup.
   */
  async arrive(trx: Transaction<JournalTables>, call: NewCall): Promise<Arrival> {
    const row = await trx
      .insertInto("calls")
      .values(call)
      .onConflict((conflict) => conflict.column("call_key").doUpdateSet((eb) => ({ deliveries: eb("calls.deliveries", "+", 1) })))
      .returningAll()
      .executeTakeFirstOrThrow();
    if (row.body_hash === call.body_hash) return { row, known: row.deliveries > 1 };
    const again = await trx.updateTable("calls").set({ ...call, intent: null, reply: null, deliveries: 1 }).where("call_key", "=", call.call_key).returningAll().executeTakeFirstOrThrow();
    return { row: again, known: false };
  }

  async change(trx: Transaction<JournalTables>, key: string, change: CallChange): Promise<void> {
    await trx.updateTable("calls").set(change).where("call_key", "=", key).execute();
  }

  async inDoubt(): Promise<CallRow[]> {
    return await this.database.db.selectFrom("calls").selectAll().where("state", "=", "in_doubt").orderBy("id").execute();
  }

  async byId(id: number): Promise<CallRow | undefined> {
    return await this.database.db.selectFrom("calls").selectAll().where("id", "=", id).executeTakeFirst();
  }

  async byKey(key: string): Promise<CallRow | undefined> {
    return await this.database.db.selectFrom("calls").selectAll().where("call_key", "=", key).executeTakeFirst();
  }

  async countByState(): Promise<Readonly<Record<string, number>>> {
    const rows = await this.database.db.selectFrom("calls").select(["state", (eb) => eb.fn.countAll<number>().as("count")]).groupBy("state").execute();
    return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
  }

  /** Forgets the contents of calls finished before `contentsBefore` and the calls themselves before `keysBefore`. */
  async forget(trx: Transaction<JournalTables>, contentsBefore: number, keysBefore: number): Promise<void> {
    await trx.deleteFrom("calls").where("state", "=", "acknowledged").where("changed_at", "<", keysBefore).execute();
    await trx
      .updateTable("calls")
      .set({ intent: null, question: null, reply: null })
      .where("state", "=", "acknowledged")
      .where("changed_at", "<", contentsBefore)
      .where((eb) => eb.or([eb("intent", "is not", null), eb("reply", "is not", null)]))
      .execute();
  }
}
