import type { Migration } from "@soarkit/runtime";
import type { Generated } from "kysely";

/** A configuration import, staged until it is accepted or rejected (soar-protocol §1.10). */
export interface ConfigurationImportsTable {
  id: Generated<number>;
  status: string;
  /** JSON export document; emptied once the import has ended. */
  document: string;
  /** JSON array of `{type, text}`. */
  messages: string;
  /** 1: objects that a person changed since they were imported stay as they are. */
  keep_changed: number;
  /** JSON PrincipalDTO. */
  principal: string;
  created: number;
  ended: number | null;
}

/** What an import last wrote: tells whether a person changed the object since. */
export interface ImportedObjectsTable {
  section: string;
  uuid: string;
  /** SHA-256 of the object's export form right after the import. */
  hash: string;
  imported: number;
}

/** Tables of the folder customizations. */
export interface CustomizationsTables {
  configuration_imports: ConfigurationImportsTable;
  imported_objects: ImportedObjectsTable;
}

/** Migrations of the folder customizations, in order. */
export const customizationsMigrations: Migration[] = [
  {
    name: "customizations: imports and what they wrote",
    async up(db) {
      await db.schema
        .createTable("configuration_imports")
        .addColumn("id", "integer", (c) => c.primaryKey().autoIncrement())
        .addColumn("status", "text", (c) => c.notNull())
        .addColumn("document", "text", (c) => c.notNull())
        .addColumn("messages", "text", (c) => c.notNull())
        .addColumn("keep_changed", "integer", (c) => c.notNull())
        .addColumn("principal", "text", (c) => c.notNull())
        .addColumn("created", "bigint", (c) => c.notNull())
        .addColumn("ended", "bigint")
        .execute();
      await db.schema
        .createTable("imported_objects")
        .addColumn("section", "text", (c) => c.notNull())
        .addColumn("uuid", "text", (c) => c.notNull())
        .addColumn("hash", "text", (c) => c.notNull())
        .addColumn("imported", "bigint", (c) => c.notNull())
        .addPrimaryKeyConstraint("imported_objects_key", ["section", "uuid"])
        .execute();
    },
  },
];
