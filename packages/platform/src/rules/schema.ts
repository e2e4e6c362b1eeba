import type { Migration } from "@soarkit/runtime";
import type { Generated } from "kysely";

/** A rule (soar-protocol §1.12 "ActionDTO"). */
export interface RulesTable {
  id: Generated<number>;
  name: string;
  enabled: number;
  /** 0 automatic, 1 menu item. */
  type: number;
  /** API name of the object type. */
  object_type: string;
  logic_type: string;
  custom_condition: string | null;
  /** JSON array of ConditionDTO. */
  conditions: string;
  /** JSON array of destination ids. */
  destination_ids: string;
  /** JSON array of workflow ids. */
  workflow_ids: string;
  /** JSON array as it came. */
  automations: string;
  /** JSON array of view items: the activity fields of the dialog. */
  view_items: string;
  timeout_seconds: number;
  /** Place in the order in which rules run, smallest first. */
  position: number;
  uuid: string;
  tags: string;
}

/** The workflow instances that a run of a rule started. */
export interface RuleRunInstancesTable {
  instance_id: number;
  /** The run: a row of `invocations` of kind rule. */
  invocation_id: number;
}

/** Tables of the folder rules. */
export interface RulesTables {
  rules: RulesTable;
  rule_run_instances: RuleRunInstancesTable;
}

/** Migrations of the folder rules, in order. */
export const rulesMigrations: Migration[] = [
  {
    name: "rules: rules and what their runs started",
    async up(db) {
      await db.schema
        .createTable("rules")
        .addColumn("id", "integer", (c) => c.primaryKey().autoIncrement())
        .addColumn("name", "text", (c) => c.notNull().unique())
        .addColumn("enabled", "integer", (c) => c.notNull())
        .addColumn("type", "integer", (c) => c.notNull())
        .addColumn("object_type", "text", (c) => c.notNull())
        .addColumn("logic_type", "text", (c) => c.notNull())
        .addColumn("custom_condition", "text")
        .addColumn("conditions", "text", (c) => c.notNull())
        .addColumn("destination_ids", "text", (c) => c.notNull())
        .addColumn("workflow_ids", "text", (c) => c.notNull())
        .addColumn("automations", "text", (c) => c.notNull())
        .addColumn("view_items", "text", (c) => c.notNull())
        .addColumn("timeout_seconds", "integer", (c) => c.notNull())
        .addColumn("position", "integer", (c) => c.notNull())
        .addColumn("uuid", "text", (c) => c.notNull().unique())
        .addColumn("tags", "text", (c) => c.notNull())
        .execute();
      await db.schema
        .createTable("rule_run_instances")
        .addColumn("instance_id", "integer", (c) => c.primaryKey())
        .addColumn("invocation_id", "integer", (c) => c.notNull().references("invocations.id").onDelete("cascade"))
        .execute();
      await db.schema.createIndex("rule_run_instances_run").on("rule_run_instances").column("invocation_id").execute();
    },
  },
];
