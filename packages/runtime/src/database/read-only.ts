import { messageOf, SoarkitError } from "@soarkit/protocol";
import BetterSqlite from "better-sqlite3";
import { Kysely, SqliteDialect } from "kysely";
import { mapped } from "./database.js";
import { StatementCache } from "./statement-cache.js";

/** A second connection to a file, for long reads on a worker thread. */
export interface ReadOnlyDatabase<T> {
  readonly db: Kysely<T>;
  close(): Promise<void>;
}

/**
 * Opens an existing file for reading only, beside the connection that writes. Each query sees the file as of its beginning and never waits for
 * writers; on the thread that writes it would stop that, so it belongs on one of its own. @throws SoarkitError `DATABASE_UNUSABLE`.
 */
export function openReadOnly<T>(file: string): ReadOnlyDatabase<T> {
  try {
    const raw = new BetterSqlite(file, { readonly: true, fileMustExist: true });
    for (const pragma of ["busy_timeout = 5000", "query_only = ON", "trusted_schema = OFF", "temp_store = MEMORY", "cache_size = -16000", mapped]) raw.pragma(pragma);
    const db = new Kysely<T>({ dialect: new SqliteDialect({ database: new StatementCache(raw) }) });
    return { db, close: () => db.destroy() };
  } catch (error) {
    throw new SoarkitError("DATABASE_UNUSABLE", { file, reason: messageOf(error) }, { cause: error });
  }
}
