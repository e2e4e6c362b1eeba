import type { Migration } from "@soarkit/runtime";
import { sql, type CreateTableBuilder, type Kysely } from "kysely";
import { enclaves } from "./enclave-migration.js";

/** Steps of the schema of `hub.db`. */
export const hubMigrations: readonly Migration[] = [
  { name: "hub-001-accounts", up: accounts },
  { name: "hub-002-intelligence", up: intelligence },
  { name: "hub-003-indexes", up: indexes },
  { name: "hub-004-console", up: forTheConsole },
  { name: "hub-005-expiry", up: expiry },
  { name: "hub-010-enclaves", up: enclaves },
  { name: "hub-011-loads", up: loads },
  { name: "hub-012-sharing", up: sharing },
  { name: "hub-020-warning-lists", up: warningLists },
  { name: "hub-021-feeds", up: feeds },
  { name: "hub-022-loaders", up: loaders },
  { name: "hub-023-indexes-of-origin", up: indexesOfOrigin },
  { name: "hub-024-newest-values", up: newestValues },
  { name: "hub-025-feeds-http", up: feedsHttp },
];

async function accounts(db: Kysely<unknown>): Promise<void> {
  await columns(withId(db, "accounts"), { name: "text", role: "text", password_hash: "text", created: "integer" }).addUniqueConstraint("accounts_name", ["name"]).execute();
  await columns(db.schema.createTable("tokens").addColumn("token_hash", "text", (column) => column.primaryKey()), { account_id: "integer", created: "integer", last_used: "integer" })
    .addForeignKeyConstraint("tokens_account", ["account_id"], "accounts", ["id"])
    .execute();
}

async function intelligence(db: Kysely<unknown>): Promise<void> {
  await columns(withId(db, "reports"), {
    uuid: "text",
    title: "text",
    date: "integer",
    feed_name: "text",
    source: "text",
    licence: "text",
    tlp: "text",
    actor: "text",
    comment: "text",
    links: "text",
    imported_by: "text",
    first_imported: "integer",
    last_imported: "integer",
  })
    .addUniqueConstraint("reports_uuid", ["uuid"])
    .execute();
  await columns(withId(db, "imports").addColumn("import_key", "text").addColumn("decided", "integer").addColumn("decided_by", "text"), {
    job_id: "text",
    account_id: "integer",
    account_name: "text",
    state: "text",
    auto_approve: "integer",
    threat_type: "text",
    severity: "text",
    confidence: "integer",
    tlp: "text",
    tags: "text",
    created: "integer",
  })
    .addUniqueConstraint("imports_job", ["job_id"])
    .addUniqueConstraint("imports_key", ["account_id", "import_key"])
    .addForeignKeyConstraint("imports_account", ["account_id"], "accounts", ["id"])
    .execute();
  await columns(withId(db, "import_values"), { import_id: "integer", value: "text", type: "text", itype: "text", dropped: "integer", reason: "text" })
    .addForeignKeyConstraint("import_values_import", ["import_id"], "imports", ["id"])
    .execute();
  await columns(withId(db, "indicators").addColumn("import_id", "integer").addColumn("report_id", "integer"), {
    external_id: "text",
    value: "text",
    type: "text",
    itype: "text",
    threat_type: "text",
    confidence: "integer",
    severity: "text",
    severity_rank: "integer",
    tlp: "text",
    classification: "text",
    detail: "text",
    actor: "text",
    campaign: "text",
    feed_name: "text",
    source: "text",
    feed_site_netloc: "text",
    date_first: "integer",
    date_last: "integer",
    status: "text",
  })
    .addForeignKeyConstraint("indicators_import", ["import_id"], "imports", ["id"])
    .addForeignKeyConstraint("indicators_report", ["report_id"], "reports", ["id"])
    .execute();
}

async function indexes(db: Kysely<unknown>): Promise<void> {
  const index = (name: string, table: string, names: readonly string[]): Promise<void> => db.schema.createIndex(name).on(table).columns([...names]).execute();
  await db.schema.createIndex("indicators_external_id").unique().on("indicators").column("external_id").execute();
  // A report files a value once; records of the STAXX face have no report and stay history.
  await db.schema.createIndex("indicators_in_report").unique().on("indicators").columns(["report_id", "type", "value"]).execute();
  await index("indicators_value", "indicators", ["value", "status", "date_last"]);
  await index("indicators_newest", "indicators", ["date_last", "id"]);
  await index("indicators_itype", "indicators", ["itype", "date_last"]);
  await index("indicators_import_id", "indicators", ["import_id"]);
  await index("import_values_import_id", "import_values", ["import_id"]);
  await index("imports_state", "imports", ["state", "id"]);
}

/** Browser sessions, locked accounts, and decisions about single values of an import. */
async function forTheConsole(db: Kysely<unknown>): Promise<void> {
  const add = (table: string, name: string, type: "text" | "integer", initial: string | number): Promise<void> =>
    db.schema.alterTable(table).addColumn(name, type, (column) => column.notNull().defaultTo(initial)).execute(); // prettier-ignore
  await add("tokens", "kind", "text", "client");
  await add("accounts", "locked", "integer", 0);
  await add("imports", "note", "text", "");
  await add("import_values", "decision", "text", "");
  await add("import_values", "changes", "text", "");
  await add("import_values", "decided_by", "text", "");
  await add("import_values", "decided", "integer", 0);
  await db.schema.createIndex("reports_first_imported").on("reports").column("first_imported").execute();
  await db.schema.createIndex("imports_created").on("imports").column("created").execute();
}

