import type { Migration } from "@soarkit/runtime";

/** A look-up. Times are milliseconds since 1970. */
export interface LookupRow {
  /** Path of the searcher. */
  readonly service: string;
  readonly id: string;
  /** JSON as received. */
  readonly artifact: string;
  /** File with the content that came with it. */
  readonly file: string | null;
  readonly state: "pending" | "done" | "failed";
  /** JSON list. */
  readonly hits: string;
  /** Why the last search failed. */
  readonly reason: string | null;
  /** Searches so far. */
  readonly attempts: number;
  readonly next_at: number | null;
  readonly expires_at: number | null;
  readonly changed_at: number;
}

/** Tables of `threat-service.db`. */
export interface ThreatServiceTables {
  lookups: LookupRow;
}

/** Schema of `threat-service.db`. */
export const threatServiceMigrations: readonly Migration[] = [
  {
    name: "threat-service-001",
    async up(db) {
      await db.schema
        .createTable("lookups")
        .addColumn("service", "text", (column) => column.notNull())
        .addColumn("id", "text", (column) => column.notNull())
        .addColumn("artifact", "text", (column) => column.notNull())
        .addColumn("file", "text")
        .addColumn("state", "text", (column) => column.notNull())
        .addColumn("hits", "text", (column) => column.notNull())
        .addColumn("reason", "text")
        .addColumn("attempts", "integer", (column) => column.notNull())
        .addColumn("next_at", "integer")
        .addColumn("expires_at", "integer")
        .addColumn("changed_at", "integer", (column) => column.notNull())
        .addPrimaryKeyConstraint("lookups_key", ["service", "id"])
        .execute();
    },
  },
];
