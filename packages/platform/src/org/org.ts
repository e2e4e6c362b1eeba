import { newId } from "@soarkit/runtime";
import type { PlatformDatabase } from "../database.js";

/** The organisation this platform serves. */
export interface Org {
  readonly id: number;
  readonly name: string;
  /** Random, given at the first start. */
  readonly uuid: string;
}

/** Id of the one organisation. */
const orgId = 201;

/** Reads the organisation, or founds it at the first start. A different name given later renames it. */
export function openOrg(database: PlatformDatabase, name: string | undefined, now: number): Promise<Org> {
  return database.transaction(async (trx) => {
    const row = await trx.selectFrom("orgs").selectAll().where("id", "=", orgId).executeTakeFirst();
    if (row === undefined) {
      const org = { id: orgId, name: name ?? "Soarkit", uuid: newId() };
      await trx.insertInto("orgs").values({ ...org, create_date: now }).execute();
      return org;
    }
    if (name !== undefined && name !== row.name) await trx.updateTable("orgs").set({ name }).where("id", "=", orgId).execute();
    return { id: row.id, name: name ?? row.name, uuid: row.uuid };
  });
}
