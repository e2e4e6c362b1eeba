import type { Generated } from "kysely";
import type { Migration } from "@soarkit/runtime";

/** An artifact of an incident. */
export interface ArtifactRow {
  id: Generated<number>;
  incident_id: number;
  /** Id in `artifact_types`. */
  type: number;
  value: string;
  /** The value's first 1,000 characters in lower case, for conditions. */
  search_value: string;
  /** text | html; null without a description. */
  description_format: string | null;
  description: string | null;
  creator_id: number;
  created: number;
  last_modified: number;
  parent_id: number | null;
  /** 0, 1, or null when nobody decided. */
  relating: number | null;
  /** JSON: `[{name, value}]`. */
  properties: string;
}

/** A hit on an artifact, of a threat source or of a script. */
export interface ArtifactHitRow {
  /** uuid. */
  id: string;
  artifact_id: number;
  /** Id in `threat_sources`: a service, or a name that a script gave. */
  source_id: number;
  /** 1: the answer of a look-up, which the next answer replaces. */
  looked_up: Generated<number>;
  create_date: number;
  active: number;
  /** JSON: `[{name, type, value}]`. */
  properties: string;
}

/** Tables of the folder `artifacts`. */
export interface ArtifactsTables {
  artifacts: ArtifactRow;
  artifact_hits: ArtifactHitRow;
}

/** Migrations of the folder `artifacts`, oldest first. */
export const artifactsMigrations: Migration[] = [
  {
    name: "artifacts: artifacts and hits",
    async up(db) {
      await db.schema
        .createTable("artifacts")
        .addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
        .addColumn("incident_id", "integer", (column) => column.notNull().references("incidents.id").onDelete("cascade"))
        .addColumn("type", "integer", (column) => column.notNull().references("artifact_types.id"))
        .addColumn("value", "text", (column) => column.notNull())
        .addColumn("search_value", "text", (column) => column.notNull())
        .addColumn("description_format", "text")
        .addColumn("description", "text")
        .addColumn("creator_id", "integer", (column) => column.notNull())
        .addColumn("created", "bigint", (column) => column.notNull())
        .addColumn("last_modified", "bigint", (column) => column.notNull())
        .addColumn("parent_id", "integer")
        .addColumn("relating", "integer")
        .addColumn("properties", "text", (column) => column.notNull())
        .execute();
      await db.schema.createIndex("artifacts_incident").on("artifacts").columns(["incident_id", "id"]).execute();
      await db.schema.createIndex("artifacts_search").on("artifacts").columns(["search_value", "incident_id"]).execute();
      await db.schema
        .createTable("artifact_hits")
        .addColumn("id", "text", (column) => column.primaryKey())
        .addColumn("artifact_id", "integer", (column) => column.notNull().references("artifacts.id").onDelete("cascade"))
        .addColumn("source", "text", (column) => column.notNull())
        .addColumn("create_date", "bigint", (column) => column.notNull())
        .addColumn("active", "integer", (column) => column.notNull())
        .addColumn("properties", "text", (column) => column.notNull())
        .execute();
      await db.schema.createIndex("artifact_hits_artifact").on("artifact_hits").column("artifact_id").execute();
    },
  },
];
