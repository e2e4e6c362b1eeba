import type { Migration } from "@soarkit/runtime";
import { sql, type Generated } from "kysely";

/** A change that rules have not been asked about yet; taking it deletes the row. */
export interface EventsTable {
  /** Also the order of the events. */
  id: Generated<number>;
  incident_id: number;
  /** incident | artifact | note | attachment */
  object_type: string;
  object_id: number;
  /** JSON of the object as it was stored before; null for a new one. */
  before: string | null;
  /** JSON of the object as it was stored after; null for a deleted one. */
  after: string | null;
  /** JSON PrincipalDTO of who made the change. */
  principal: string;
  /** JSON array of the ids of the rules that led to the change, oldest first. */
  chain: string;
  /** The event whose rules made the change. */
  cause: number | null;
  /** Ids of rules that saw the change already, as `,12,15,`. */
  skip: string;
  created: number;
  /** JSON: how far its rules have come; null before they begin. */
  progress: string | null;
  /** 1 while a script has to run before the event can go on. */
  parked: number;
}

/** What became of an event: every rule that was asked about it, and why it ran or did not. */
export interface EventHistoryTable {
  /** The event's. */
  id: number;
  incident_id: number;
  object_type: string;
  object_id: number;
  object_name: string;
  change: string;
  principal: string;
  chain: string;
  created: number;
  /** When the last rule was through. */
  done: number;
  /** JSON array of `RuleOutcome`. */
  outcomes: string;
}

/** Tables of the folder events. */
export interface EventsTables {
  events: EventsTable;
  event_history: EventHistoryTable;
}

/** Migrations of the folder events, in order. */
export const eventsMigrations: Migration[] = [
  {
    name: "events: queue and history",
    async up(db) {
      await db.schema
        .createTable("events")
        .addColumn("id", "integer", (c) => c.primaryKey().autoIncrement())
        .addColumn("incident_id", "integer", (c) => c.notNull())
        .addColumn("object_type", "text", (c) => c.notNull())
        .addColumn("object_id", "integer", (c) => c.notNull())
        .addColumn("before", "text")
        .addColumn("after", "text")
        .addColumn("principal", "text", (c) => c.notNull())
        .addColumn("chain", "text", (c) => c.notNull())
        .addColumn("cause", "integer")
        .addColumn("skip", "text", (c) => c.notNull())
        .addColumn("created", "bigint", (c) => c.notNull())
        .addColumn("progress", "text")
        .addColumn("parked", "integer", (c) => c.notNull())
        .execute();
      await db.schema.createIndex("events_parked").on("events").columns(["parked", "incident_id"]).execute();
      await db.schema.createIndex("events_incident").on("events").columns(["incident_id", "id"]).execute();
      await db.schema
        .createTable("event_history")
        .addColumn("id", "integer", (c) => c.primaryKey())
        .addColumn("incident_id", "integer", (c) => c.notNull())
        .addColumn("object_type", "text", (c) => c.notNull())
        .addColumn("object_id", "integer", (c) => c.notNull())
        .addColumn("object_name", "text", (c) => c.notNull())
        .addColumn("change", "text", (c) => c.notNull())
        .addColumn("principal", "text", (c) => c.notNull())
        .addColumn("chain", "text", (c) => c.notNull())
        .addColumn("created", "bigint", (c) => c.notNull())
        .addColumn("done", "bigint", (c) => c.notNull())
        .addColumn("outcomes", "text", (c) => c.notNull())
        .execute();
      await db.schema.createIndex("event_history_incident").on("event_history").columns(["incident_id", "id"]).execute();
      await db.schema.createIndex("event_history_done").on("event_history").column("done").execute();
    },
  },
];

/** Changes of the tables that came later, in order. */
export const eventOrderMigrations: Migration[] = [
  {
    name: "events: read in their order",
    async up(db) {
      // With parked ones alone in the index, the others are read in the order of the table: none are sorted, however many wait.
      await db.schema.dropIndex("events_parked").execute();
      await db.schema.createIndex("events_parked").on("events").column("incident_id").where(sql.ref("parked"), "=", 1).execute();
    },
  },
];
