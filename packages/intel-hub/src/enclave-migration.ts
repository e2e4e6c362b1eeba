import { newId } from "@soarkit/runtime";
import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { HubTables } from "./schema.js";

/** The enclave of everything that comes through the STAXX face; the first that is made. */
export const staxxEnclave = 1;
/** The enclave that every account may read and submit to; the second that is made. */
export const communityEnclave = 2;

/** Enclaves with permissions, API keys, texts and tags of reports, the whitelist. */
export async function enclaves(db: Kysely<unknown>): Promise<void> {
  await tables(db);
  const add = (table: string, name: string, type: "text" | "integer", initial: string | number): Promise<void> =>
    db.schema.alterTable(table).addColumn(name, type, (column) => column.notNull().defaultTo(initial)).execute(); // prettier-ignore
  await add("reports", "account_id", "integer", 0);
  await add("reports", "body", "text", "");
  await add("reports", "external_url", "text", "");
  await add("reports", "version", "integer", 1);
  await add("reports", "submitted", "integer", 0);
  await add("indicators", "account_id", "integer", 0);
  await add("indicators", "enclave_id", "integer", staxxEnclave);
  await add("indicators", "sightings", "integer", 0);
  await db.schema.createIndex("reports_updated").on("reports").columns(["last_imported", "id"]).execute();
  await db.schema.createIndex("report_enclaves_enclave").on("report_enclaves").columns(["enclave_id", "report_id"]).execute();
  await db.schema.createIndex("report_enclaves_external").unique().on("report_enclaves").columns(["external_id", "enclave_id"]).execute();
  await db.schema.createIndex("report_tags_name").on("report_tags").columns(["name", "report_id"]).execute();
  await db.schema.createIndex("api_keys_account").on("api_keys").column("account_id").execute();
  await fill(db as Kysely<HubTables>);
}

async function tables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("enclaves")
    .addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
    .addColumn("guid", "text", (column) => column.notNull().unique())
    .addColumn("name", "text", (column) => column.notNull().unique())
    .addColumn("type", "text", (column) => column.notNull())
    .addColumn("default_level", "text", (column) => column.notNull())
    .addColumn("created", "integer", (column) => column.notNull())
    .execute();
  await db.schema
    .createTable("enclave_permissions")
    .addColumn("enclave_id", "integer", (column) => column.notNull().references("enclaves.id"))
    .addColumn("account_id", "integer", (column) => column.notNull().references("accounts.id"))
    .addColumn("level", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("enclave_permissions_key", ["account_id", "enclave_id"])
    .execute();
  await db.schema
    .createTable("api_keys")
    .addColumn("key", "text", (column) => column.primaryKey())
    .addColumn("secret_hash", "text", (column) => column.notNull())
    .addColumn("account_id", "integer", (column) => column.notNull().references("accounts.id"))
    .addColumn("label", "text", (column) => column.notNull())
    .addColumn("created", "integer", (column) => column.notNull())
    .addColumn("last_used", "integer")
    .execute();
  await db.schema
    .createTable("report_enclaves")
    .addColumn("report_id", "integer", (column) => column.notNull().references("reports.id"))
    .addColumn("enclave_id", "integer", (column) => column.notNull().references("enclaves.id"))
    .addColumn("external_id", "text")
    .addPrimaryKeyConstraint("report_enclaves_key", ["report_id", "enclave_id"])
    .execute();
  await db.schema
    .createTable("report_tags")
    .addColumn("report_id", "integer", (column) => column.notNull().references("reports.id"))
    .addColumn("name", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("report_tags_key", ["report_id", "name"])
    .execute();
  await db.schema
    .createTable("report_versions")
    .addColumn("report_id", "integer", (column) => column.notNull().references("reports.id"))
    .addColumn("version", "integer", (column) => column.notNull())
    .addColumn("title", "text", (column) => column.notNull())
    .addColumn("body", "text", (column) => column.notNull())
    .addColumn("written", "integer", (column) => column.notNull())
    .addColumn("written_by", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("report_versions_key", ["report_id", "version"])
    .execute();
  await db.schema
    .createTable("indicator_tags")
    .addColumn("value", "text", (column) => column.notNull())
    .addColumn("enclave_id", "integer", (column) => column.notNull().references("enclaves.id"))
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("tagged_by", "text", (column) => column.notNull())
    .addColumn("created", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("indicator_tags_key", ["value", "enclave_id", "name"])
    .execute();
  await db.schema
    .createTable("whitelist")
    .addColumn("value", "text", (column) => column.notNull())
    .addColumn("type", "text", (column) => column.notNull())
    .addColumn("added_by", "text", (column) => column.notNull())
    .addColumn("created", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("whitelist_key", ["value", "type"])
    .execute();
}

/** The two enclaves that are always there, one for each feed, and who imported what. */
async function fill(db: Kysely<HubTables>): Promise<void> {
  const created = Date.now();
  await db.insertInto("enclaves").values({ guid: newId(), name: "STAXX", type: "INTERNAL", default_level: "view", created }).execute();
  await db.insertInto("enclaves").values({ guid: newId(), name: "Community", type: "COMMUNITY", default_level: "submission", created }).execute();
  const feeds = await db.selectFrom("reports").select("feed_name").distinct().execute();
  for (const { feed_name: feed } of feeds) {
    const enclaveId = await feedEnclave(db, feed, created);
    await db
      .insertInto("report_enclaves")
      .columns(["report_id", "enclave_id"])
      .expression((eb) => eb.selectFrom("reports").select(["id", eb.val(enclaveId).as("enclave_id")]).where("feed_name", "=", feed)) // prettier-ignore
      .execute();
  }
  await sql`update indicators set account_id = coalesce((select imports.account_id from imports where imports.id = indicators.import_id), 0)`.execute(db);
}

/** The enclave of a feed, which everybody may read; made when it is not there. A name that another kind of enclave has stays that one's. */
export async function feedEnclave(trx: Kysely<HubTables>, feed: string, created: number): Promise<number> {
  for (const name of [feed === "" ? "Reports" : feed, `${feed} (feed)`]) {
    await trx.insertInto("enclaves").values({ guid: newId(), name, type: "OPEN", default_level: "view", created }).onConflict((conflict) => conflict.column("name").doNothing()).execute(); // prettier-ignore
    const found = await trx.selectFrom("enclaves").select("id").where("name", "=", name).where("type", "=", "OPEN").executeTakeFirst();
    if (found !== undefined) return found.id;
  }
  return communityEnclave;
}
