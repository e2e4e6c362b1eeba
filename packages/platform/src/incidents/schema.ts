import type { Generated, Kysely } from "kysely";
import type { Migration } from "@soarkit/runtime";

/** An incident. What lists sort and filter by most has its own column; the rest stands in `data`. */
export interface IncidentRow {
  id: Generated<number>;
  /** Raised with every change of the incident's own fields. */
  vers: number;
  name: string;
  create_date: number;
  discovered_date: number;
  inc_last_modified_date: number;
  end_date: number | null;
  due_date: number | null;
  owner_id: number | null;
  creator_id: number;
  /** A active, C closed. */
  plan_status: string;
  severity_code: number | null;
  resolution_id: number | null;
  /** Id of the workspace it is in. */
  workspace: Generated<number>;
  /** The name's first 1,000 characters in lower case, for conditions and sorts. */
  search_name: Generated<string>;
  /** JSON: the other fields by path (`description`, `properties.x`), as stored values. */
  data: string;
}

/** One value of a field for conditions and sorts; a multiselect field has several rows. */
export interface IncidentValueRow {
  incident_id: number;
  /** Field path: `name`, `properties.x`. */
  path: string;
  number_value: number | null;
  /** Lower case, without markup, at most 1,000 characters. */
  text_value: string | null;
}

/** Tables of the folder `incidents`. */
export interface IncidentsTables {
  incidents: IncidentRow;
  incident_values: IncidentValueRow;
}

/** Migrations of the folder `incidents`, oldest first. */
export const incidentsMigrations: Migration[] = [
  {
    name: "incidents: incidents and the values of their fields",
    async up(db) {
      await db.schema
        .createTable("incidents")
        .addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
        .addColumn("vers", "integer", (column) => column.notNull())
        .addColumn("name", "text", (column) => column.notNull())
        .addColumn("create_date", "bigint", (column) => column.notNull())
        .addColumn("discovered_date", "bigint", (column) => column.notNull())
        .addColumn("inc_last_modified_date", "bigint", (column) => column.notNull())
        .addColumn("end_date", "bigint")
        .addColumn("due_date", "bigint")
        .addColumn("owner_id", "integer")
        .addColumn("creator_id", "integer", (column) => column.notNull())
        .addColumn("plan_status", "text", (column) => column.notNull())
        .addColumn("severity_code", "integer")
        .addColumn("resolution_id", "integer")
        .addColumn("data", "text", (column) => column.notNull())
        .execute();
      for (const column of ["create_date", "discovered_date", "inc_last_modified_date", "plan_status", "owner_id", "name"] as const) {
        await db.schema.createIndex(`incidents_${column}`).on("incidents").column(column).execute();
      }
      // Incident numbers go on from IBM's usual range: a row that is taken out again moves the counter.
      const times = { create_date: 0, discovered_date: 0, inc_last_modified_date: 0 };
      const rows = db as Kysely<IncidentsTables>;
      await rows.insertInto("incidents").values({ id: 2094, vers: 0, name: "", ...times, creator_id: 0, plan_status: "C", data: "{}" }).execute();
      await rows.deleteFrom("incidents").where("id", "=", 2094).execute();
      await db.schema
        .createTable("incident_values")
        .addColumn("incident_id", "integer", (column) => column.notNull().references("incidents.id").onDelete("cascade"))
        .addColumn("path", "text", (column) => column.notNull())
        .addColumn("number_value", "bigint")
        .addColumn("text_value", "text")
        .execute();
      await db.schema.createIndex("incident_values_incident").on("incident_values").columns(["incident_id", "path"]).execute();
      await db.schema.createIndex("incident_values_text").on("incident_values").columns(["path", "text_value"]).execute();
      await db.schema.createIndex("incident_values_number").on("incident_values").columns(["path", "number_value"]).execute();
    },
  },
];
