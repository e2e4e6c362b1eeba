import { parentPort, workerData } from "node:worker_threads";
import BetterSqlite from "better-sqlite3";

// Runs in a thread of its own: moving pages from the log into the file, and waiting for the disk, holds nobody up. Each message asks for one round.
const connection = new BetterSqlite(workerData as string, { fileMustExist: true });
connection.pragma("busy_timeout = 5000");

parentPort?.on("message", () => {
  connection.pragma("wal_checkpoint(PASSIVE)");
  parentPort?.postMessage("done");
});
