import type { HubDatabase } from "../schema.js";
import type { Effect } from "./list.js";

/** What people set for single lists; others have their own effect. */
export class WarningListStore {
  constructor(private readonly database: HubDatabase) {}

  async effects(): Promise<Map<string, Effect>> {
    const rows = await this.database.db.selectFrom("warning_lists").select(["id", "effect"]).execute();
    return new Map(rows.map(({ id, effect }) => [id, effect]));
  }

  async setEffect(id: string, effect: Effect, by: string, now: number): Promise<void> {
    const row = { effect, changed: now, changed_by: by };
    await this.database.db.insertInto("warning_lists").values({ id, ...row }).onConflict((conflict) => conflict.column("id").doUpdateSet(row)).execute(); // prettier-ignore
  }
}
