import type { Migration } from "@soarkit/runtime";

/** What is kept of a workflow that was removed: what its instances are shown with. Its versions stay, too. */
export interface RemovedWorkflowTable {
  workflow_id: number;
  name: string;
  programmatic_name: string;
  object_type: string;
  /** Milliseconds since the epoch. */
  removed: number;
}

/** Tables beside the workflows themselves. */
export interface WorkflowsConsoleTables {
  removed_workflows: RemovedWorkflowTable;
}

/** Migrations for what the console shows of workflows, oldest first. */
export const workflowsConsoleMigrations: Migration[] = [
  {
    name: "workflows: when and by whom versions were saved",
    async up(db) {
      await db.schema.alterTable("workflow_versions").addColumn("created", "bigint").execute();
      await db.schema.alterTable("workflow_versions").addColumn("created_by", "text").execute();
    },
  },
];

/** Migrations for removing workflows, oldest first. */
export const workflowRemovalMigrations: Migration[] = [
  {
    name: "workflows: what is kept of removed ones",
    async up(db) {
      await db.schema
        .createTable("removed_workflows")
        .addColumn("workflow_id", "integer", (column) => column.primaryKey())
        .addColumn("name", "text", (column) => column.notNull())
        .addColumn("programmatic_name", "text", (column) => column.notNull())
        .addColumn("object_type", "text", (column) => column.notNull())
        .addColumn("removed", "bigint", (column) => column.notNull())
        .execute();
    },
  },
];
