import type { Migration } from "@soarkit/runtime";
import type { Generated } from "kysely";

/** A layout that somebody has changed; one without a row is as it comes with the platform. */
export interface LayoutRow {
  id: Generated<number>;
  /** Such as `NEW_INCIDENT_WIZARD`. */
  kind: string;
  /** JSON: the tree of view items. */
  content: string;
  /** Raised with every change. */
  vers: number;
  modified: number;
  modifier_id: number;
}

/** Tables of the folder `layouts`. */
export interface LayoutsTables {
  layouts: LayoutRow;
}

/** Migrations of the folder `layouts`. */
export const layoutsMigrations: Migration[] = [
  {
    name: "layouts: changed layouts",
    async up(db) {
      await db.schema
        .createTable("layouts")
        .addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
        .addColumn("kind", "text", (column) => column.notNull().unique())
        .addColumn("content", "text", (column) => column.notNull())
        .addColumn("vers", "integer", (column) => column.notNull())
        .addColumn("modified", "bigint", (column) => column.notNull())
        .addColumn("modifier_id", "integer", (column) => column.notNull())
        .execute();
    },
  },
];
