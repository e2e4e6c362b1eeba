import type { Generated } from "kysely";
import type { Migration } from "@soarkit/runtime";

/** A global script (soar-protocol §1.12 "ScriptDTO"). Times are milliseconds, booleans 0 or 1. */
export interface ScriptRow {
  id: Generated<number>;
  uuid: string;
  name: string;
  programmatic_name: string;
  description: string | null;
  language: string;
  object_type: string;
  script_text: string;
  enabled: number;
  creator: string;
  created_date: number;
  last_modified_by: string;
  last_modified_time: number;
}

/** Tables of the folder `scripts`. */
export interface ScriptsTables {
  scripts: ScriptRow;
}

/** Migrations of the folder `scripts`, oldest first. */
export const scriptsMigrations: Migration[] = [
  {
    name: "scripts-001",
    async up(db) {
      await db.schema
        .createTable("scripts")
        .addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
        .addColumn("uuid", "text", (column) => column.notNull().unique())
        .addColumn("name", "text", (column) => column.notNull().unique())
        .addColumn("programmatic_name", "text", (column) => column.notNull().unique())
        .addColumn("description", "text")
        .addColumn("language", "text", (column) => column.notNull())
        .addColumn("object_type", "text", (column) => column.notNull())
        .addColumn("script_text", "text", (column) => column.notNull())
        .addColumn("enabled", "integer", (column) => column.notNull())
        .addColumn("creator", "text", (column) => column.notNull())
        .addColumn("created_date", "bigint", (column) => column.notNull())
        .addColumn("last_modified_by", "text", (column) => column.notNull())
        .addColumn("last_modified_time", "bigint", (column) => column.notNull())
        .execute();
    },
  },
];
