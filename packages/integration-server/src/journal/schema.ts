import type { Migration } from "@soarkit/runtime";
import type { Generated, Insertable, Selectable, Updateable } from "kysely";
import type { CallState } from "./journal-state.js";

/** One function call, from its message's arrival to the acknowledgement. Times are milliseconds since 1970. */
export interface CallTable {
  /** What people name a message by. */
  id: Generated<number>;
  /** Platform uuid, destination and correlation id. */
  call_key: string;
  destination: string;
  correlation_id: string | null;
  function_name: string;
  /** Tells a redelivery from another call that was given the same correlation id. */
  body_hash: string;
  state: CallState;
  /** 0 or 1: an earlier run may have had its effect outside. */
  in_doubt: number;
  deliveries: number;
  /** JSON given to `beforeEffect`. */
  intent: string | null;
  /** What the function asks a person; null when it asks in general words. */
  question: string | null;
  /** What that person said, until the effect is announced again. */
  decision: "retry" | null;
  /** JSON of the final reply. */
  reply: string | null;
  /** How often the broker refused the reply. */
  refusals: number;
  received_at: number;
  changed_at: number;
}
export type CallRow = Selectable<CallTable>;
export type NewCall = Insertable<CallTable>;
export type CallChange = Updateable<CallTable>;

/** Tables of `journal.db`. */
export interface JournalTables {
  calls: CallTable;
}

/** Schema of `journal.db`. */
export const journalMigrations: readonly Migration[] = [
  {
    name: "journal-001",
    async up(db) {
      await db.schema
        .createTable("calls")
        .addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
        .addColumn("call_key", "text", (column) => column.notNull().unique())
        .addColumn("destination", "text", (column) => column.notNull())
        .addColumn("correlation_id", "text")
        .addColumn("function_name", "text", (column) => column.notNull())
        .addColumn("body_hash", "text", (column) => column.notNull())
        .addColumn("state", "text", (column) => column.notNull())
        .addColumn("in_doubt", "integer", (column) => column.notNull())
        .addColumn("deliveries", "integer", (column) => column.notNull())
        .addColumn("intent", "text")
        .addColumn("reply", "text")
        .addColumn("refusals", "integer", (column) => column.notNull())
        .addColumn("received_at", "integer", (column) => column.notNull())
        .addColumn("changed_at", "integer", (column) => column.notNull())
        .execute();
      await db.schema.createIndex("calls_by_state").on("calls").columns(["state", "changed_at"]).execute();
    },
  },
  {
    name: "journal-002 questions",
    async up(db) {
      await db.schema.alterTable("calls").addColumn("question", "text").execute();
      await db.schema.alterTable("calls").addColumn("decision", "text").execute();
    },
  },
];
