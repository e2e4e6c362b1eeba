import type { Selectable } from "kysely";
import type { Scope } from "../enclaves/scope.js";
import type { HubDatabase, IndicatorTagsTable } from "../schema.js";

/** A tag of a value with its enclave. */
export type ValueTag = Selectable<IndicatorTagsTable> & { readonly guid: string };

const mostTags = 10_000;

/** Tags of values in the store. */
export class IndicatorTagStore {
  constructor(private readonly database: HubDatabase) {}

  async add(tags: readonly Selectable<IndicatorTagsTable>[]): Promise<void> {
    if (tags.length === 0) return;
    await this.database.transaction(async (trx) => {
      for (let from = 0; from < tags.length; from += 1_000) {
        await trx.insertInto("indicator_tags").values(tags.slice(from, from + 1_000)).onConflict((conflict) => conflict.columns(["value", "enclave_id", "name"]).doNothing()).execute(); // prettier-ignore
      }
    });
  }

  /** Takes a tag off a value in these enclaves. @returns how many went. */
  async remove(values: readonly string[], name: string, enclaveIds: readonly number[]): Promise<number> {
    const { numDeletedRows } = await this.database.db.deleteFrom("indicator_tags").where("value", "in", [...values]).where("name", "=", name).where("enclave_id", "in", [...enclaveIds, -1]).executeTakeFirst();
    return Number(numDeletedRows);
  }

  /** Tags of these values, or of all, that a caller may see. */
  of(scope: Scope, values?: readonly string[]): Promise<ValueTag[]> {
    let rows = this.database.db.selectFrom("indicator_tags").innerJoin("enclaves", "enclaves.id", "indicator_tags.enclave_id").selectAll("indicator_tags").select("enclaves.guid");
    if (scope.enclaves !== undefined) rows = rows.where("indicator_tags.enclave_id", "in", [...scope.enclaves, -1]);
    if (values !== undefined) rows = rows.where("indicator_tags.value", "in", [...values, ""]);
    return rows.orderBy("indicator_tags.name").limit(mostTags).execute();
  }
}
