import { createLogger } from "../logging/logger.js";
import type { Insertable, Kysely } from "kysely";
import { expect, it } from "vitest";
import { openDatabase } from "./database.js";
import { prepared } from "./prepared.js";

interface Tables {
  notes: { id: number; text: string; author: string | null };
}

const addNote = prepared((queries: Kysely<Tables>, row: Insertable<Tables["notes"]>) => queries.insertInto("notes").values(row).returning("id"));
const notesOf = prepared((queries: Kysely<Tables>, { author, limit }: { author: string; limit: number }) => queries.selectFrom("notes").select("text").where("author", "=", author).where("text", "!=", "left out").orderBy("id").limit(limit));
const rename = prepared((queries: Kysely<Tables>, { id, ...changes }: { id: number; text?: string; author?: string }) => queries.updateTable("notes").set(changes).where("id", "=", id));

it("runs a prepared statement with the values of each call, in every database and transaction", async () => {
  for (const author of ["Ann", "Bo"]) {
    const database = await openDatabase<Tables>({
      file: ":memory:",
      log: createLogger({ name: "test", level: "silent" }),
      migrations: [{ name: "notes", up: (db) => db.schema.createTable("notes").addColumn("id", "integer", (column) => column.primaryKey()).addColumn("text", "text").addColumn("author", "text").execute() }],
    });
    expect((await addNote(database.db, { id: 1, text: `of ${author}`, author })).rows).toEqual([{ id: 1 }]);
    await database.transaction(async (trx) => {
      await addNote(trx, { author, text: "left out", id: 2 });
      await addNote(trx, { id: 3, text: "of nobody", author: null });
      expect((await rename(trx, { id: 3, text: "third", author })).numAffectedRows).toBe(1n);
    });
    expect((await notesOf(database.db, { author, limit: 10 })).rows).toEqual([{ text: `of ${author}` }, { text: "third" }]);
    expect((await notesOf(database.db, { author, limit: 1 })).rows).toEqual([{ text: `of ${author}` }]);
    await expect(Promise.resolve().then(() => rename(database.db, { id: 1, text: "without its author" }))).rejects.toThrow("always given the same values; this time: id, text");
    await database.close();
  }
});
