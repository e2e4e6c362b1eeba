import type { Migration } from "@soarkit/runtime";
import type { Kysely } from "kysely";
import type { IncidentsTables } from "./schema.js";
import { searchText } from "./store.js";

/** Indexes for the orders and filters of lists of incidents, oldest first. */
export const incidentListMigrations: Migration[] = [
  {
    name: "incidents: names as searched, and indexes for lists",
    async up(db) {
      for (const column of ["create_date", "discovered_date", "inc_last_modified_date", "severity_code"]) {
        await db.schema.createIndex(`incidents_open_${column}`).on("incidents").columns(["plan_status", column]).execute();
      }
      for (const column of ["severity_code", "due_date", "end_date", "resolution_id"]) {
        await db.schema.createIndex(`incidents_${column}`).on("incidents").column(column).execute();
      }
      await db.schema.alterTable("incidents").addColumn("search_name", "text", (column) => column.notNull().defaultTo("")).execute();
      const rows = db as Kysely<IncidentsTables>;
      for (const { id, name } of await rows.selectFrom("incidents").select(["id", "name"]).execute()) {
        await rows.updateTable("incidents").set({ search_name: searchText(name) }).where("id", "=", id).execute();
      }
      await db.schema.createIndex("incidents_search_name").on("incidents").column("search_name").execute();
      // Conditions look up incidents by value: with the incident in the index the table is not read.
      await db.schema.createIndex("incident_values_found_text").on("incident_values").columns(["path", "text_value", "incident_id"]).execute();
      await db.schema.createIndex("incident_values_found_number").on("incident_values").columns(["path", "number_value", "incident_id"]).execute();
      await db.schema.dropIndex("incident_values_text").execute();
      await db.schema.dropIndex("incident_values_number").execute();
    },
  },
];
