import type { Migration } from "@soarkit/runtime";

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
