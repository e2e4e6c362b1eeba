import type { PlatformQueries } from "../../database.js";

/** The key with this name. */
export async function readSigningKey(queries: PlatformQueries, name: string): Promise<string | undefined> {
  const row = await queries.selectFrom("signing_keys").select("secret").where("name", "=", name).executeTakeFirst();
  return row?.secret;
}

/** Stores a new key. */
export async function writeSigningKey(queries: PlatformQueries, name: string, secret: string, created: number): Promise<void> {
  await queries.insertInto("signing_keys").values({ name, secret, created }).execute();
}
