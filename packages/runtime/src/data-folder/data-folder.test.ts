import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeFileAtomic } from "./atomic-file.js";
import { acquireLock, ensureDataFolder } from "./data-folder.js";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "soarkit-data-"));
});
afterEach(() => rm(root, { recursive: true }));

describe("the data folder", () => {
  it("is made with its parents, for its owner only", async () => {
    const folder = join(root, "a", "b");
    await ensureDataFolder(folder);
    await ensureDataFolder(folder);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  it("is closed to others when it was open", async () => {
    const folder = join(root, "open");
    await mkdir(folder, { mode: 0o755 });
    await ensureDataFolder(folder);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  it("that cannot be one is refused by name", async () => {
    const folder = join(root, "file");
    await writeFile(folder, "");
    await expect(ensureDataFolder(folder)).rejects.toMatchObject({ code: "DATA_UNUSABLE", details: { folder } });
  });
});

describe("the lock of a data folder", () => {
  it("is held by one at a time, within a process too", async () => {
    const lock = await acquireLock(root);
    await expect(acquireLock(root)).rejects.toMatchObject({ code: "DATA_LOCKED", details: { folder: root } });
    lock.release();
    lock.release();
    (await acquireLock(root)).release();
  });

  it("is let go when its holder is killed with -9", async () => {
    const holder = holdLockInChild(root);
    await once(holder.stdout!, "data");
    await expect(acquireLock(root)).rejects.toMatchObject({ code: "DATA_LOCKED" });
    holder.kill("SIGKILL");
    await once(holder, "exit");
    const lock = await acquireLock(root);
    lock.release();
  });
});

/** Another process that does what `acquireLock` does, so that no TypeScript has to be loaded there. */
function holdLockInChild(folder: string): ChildProcess {
  const program = `
    const Database = require("better-sqlite3");
    const lock = new Database(process.argv[1], { timeout: 0 });
    lock.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
    process.stdout.write("held");
    setInterval(() => {}, 1000);`;
  return spawn(process.execPath, ["-e", program, join(folder, "lock.db")], { stdio: ["ignore", "pipe", "inherit"], cwd: import.meta.dirname });
}

describe("writing a file as a whole", () => {
  it("replaces content and permissions and leaves nothing else behind", async () => {
    const path = join(root, "x.json");
    await writeFile(path, "old", { mode: 0o644 });
    await writeFileAtomic(path, "new", { mode: 0o600 });
    expect(await readFile(path, "utf8")).toBe("new");
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(root)).toEqual(["x.json"]);
  });

  it("keeps the old content when it fails", async () => {
    const path = join(root, "folder");
    await mkdir(join(path, "inside"), { recursive: true });
    await expect(writeFileAtomic(path, "new", { mode: 0o600 })).rejects.toThrow();
    expect(await readdir(root)).toEqual(["folder"]);
    expect(await readdir(path)).toEqual(["inside"]);
  });
});
