import type { Selectable, Transaction } from "kysely";
import type { HubDatabase, HubTables, LoadsTable, LoadSkippedTable } from "../schema.js";
import type { LeftOutRow } from "./batch.js";

/** A load as stored. */
export type LoadRow = Selectable<LoadsTable>;
/** The state of a load. */
export type LoadState = LoadRow["state"];

/** What a part of a file adds to its load. */
export interface LoadStep extends Pick<LoadRow, "position" | "line" | "total" | "rows" | "added" | "changed" | "known" | "ended"> {
  readonly skipped: number;
  readonly types: string;
}

/** Entries of what a load left out that are kept; the rest is counted. */
export const mostSkipped = 1_000;
const mostLoads = 200;
const nothing = { settings: "", started: 0, finished: 0, position: 0, line: 1, total: 0, rows: 0, added: 0, changed: 0, known: 0, ended: 0, skipped: 0, types: "{}", restarts: 0, error: "" } as const;

/** Loads in the store. */
export class LoadStore {
  constructor(private readonly database: HubDatabase) {}

  /** @returns its id. */
  async add(load: Pick<LoadRow, "name" | "format" | "account_id" | "account_name" | "size" | "created">): Promise<number> {
    const { id } = await this.database.db.insertInto("loads").values({ ...nothing, ...load, state: "uploaded" }).returning("id").executeTakeFirstOrThrow(); // prettier-ignore
    return id;
  }

  byId(id: number): Promise<LoadRow | undefined> {
    return this.database.db.selectFrom("loads").selectAll().where("id", "=", id).executeTakeFirst();
  }

  /** Newest first. */
  list(): Promise<LoadRow[]> {
    return this.database.db.selectFrom("loads").selectAll().orderBy("id", "desc").limit(mostLoads).execute();
  }

  inState(...states: readonly LoadState[]): Promise<LoadRow[]> {
    return this.database.db.selectFrom("loads").selectAll().where("state", "in", states).orderBy("id").execute();
  }

  async change(id: number, changes: Partial<Omit<LoadRow, "id">>): Promise<void> {
    await this.database.db.updateTable("loads").set(changes).where("id", "=", id).execute();
  }

  /** Removes a load that never started. */
  async remove(id: number): Promise<void> {
    await this.database.db.deleteFrom("loads").where("id", "=", id).where("state", "=", "uploaded").execute();
  }

  /** Writes how far a load has come, in the transaction that stores its part; what it left out is kept up to `mostSkipped`. */
  async step(trx: Transaction<HubTables>, id: number, step: LoadStep, leftOut: readonly LeftOutRow[], kept: number): Promise<void> {
    await trx.updateTable("loads").set({ ...step, restarts: 0 }).where("id", "=", id).execute(); // prettier-ignore
    const rows = leftOut.slice(0, Math.max(0, mostSkipped - kept)).map((entry) => ({ ...entry, load_id: id }));
    for (let from = 0; from < rows.length; from += 200) await trx.insertInto("load_skipped").values(rows.slice(from, from + 200)).execute(); // prettier-ignore
  }

  /** What a load left out, in the order of the file. */
  skipped(id: number): Promise<Selectable<LoadSkippedTable>[]> {
    return this.database.db.selectFrom("load_skipped").selectAll().where("load_id", "=", id).orderBy("id").limit(mostSkipped).execute();
  }
}
