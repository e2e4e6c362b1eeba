import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { type Generated, sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createLogger } from "../logging/logger.js";
import { openDatabase, type Database } from "./database.js";
import type { Migration } from "./migrations.js";

interface Tables {
  notes: { id: Generated<number>; text: string };
}

const log = createLogger({ name: "test", level: "silent" });
const notes: Migration = {
  name: "notes-001",
  up: async (db) => {
    await db.schema
      .createTable("notes")
      .addColumn("id", "integer", (column) => column.primaryKey())
      .addColumn("text", "text", (column) => column.notNull())
      .execute();
  },
};
const later = (name: string, up: Migration["up"] = () => Promise.resolve()): Migration => ({ name, up });

let folder: string;
let file: string;
const open: Database<Tables>[] = [];
const openNotes = async (migrations: readonly Migration[] = [notes], of = file): Promise<Database<Tables>> => {
  const database = await openDatabase<Tables>({ file: of, migrations, log });
  open.push(database);
  return database;
};
const texts = async (database: Database<Tables>): Promise<string[]> => (await database.db.selectFrom("notes").select("text").orderBy("id").execute()).map((row) => row.text);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "soarkit-db-"));
  file = join(folder, "test.db");
});
afterEach(async () => {
  for (const database of open.splice(0)) await database.close();
  await rm(folder, { recursive: true });
});

describe("opening", () => {
  it("sets the file up for durable writing, readable by its owner only", async () => {
    const { raw } = await openNotes();
    expect(raw.pragma("journal_mode", { simple: true })).toBe("wal");
    expect(raw.pragma("synchronous", { simple: true })).toBe(2);
    expect(raw.pragma("foreign_keys", { simple: true })).toBe(1);
    for (const suffix of ["", "-wal"]) expect((await stat(file + suffix)).mode & 0o777).toBe(0o600);
  });

  it("runs each migration once, whatever the order of later lists", async () => {
    const seen: string[] = [];
    const first = later("a-001", () => (seen.push("a-001"), Promise.resolve()));
    const second = later("b-001", () => (seen.push("b-001"), Promise.resolve()));
    await (await openNotes([notes, second])).close();
    await (await openNotes([first, second, notes])).close();
    expect(seen).toEqual(["b-001", "a-001"]);
  });

  it("rolls a failing migration back and runs it again next time", async () => {
    const failing = later("c-001", async (db) => {
      await db.schema.createTable("half").addColumn("id", "integer").execute();
      throw new Error("power went");
    });
    await expect(openNotes([notes, failing])).rejects.toThrow("power went");
    const database = await openNotes([notes, later("c-001", (db) => db.schema.createTable("half").addColumn("id", "integer").execute())]);
    expect(await sql<{ name: string }>`select name from sqlite_master where name = 'half'`.execute(database.db)).toMatchObject({ rows: [{ name: "half" }] });
  });

  it("refuses a file that a newer version has written", async () => {
    await (await openNotes([notes, later("notes-002")])).close();
    await expect(openNotes([notes])).rejects.toMatchObject({ code: "DATABASE_NEWER", details: { found: 2, known: 1 } });
  });

  it("refuses what is no database, and folders that are not there", async () => {
    await writeFile(file, "this is not a database, it is a text of some length".repeat(20));
    await expect(openNotes()).rejects.toMatchObject({ code: "DATABASE_UNUSABLE" });
    await expect(openNotes([notes], join(folder, "no", "test.db"))).rejects.toMatchObject({ code: "DATABASE_UNUSABLE" });
  });

  it("refuses two migrations of one name", async () => {
    await expect(openNotes([notes, notes])).rejects.toThrow("same name");
  });
});

