import type { PlatformQueries, PlatformTransaction } from "../../database.js";
import type { LayoutRow } from "./schema.js";

/** A layout that somebody has changed; undefined for one that is as it came. */
export async function readLayout(queries: PlatformQueries, kind: string): Promise<{ content: string; vers: number } | undefined> {
  return queries.selectFrom("layouts").select(["content", "vers"]).where("kind", "=", kind).executeTakeFirst();
}

/** Stores a layout under its next version. */
export async function writeLayout(trx: PlatformTransaction, layout: Omit<LayoutRow, "id" | "vers">): Promise<void> {
  const { kind, ...change } = layout;
  const stored = await readLayout(trx, kind);
  if (stored === undefined) await trx.insertInto("layouts").values({ ...layout, vers: 2 }).execute();
  else await trx.updateTable("layouts").set({ ...change, vers: stored.vers + 1 }).where("kind", "=", kind).execute();
}
