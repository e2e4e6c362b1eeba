import type { Migration } from "@soarkit/runtime";
import type { Generated } from "kysely";

/** A file of an incident or artifact; its bytes stand in the data folder under its uuid. */
export interface AttachmentRow {
  id: Generated<number>;
  uuid: string;
  incident_id: number;
  /** The artifact whose content it is; null for a file of the incident. */
  artifact_id: Generated<number | null>;
  name: string;
  content_type: string;
  /** Bytes. */
  size: number;
  /** Hex. */
  sha256: string;
  creator_id: number;
  created: number;
}

/** Tables of the folder `attachments`. */
export interface AttachmentsTables {
  attachments: AttachmentRow;
}

/** Migrations of the folder `attachments`, oldest first. */
export const attachmentsMigrations: Migration[] = [
  {
    name: "attachments: files of incidents",
    async up(db) {
      await db.schema
        .createTable("attachments")
        .addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
        .addColumn("uuid", "text", (column) => column.notNull().unique())
        .addColumn("incident_id", "integer", (column) => column.notNull().references("incidents.id").onDelete("cascade"))
        .addColumn("name", "text", (column) => column.notNull())
        .addColumn("content_type", "text", (column) => column.notNull())
        .addColumn("size", "integer", (column) => column.notNull())
        .addColumn("sha256", "text", (column) => column.notNull())
        .addColumn("creator_id", "integer", (column) => column.notNull())
        .addColumn("created", "bigint", (column) => column.notNull())
        .execute();
      await db.schema.createIndex("attachments_incident").on("attachments").columns(["incident_id", "id"]).execute();
    },
  },
];

/** Files of artifacts; applied after what was there before them. */
export const artifactFilesMigrations: Migration[] = [
  {
    name: "attachments: files of artifacts",
    async up(db) {
      await db.schema.alterTable("attachments").addColumn("artifact_id", "integer", (column) => column.references("artifacts.id").onDelete("cascade")).execute();
      await db.schema.createIndex("attachments_artifact").on("attachments").column("artifact_id").execute();
    },
  },
];
