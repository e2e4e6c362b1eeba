import type { Generated } from "kysely";
import type { Migration } from "@soarkit/runtime";

/** A note (IBM: comment) of an incident. */
export interface NoteRow {
  id: Generated<number>;
  incident_id: number;
  parent_id: number | null;
  /** text | html */
  format: string;
  /** Sanitised. Empty once deleted. */
  content: string;
  creator_id: number;
  create_date: number;
  modifier_id: number;
  modify_date: number;
  is_deleted: number;
  /** JSON `NoteSource`; null for a note that a person or program wrote over REST. */
  source: Generated<string | null>;
}

/** Tables of the folder `notes`. */
export interface NotesTables {
  notes: NoteRow;
}

/** Migrations of the folder `notes`, oldest first. */
export const notesMigrations: Migration[] = [
  {
    name: "notes: notes of incidents",
    async up(db) {
      await db.schema
        .createTable("notes")
        .addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
        .addColumn("incident_id", "integer", (column) => column.notNull().references("incidents.id").onDelete("cascade"))
        .addColumn("parent_id", "integer")
        .addColumn("format", "text", (column) => column.notNull())
        .addColumn("content", "text", (column) => column.notNull())
        .addColumn("creator_id", "integer", (column) => column.notNull())
        .addColumn("create_date", "bigint", (column) => column.notNull())
        .addColumn("modifier_id", "integer", (column) => column.notNull())
        .addColumn("modify_date", "bigint", (column) => column.notNull())
        .addColumn("is_deleted", "integer", (column) => column.notNull())
        .execute();
      await db.schema.createIndex("notes_incident").on("notes").columns(["incident_id", "id"]).execute();
    },
  },
];

/** Migrations for where notes come from, oldest first. */
export const noteSourceMigrations: Migration[] = [
  {
    name: "notes: which workflow wrote a note",
    async up(db) {
      await db.schema.alterTable("notes").addColumn("source", "text").execute();
    },
  },
];