/** Records end, and remember the object that they were read from. */
async function expiry(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("indicators").addColumn("expires", "integer").execute();
  await db.schema.alterTable("indicators").addColumn("origin", "text", (column) => column.notNull().defaultTo("")).execute(); // prettier-ignore
  await db.schema.createIndex("indicators_origin").on("indicators").column("origin").where(sql.ref("origin"), "!=", "").execute();
}

/** Files that are loaded, and what they left out. */
async function loads(db: Kysely<unknown>): Promise<void> {
  await columns(withId(db, "loads"), {
    name: "text",
    state: "text",
    settings: "text",
    format: "text",
    account_name: "text",
    size: "integer",
    created: "integer",
    started: "integer",
    finished: "integer",
    position: "integer",
    line: "integer",
    total: "integer",
    rows: "integer",
    added: "integer",
    changed: "integer",
    known: "integer",
    ended: "integer",
    skipped: "integer",
    types: "text",
    restarts: "integer",
    error: "text",
  }).execute();
  await columns(withId(db, "load_skipped"), { load_id: "integer", line: "integer", type: "text", value: "text", reason: "text" })
    .addForeignKeyConstraint("load_skipped_load", ["load_id"], "loads", ["id"])
    .execute();
  await db.schema.createIndex("load_skipped_load_id").on("load_skipped").column("load_id").execute();
}

/** The order in which objects are shared over TAXII (microseconds since the epoch, each used once), and what became of pushes. */
async function sharing(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("indicators").addColumn("shared_at", "integer").execute();
  await db.schema.alterTable("indicators").addColumn("stix_id", "text", (column) => column.notNull().defaultTo("")).execute(); // prettier-ignore
  await db.schema.alterTable("reports").addColumn("shared_at", "integer").execute();
  await db.schema.alterTable("reports").addColumn("stix_id", "text", (column) => column.notNull().defaultTo("")).execute(); // prettier-ignore
  await db.schema.createIndex("indicators_shared").on("indicators").column("shared_at").execute();
  await db.schema.createIndex("indicators_source_shared").on("indicators").columns(["source", "shared_at"]).execute();
  await db.schema.createIndex("indicators_not_shared").on("indicators").columns(["status", "id"]).where(sql.ref("shared_at"), "is", null).execute();
  await db.schema.createIndex("indicators_stix_id").on("indicators").column("stix_id").where(sql.ref("stix_id"), "!=", "").execute();
  await db.schema.createIndex("reports_shared").on("reports").column("shared_at").execute();
  await columns(db.schema.createTable("taxii_pushes").addColumn("id", "text", (column) => column.primaryKey()), { account_id: "integer", created: "integer", status: "text" }).execute(); // prettier-ignore
}

/** Whose a load is: who loads what is TLP:RED sees it. */
async function loaders(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("loads").addColumn("account_id", "integer", (column) => column.notNull().defaultTo(0)).execute(); // prettier-ignore
}

/** Most records come without a report and without an import: they need no place in the indexes of those. */
async function indexesOfOrigin(db: Kysely<unknown>): Promise<void> {
  for (const name of ["indicators_in_report", "indicators_import_id"]) await db.schema.dropIndex(name).execute();
  await db.schema.createIndex("indicators_in_report").unique().on("indicators").columns(["report_id", "type", "value"]).where(sql.ref("report_id"), "is not", null).execute();
  await db.schema.createIndex("indicators_import_id").on("indicators").column("import_id").where(sql.ref("import_id"), "is not", null).execute();
}

/** A text is looked for in the values of the newest records without reading the records. */
async function newestValues(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropIndex("indicators_newest").execute();
  await db.schema.createIndex("indicators_newest").on("indicators").columns(["date_last", "id", "value"]).execute();
}

/** What people set for single warning lists. */
async function warningLists(db: Kysely<unknown>): Promise<void> {
  await columns(db.schema.createTable("warning_lists").addColumn("id", "text", (column) => column.primaryKey()), { effect: "text", changed: "integer", changed_by: "text" }).execute();
}

/** Collections of other servers that are polled. */
async function feeds(db: Kysely<unknown>): Promise<void> {
  const table = withId(db, "feeds").addColumn("confidence", "integer").addColumn("expires_days", "integer").addColumn("last_poll", "integer").addColumn("last_success", "integer");
  await columns(table, {
    name: "text", url: "text", collection: "text", collection_title: "text", user: "text", secret_name: "text", ca_file: "text", verify: "integer", proxy: "text", interval: "integer", tlp: "text",
    state: "text", watermark: "text", next_poll: "integer", failures: "integer", last_error: "text", last_counts: "text", total_added: "integer", created: "integer", created_by: "text",
  })
    .addUniqueConstraint("feeds_name", ["name"])
    .execute(); // prettier-ignore
  await columns(db.schema.createTable("feed_references"), { feed_id: "integer", report_id: "integer", origin: "text" })
    .addPrimaryKeyConstraint("feed_references_key", ["feed_id", "origin", "report_id"])
    .execute();
}

/** Whether a feed may call another machine unencrypted. */
async function feedsHttp(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("feeds").addColumn("allow_http", "integer", (column) => column.notNull().defaultTo(0)).execute(); // prettier-ignore
}

function withId(db: Kysely<unknown>, table: string): CreateTableBuilder<string, string> {
  return db.schema.createTable(table).addColumn("id", "integer", (column) => column.primaryKey().autoIncrement());
}

function columns(table: CreateTableBuilder<string, string>, wanted: Readonly<Record<string, "text" | "integer">>): CreateTableBuilder<string, string> {
  return Object.entries(wanted).reduce((builder, [name, type]) => builder.addColumn(name, type, (column) => column.notNull()), table);
}
