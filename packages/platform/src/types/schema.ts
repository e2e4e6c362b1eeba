import type { Generated, Kysely } from "kysely";
import type { Migration } from "@soarkit/runtime";

/** An object type: a built-in one or a data table. Booleans are 0 or 1. */
export interface TypeRow {
  id: Generated<number>;
  /** Kind of type: the id itself for built-in types, 8 for data tables. */
  type_id: number;
  type_name: string;
  display_name: string;
  uuid: string;
  /** JSON array of type names. */
  parent_types: string;
  system: number;
}

/** A field of a type. */
export interface FieldRow {
  id: Generated<number>;
  uuid: string;
  /** Row id in `types`. */
  type_id: number;
  name: string;
  text: string;
  tooltip: string;
  placeholder: string;
  prefix: string | null;
  input_type: string;
  required: string | null;
  rich_text: number;
  blank_option: number;
  /** 1 for fields that come with the platform. */
  system: number;
  position: number;
  /** JSON: the remaining members of the definition. */
  extra: string;
}

/** A value of a select or multiselect field. Its id is the `value` in DTOs. */
export interface FieldValueRow {
  id: Generated<number>;
  field_id: number;
  uuid: string;
  label: string;
  enabled: number;
  is_default: number;
  hidden: number;
  position: number;
  /** JSON. */
  properties: string | null;
}

/** An incident type. */
export interface IncidentTypeRow {
  id: Generated<number>;
  uuid: string;
  name: string;
  description: string;
  parent_id: number | null;
  enabled: number;
  hidden: number;
  system: number;
  create_date: number;
}

/** An artifact type. */
export interface ArtifactTypeRow {
  id: Generated<number>;
  uuid: string;
  name: string;
  programmatic_name: string;
  description: string;
  file: number;
  multi_aware: number;
  system: number;
  enabled: number;
}

/** Tables of the folder `types`. */
export interface TypesTables {
  types: TypeRow;
  fields: FieldRow;
  field_values: FieldValueRow;
  incident_types: IncidentTypeRow;
  artifact_types: ArtifactTypeRow;
}

/** Migrations of the folder `types`, oldest first. */
export const typesMigrations: Migration[] = [
  {
    name: "types: types, fields, values, incident types, artifact types",
    async up(db) {
      await db.schema
        .createTable("types")
        .addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
        .addColumn("type_id", "integer", (column) => column.notNull())
        .addColumn("type_name", "text", (column) => column.notNull().unique())
        .addColumn("display_name", "text", (column) => column.notNull())
        .addColumn("uuid", "text", (column) => column.notNull().unique())
        .addColumn("parent_types", "text", (column) => column.notNull())
        .addColumn("system", "integer", (column) => column.notNull())
        .execute();
      await db.schema
        .createTable("fields")
        .addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
        .addColumn("uuid", "text", (column) => column.notNull().unique())
        .addColumn("type_id", "integer", (column) => column.notNull().references("types.id"))
        .addColumn("name", "text", (column) => column.notNull())
        .addColumn("text", "text", (column) => column.notNull())
        .addColumn("tooltip", "text", (column) => column.notNull())
        .addColumn("placeholder", "text", (column) => column.notNull())
        .addColumn("prefix", "text")
        .addColumn("input_type", "text", (column) => column.notNull())
        .addColumn("required", "text")
        .addColumn("rich_text", "integer", (column) => column.notNull())
        .addColumn("blank_option", "integer", (column) => column.notNull())
        .addColumn("system", "integer", (column) => column.notNull())
        .addColumn("position", "integer", (column) => column.notNull())
        .addColumn("extra", "text", (column) => column.notNull())
        .addUniqueConstraint("fields_name", ["type_id", "name"])
        .execute();
      await db.schema
        .createTable("field_values")
        .addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
        .addColumn("field_id", "integer", (column) => column.notNull().references("fields.id").onDelete("cascade"))
        .addColumn("uuid", "text", (column) => column.notNull())
        .addColumn("label", "text", (column) => column.notNull())
        .addColumn("enabled", "integer", (column) => column.notNull())
        .addColumn("is_default", "integer", (column) => column.notNull())
        .addColumn("hidden", "integer", (column) => column.notNull())
        .addColumn("position", "integer", (column) => column.notNull())
        .addColumn("properties", "text")
        .execute();
      await db.schema.createIndex("field_values_field").on("field_values").column("field_id").execute();
      await db.schema
        .createTable("incident_types")
        .addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
        .addColumn("uuid", "text", (column) => column.notNull().unique())
        .addColumn("name", "text", (column) => column.notNull().unique())
        .addColumn("description", "text", (column) => column.notNull())
        .addColumn("parent_id", "integer")
        .addColumn("enabled", "integer", (column) => column.notNull())
        .addColumn("hidden", "integer", (column) => column.notNull())
        .addColumn("system", "integer", (column) => column.notNull())
        .addColumn("create_date", "bigint", (column) => column.notNull())
        .execute();
      await db.schema
        .createTable("artifact_types")
        .addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
        .addColumn("uuid", "text", (column) => column.notNull().unique())
        .addColumn("name", "text", (column) => column.notNull().unique())
        .addColumn("programmatic_name", "text", (column) => column.notNull().unique())
        .addColumn("description", "text", (column) => column.notNull())
        .addColumn("file", "integer", (column) => column.notNull())
        .addColumn("multi_aware", "integer", (column) => column.notNull())
        .addColumn("system", "integer", (column) => column.notNull())
        .addColumn("enabled", "integer", (column) => column.notNull())
        .execute();
      // What comes with the platform has fixed ids below 1000; a row that is taken out again moves the counters.
      const rows = db as Kysely<TypesTables>;
      await rows.insertInto("types").values({ id: 999, type_id: 8, type_name: "", display_name: "", uuid: "", parent_types: "[]", system: 0 }).execute();
      const blankField = { uuid: "", name: "", text: "", tooltip: "", placeholder: "", input_type: "text", rich_text: 0, blank_option: 0, system: 0, position: 0, extra: "{}" };
      await rows.insertInto("fields").values({ id: 999, type_id: 999, ...blankField }).execute();
      await rows.insertInto("field_values").values({ id: 999, field_id: 999, uuid: "", label: "", enabled: 0, is_default: 0, hidden: 0, position: 0 }).execute();
      await rows.insertInto("incident_types").values({ id: 999, uuid: "", name: "", description: "", enabled: 0, hidden: 0, system: 0, create_date: 0 }).execute();
      const blankArtifactType = { uuid: "", name: "", programmatic_name: "", description: "", file: 0, multi_aware: 0, system: 0, enabled: 0 };
      await rows.insertInto("artifact_types").values({ id: 999, ...blankArtifactType }).execute();
      await rows.deleteFrom("field_values").execute();
      await rows.deleteFrom("fields").execute();
      await rows.deleteFrom("types").execute();
      await rows.deleteFrom("incident_types").execute();
      await rows.deleteFrom("artifact_types").execute();
    },
  },
];
