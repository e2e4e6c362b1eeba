import { chmod, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { messageOf, SoarkitError } from "@soarkit/protocol";
import BetterSqlite from "better-sqlite3";

/**
 * Makes the data folder (and the folders above) when missing, readable by its owner only (mode 0700).
 * @throws SoarkitError `DATA_UNUSABLE`.
 */
export async function ensureDataFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chmod(folder, 0o700);
  } catch (error) {
    throw new SoarkitError("DATA_UNUSABLE", { folder, reason: messageOf(error) }, { cause: error });
  }
}

/**
 * Claims a data folder for this process through an exclusive lock on `lock.db`. The system lets go of it when the
 * process ends, however it ends; a `kill -9` leaves nothing to clean up.
 * @throws SoarkitError `DATA_LOCKED` when another process, or this one, holds it; `DATA_UNUSABLE`.
 */
export async function acquireLock(folder: string): Promise<{ release(): void }> {
  await ensureDataFolder(folder);
  const file = join(folder, "lock.db");
  let lock: BetterSqlite.Database | undefined;
  try {
    lock = new BetterSqlite(file, { timeout: 0 });
    await chmod(file, 0o600);
    lock.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = OFF; BEGIN EXCLUSIVE");
  } catch (error) {
    lock?.close();
    if (error instanceof BetterSqlite.SqliteError && error.code.startsWith("SQLITE_BUSY")) throw new SoarkitError("DATA_LOCKED", { folder }, { cause: error });
    throw new SoarkitError("DATA_UNUSABLE", { folder, reason: messageOf(error) }, { cause: error });
  }
  const held = lock;
  return { release: () => void held.close() };
}