describe("transactions", () => {
  it("are there after the file is opened again, and gone as a whole when they throw", async () => {
    const database = await openNotes();
    await database.transaction((trx) => trx.insertInto("notes").values({ text: "kept" }).execute());
    const failed = database.transaction(async (trx) => {
      await trx.insertInto("notes").values({ text: "lost" }).execute();
      throw new Error("no");
    });
    await expect(failed).rejects.toThrow("no");
    await database.close();
    expect(await texts(await openNotes())).toEqual(["kept"]);
  });

  it("run one at a time in the order asked for, and other queries never see half of one", async () => {
    const database = await openNotes();
    const seen: number[] = [];
    const write = (name: string): Promise<void> =>
      database.transaction(async (trx) => {
        const before = await trx.selectFrom("notes").select("text").execute();
        await trx.insertInto("notes").values({ text: `${name}-1` }).execute();
        await Promise.resolve();
        await trx.insertInto("notes").values({ text: `${name}-${before.length}` }).execute();
      });
    const read = async (): Promise<void> => void seen.push((await texts(database)).length);
    await Promise.all([write("a"), read(), write("b"), read(), write("c"), read()]);
    expect(seen.every((count) => count % 2 === 0)).toBe(true);
    expect(await texts(database)).toEqual(["a-1", "a-0", "b-1", "b-2", "c-1", "c-4"]);
  });

  it("that stay open long are reported with what they do", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const warnings: unknown[] = [];
      const destination = new Writable({
        write(chunk: Buffer, _encoding, done) {
          warnings.push(JSON.parse(chunk.toString()));
          done();
        },
      });
      const database = await openDatabase<Tables>({ file, migrations: [notes], log: createLogger({ name: "test", destination }) });
      open.push(database);
      await database.transaction(async (trx) => {
        await trx.insertInto("notes").values({ text: "slow work" }).execute();
        vi.advanceTimersByTime(5_000);
      });
      await database.transaction((trx) => trx.insertInto("notes").values({ text: "quick" }).execute());
      vi.advanceTimersByTime(60_000);
      expect(warnings).toEqual([expect.objectContaining({ level: 40, file, work: expect.stringContaining("slow work") })]);
    } finally {
      vi.useRealTimers();
    }
  });

  it("that wait share a commit, and one that throws is undone alone", async () => {
    const database = await openNotes();
    const add = (text: string, fails = false): Promise<string> =>
      database.transaction(async (trx) => {
        await trx.insertInto("notes").values({ text }).execute();
        if (fails) throw new Error(`${text} fails`);
        return text;
      });
    const answers = await Promise.allSettled([add("a"), add("b", true), add("c"), add("d", true), add("e")]);
    expect(answers.map((answer) => (answer.status === "fulfilled" ? answer.value : (answer.reason as Error).message))).toEqual(["a", "b fails", "c", "d fails", "e"]);
    expect(await texts(database)).toEqual(["a", "c", "e"]);
    const first = await Promise.allSettled([add("f", true), add("g")]);
    expect(first.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
    await database.close();
    await expect(add("late")).rejects.toThrow();
    expect(await texts(await openNotes())).toEqual(["a", "c", "e", "g"]);
  });

  it("give their result", async () => {
    const database = await openNotes();
    const row = await database.transaction((trx) => trx.insertInto("notes").values({ text: "x" }).returning("id").executeTakeFirstOrThrow());
    expect(row).toEqual({ id: 1 });
  });
});

describe("queries", () => {
  it("may stream while the same query runs again", async () => {
    const database = await openNotes();
    await database.db.insertInto("notes").values([{ text: "a" }, { text: "b" }, { text: "c" }]).execute();
    const query = database.db.selectFrom("notes").select("text").orderBy("id");
    const streams = await Promise.all([1, 2].map(async () => {
      const found: string[] = [];
      for await (const row of query.stream()) found.push(row.text);
      return found;
    }));
    expect([...streams, await texts(database)]).toEqual([["a", "b", "c"], ["a", "b", "c"], ["a", "b", "c"]]);
  });

  it("work for more different statements than are kept prepared", async () => {
    const database = await openNotes();
    for (let index = 0; index < 600; index += 1) {
      const { rows } = await sql<{ n: number }>`select ${sql.lit(index)} as n`.execute(database.db);
      expect(rows).toEqual([{ n: index }]);
    }
  });

  it("see a table's new columns although their statement is kept prepared", async () => {
    const database = await openNotes();
    await database.db.insertInto("notes").values({ text: "a" }).execute();
    const all = (): Promise<unknown[]> => database.db.selectFrom("notes").selectAll().execute();
    expect(await all()).toEqual([{ id: 1, text: "a" }]);
    await database.db.schema.alterTable("notes").addColumn("more", "integer").execute();
    expect(await all()).toEqual([{ id: 1, text: "a", more: null }]);
  });
});

describe("a long run of writes", () => {
  const waiting = ({ raw }: Database<Tables>): number => {
    const [state] = raw.pragma("wal_checkpoint(NOOP)") as { log: number; checkpointed: number }[];
    return (state?.log ?? 0) - (state?.checkpointed ?? 0);
  };
  const pagesOfCommits = ({ raw }: Database<Tables>): unknown => raw.pragma("wal_autocheckpoint", { simple: true });
  const fill = (database: Database<Tables>, megabytes: number): Promise<void> =>
    database.transaction(async (trx) => {
      for (let index = 0; index < megabytes; index += 1) await trx.insertInto("notes").values({ text: "x".repeat(1_048_576) }).execute();
    });

  it("leaves moving the log into the file to a thread, and to the commits again after it", async () => {
    const database = await openNotes();
    const writing = database.longWrite();
    await fill(database, 8);
    await writing.settle();
    expect(waiting(database)).toBeGreaterThan(1_000);
    await fill(database, 64);
    await writing.settle();
    expect(waiting(database)).toBe(0);
    const other = database.longWrite();
    await fill(database, 1);
    await writing.end();
    expect(pagesOfCommits(database)).toBe(0);
    await other.end();
    expect([pagesOfCommits(database), waiting(database)]).toEqual([1_000, 0]);
    await database.close();
    expect(await texts(await openNotes())).toHaveLength(73);
  });
});

describe("backup", () => {
  it("is a database of its own with everything written so far", async () => {
    const database = await openNotes();
    await database.db.insertInto("notes").values({ text: "a" }).execute();
    const copy = join(folder, "copy.db");
    await writeFile(copy, "older copy");
    await database.backup(copy);
    await database.db.insertInto("notes").values({ text: "after" }).execute();
    expect((await stat(copy)).mode & 0o777).toBe(0o600);
    expect(await texts(await openNotes([notes], copy))).toEqual(["a"]);
  });

  it("leaves nothing behind when it fails", async () => {
    const database = await openNotes();
    await expect(database.backup(join(folder, "no", "copy.db"))).rejects.toThrow();
    expect(await texts(database)).toEqual([]);
  });
});
