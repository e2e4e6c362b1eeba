import { SoarkitError } from "@soarkit/protocol";
import type { Kysely } from "kysely";

/**
 * One step of a database's schema. Steps are remembered in the file by name, so that several folders can
 * put their lists together in any order; a name is never reused or renamed once released.
 */
export interface Migration {
  /** Unique among all steps of the file, for example `incidents-001`. */
  readonly name: string;
  /** Builds this step's tables and indexes; runs inside a transaction of its own. */
  up(db: Kysely<unknown>): Promise<void>;
}

interface MigrationTables {
  schema_migrations: { name: string; applied: number };
}

/**
 * Applies the steps that the file does not have yet, in the order given.
 * @throws SoarkitError `DATABASE_NEWER` when the file has steps that this list does not know.
 */
export async function migrate(database: Kysely<unknown>, file: string, migrations: readonly Migration[]): Promise<string[]> {
  const names = new Set(migrations.map((migration) => migration.name));
  if (names.size !== migrations.length) throw new Error(`two migrations of ${file} have the same name`);
  const db = database as Kysely<MigrationTables>;
  await db.schema
    .createTable("schema_migrations")
    .ifNotExists()
    .addColumn("name", "text", (column) => column.primaryKey())
    .addColumn("applied", "integer", (column) => column.notNull())
    .execute();
  const rows = await db.selectFrom("schema_migrations").select("name").execute();
  const applied = new Set(rows.map((row) => row.name));
  for (const name of applied) {
    if (!names.has(name)) throw new SoarkitError("DATABASE_NEWER", { file, found: applied.size, known: names.size });
  }
  const done: string[] = [];
  for (const migration of migrations) {
    if (applied.has(migration.name)) continue;
    await db.transaction().execute(async (trx) => {
      await migration.up(trx as unknown as Kysely<unknown>);
      await trx.insertInto("schema_migrations").values({ name: migration.name, applied: Date.now() }).execute();
    });
    done.push(migration.name);
  }
  return done;
}
