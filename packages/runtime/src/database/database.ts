import { chmod, open, rename, rm } from "node:fs/promises";
import { messageOf, SoarkitError } from "@soarkit/protocol";
import BetterSqlite from "better-sqlite3";
import { Kysely, SqliteDialect, type Transaction } from "kysely";
import type { Logger } from "../logging/logger.js";
import { GroupCommit } from "./group-commit.js";
import { LongWrites, type LongWrite } from "./long-writes.js";
import { migrate, type Migration } from "./migrations.js";
import { StatementCache } from "./statement-cache.js";

/** So much of a file is read as memory, without copying; the system takes such pages back when it needs them. */
export const mapped = "mmap_size = 1073741824";

/** A transaction open longer than this (milliseconds) is reported: everything else on the file waits for it. */
const longTransaction = 5_000;

/** One SQLite file with its one connection. */
export interface Database<T> {
  /** Queries outside a transaction. They wait while a transaction is open; inside one use its `trx`, this one would wait for ever. */
  readonly db: Kysely<T>;
  /**
   * Runs `work` in a transaction; one at a time, in the order asked for. Everything is rolled back when `work` throws.
   * Work that waits shares one commit; it is answered when that is on the disk. Await nothing in it but the database.
   */
  transaction<R>(work: (trx: Transaction<T>) => Promise<R>): Promise<R>;
  /** Begins a long run of transactions: until it ends, moving what they wrote from the log into the file is done by a thread and not by the commits. */
  longWrite(): LongWrite;
  /** The connection below, for what kysely does not offer (backup, pragmas). Never for writes beside an open transaction. */
  readonly raw: BetterSqlite.Database;
  /** Copies the whole database, as of now, to a new file (mode 0600) while work goes on. */
  backup(file: string): Promise<void>;
  /** Waits for what is running and closes the file. */
  close(): Promise<void>;
}

/**
 * Opens (or creates, mode 0600) a SQLite file and brings its schema up to date. The file is in WAL mode with
 * `synchronous=FULL`: what a finished transaction wrote survives a power cut.
 * @throws SoarkitError `DATABASE_NEWER`, `DATABASE_UNUSABLE`.
 */
export async function openDatabase<T>(options: { file: string; migrations: readonly Migration[]; log: Logger }): Promise<Database<T>> {
  const { file, log } = options;
  const raw = await connect(file);
  const db = new Kysely<T>({ dialect: new SqliteDialect({ database: new StatementCache(raw) }) });
  try {
    const applied = await migrate(db as Kysely<unknown>, file, options.migrations);
    if (applied.length > 0) log.debug({ file, applied }, "Database schema brought up to date");
  } catch (error) {
    await db.destroy();
    throw error;
  }
  const commits = new GroupCommit(db);
  const longWrites = new LongWrites(raw, file);
  return {
    db,
    raw,
    transaction: (work) =>
      commits.run(async (trx) => {
        const watch = setTimeout(() => {
          log.warn({ file, work: String(work).slice(0, 200) }, "A database transaction has been open for 5 seconds; everything else on this file waits for it");
        }, longTransaction);
        try {
          return await work(trx);
        } finally {
          clearTimeout(watch);
        }
      }),
    longWrite: () => longWrites.begin(),
    backup: (target) => backup(raw, target),
    close: async () => {
      if (!raw.open) return;
      await db.destroy();
    },
  };
}

async function connect(file: string): Promise<BetterSqlite.Database> {
  try {
    if (file !== ":memory:") await (await open(file, "a", 0o600)).close();
    const raw = new BetterSqlite(file);
    for (const pragma of [
      "busy_timeout = 5000",
      "journal_mode = WAL",
      "synchronous = FULL",
      "foreign_keys = ON",
      "trusted_schema = OFF",
      "temp_store = MEMORY",
      "cache_size = -16000",
      "journal_size_limit = 67108864",
      mapped,
    ]) {
      raw.pragma(pragma);
    }
    return raw;
  } catch (error) {
    throw new SoarkitError("DATABASE_UNUSABLE", { file, reason: messageOf(error) }, { cause: error });
  }
}

async function backup(raw: BetterSqlite.Database, file: string): Promise<void> {
  const part = `${file}.part`;
  await rm(part, { force: true });
  try {
    await raw.backup(part, { progress: () => 200 });
    await chmod(part, 0o600);
    const handle = await open(part, "r+");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}
