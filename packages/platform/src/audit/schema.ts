import type { Generated } from "kysely";
import type { Migration } from "@soarkit/runtime";

/** What somebody did: the news feed of an incident, and the audit of everything else. */
export interface AuditRow {
  id: Generated<number>;
  create_date: number;
  principal_id: number;
  /** Such as `incident_created`, `note_added`. */
  kind: string;
  /** Null for what concerns no incident. Kept when the incident is deleted. */
  incident_id: number | null;
  /** incident | artifact | note | user | field | … */
  object_type: string;
  object_id: number | null;
  object_name: string;
  /** JSON: what changed; never holds secrets. */
  detail: string;
}

/** Tables of the folder `audit`. */
export interface AuditTables {
  audit: AuditRow;
}

/** Migrations of the folder `audit`, oldest first. */
export const auditMigrations: Migration[] = [
  {
    name: "audit: news feed and audit",
    async up(db) {
      await db.schema
        .createTable("audit")
        .addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
        .addColumn("create_date", "bigint", (column) => column.notNull())
        .addColumn("principal_id", "integer", (column) => column.notNull())
        .addColumn("kind", "text", (column) => column.notNull())
        .addColumn("incident_id", "integer")
        .addColumn("object_type", "text", (column) => column.notNull())
        .addColumn("object_id", "integer")
        .addColumn("object_name", "text", (column) => column.notNull())
        .addColumn("detail", "text", (column) => column.notNull())
        .execute();
      await db.schema.createIndex("audit_incident").on("audit").columns(["incident_id", "id"]).execute();
    },
  },
];
