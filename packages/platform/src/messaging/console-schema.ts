import type { Migration } from "@soarkit/runtime";
import type { Kysely } from "kysely";
import type { MessagingTables } from "./schema.js";

/** When a message destination was read last, and by whom. */
export interface DestinationSeenTable {
  /** Programmatic name of the destination. */
  destination: string;
  seen: number;
  /** Name of the account that read it. */
  reader: string;
  /** Its address. */
  peer: string;
}

/** Tables that the console's pages added to the folder messaging. */
export interface MessagingConsoleTables {
  destination_seen: DestinationSeenTable;
}

/** Migrations for what the console shows of messages, oldest first. */
export const messagingConsoleMigrations: Migration[] = [
  {
    name: "messaging: readers seen, when messages were taken, runs by rule and outcome",
    async up(db) {
      await db.schema
        .createTable("destination_seen")
        .addColumn("destination", "text", (column) => column.primaryKey())
        .addColumn("seen", "bigint", (column) => column.notNull())
        .addColumn("reader", "text", (column) => column.notNull())
        .addColumn("peer", "text", (column) => column.notNull())
        .execute();
      await db.schema.alterTable("invocations").addColumn("taken", "bigint").execute();
      await db.schema.alterTable("invocations").addColumn("rule_id", "integer").execute();
      const rows = db as Kysely<MessagingTables>;
      const run = await rows.selectFrom("invocations").select(["id", "rule"]).where("rule", "is not", null).execute();
      for (const { id, rule } of run) await rows.updateTable("invocations").set({ rule_id: (JSON.parse(rule ?? "{}") as { id?: number }).id ?? null }).where("id", "=", id).execute();
      await db.schema.createIndex("invocations_outcome").on("invocations").columns(["outcome", "id"]).execute();
      await db.schema.createIndex("invocations_rule").on("invocations").columns(["rule_id", "id"]).execute();
      await db.schema.createIndex("invocations_instance").on("invocations").column("instance_id").execute();
    },
  },
];

/** Migrations that tell what a person started from what rules did by themselves. */
export const messagingAutomaticMigrations: Migration[] = [
  {
    name: "messaging: runs of automatic rules",
    async up(db) {
      await db.schema.alterTable("invocations").addColumn("automatic", "integer", (column) => column.notNull().defaultTo(0)).execute();
      const rows = db as Kysely<MessagingTables>;
      // The text of a name has its quotes escaped, so that only the member itself ends like this.
      await rows.updateTable("invocations").set({ automatic: 1 }).where("rule", "like", '%"type":0}').execute();
    },
  },
];

/** Migrations for what people do about invocations, oldest first. */
export const messagingInterventionMigrations: Migration[] = [
  {
    name: "messaging: who ended an invocation",
    async up(db) {
      await db.schema.alterTable("invocations").addColumn("ended_by", "text").execute();
    },
  },
];
