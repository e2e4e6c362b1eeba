import type { Migration } from "@soarkit/runtime";

/** The organisation this platform serves. */
export interface OrgRow {
  id: number;
  name: string;
  uuid: string;
  create_date: number;
}

/** Tables of the folder `org`. */
export interface OrgTables {
  orgs: OrgRow;
}

/** Migrations of the folder `org`, oldest first. */
export const orgMigrations: Migration[] = [
  {
    name: "org: the organisation",
    async up(db) {
      await db.schema
        .createTable("orgs")
        .addColumn("id", "integer", (column) => column.primaryKey())
        .addColumn("name", "text", (column) => column.notNull().unique())
        .addColumn("uuid", "text", (column) => column.notNull().unique())
        .addColumn("create_date", "bigint", (column) => column.notNull())
        .execute();
    },
  },
];
