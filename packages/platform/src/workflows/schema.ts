import type { Generated } from "kysely";
import type { Migration } from "@soarkit/runtime";

/** A workflow definition; its BPMN stands in `workflow_versions`. */
export interface WorkflowRow {
  workflow_id: Generated<number>;
  uuid: string;
  name: string;
  programmatic_name: string;
  object_type: string;
  description: string | null;
  /** The version that new instances take. */
  content_version: number;
  creator: string;
  last_modified_by: string;
  last_modified_time: number;
}

/** One saved version of a workflow's BPMN. Running instances keep the version they began with. */
export interface WorkflowVersionRow {
  workflow_id: number;
  content_version: number;
  xml: string;
  /** When it was saved, and by whom; null for versions from before that was kept. */
  created: number | null;
  created_by: string | null;
}

/** A running or finished workflow. */
export interface WorkflowInstanceRow {
  id: Generated<number>;
  workflow_id: number;
  content_version: number;
  incident_id: number;
  object_type: string;
  object_id: number;
  object_name: string;
  /** running | completed | terminated | error */
  status: string;
  start_date: number;
  end_date: number | null;
  terminate_reason: string | null;
  /** What went wrong, while the status is `error`. */
  error: string | null;
  /** JSON: who started it. */
  principal: string;
  /** JSON: the rule that started it with its activity fields, or null. */
  rule: string | null;
  /** JSON: results of earlier steps and properties set by scripts. */
  properties: string;
  workspace: string;
  /** JSON: where it stands (see `tokens.ts`) as of the last committed step. */
  state: string;
}

/** One visit of a workflow to a step; the truth about what has been done. */
export interface WorkflowStepRow {
  instance_id: number;
  /** Given by the engine to this visit; the same again after a restart. */
  execution_id: string;
  element_id: string;
  name: string;
  /** waiting (for the function's answer, or for being tried again) | done | error */
  state: string;
  /** pre-process | function | post-process | script | condition, while the state is `error`. */
  stage: string | null;
  /** Counts the calls of a step's function that a person asked for; the first is 1. */
  attempt: number;
  error: string | null;
  invocation_id: number | null;
  start_date: number;
  end_date: number | null;
}

/** Tables of the folder `workflows`. */
export interface WorkflowsTables {
  workflows: WorkflowRow;
  workflow_versions: WorkflowVersionRow;
  workflow_instances: WorkflowInstanceRow;
  workflow_steps: WorkflowStepRow;
}

/** Migrations of the folder `workflows`, oldest first. */
export const workflowsMigrations: Migration[] = [
  {
    name: "workflows-001",
    async up(db) {
      await db.schema
        .createTable("workflows")
        .addColumn("workflow_id", "integer", (column) => column.primaryKey().autoIncrement())
        .addColumn("uuid", "text", (column) => column.notNull().unique())
        .addColumn("name", "text", (column) => column.notNull())
        .addColumn("programmatic_name", "text", (column) => column.notNull().unique())
        .addColumn("object_type", "text", (column) => column.notNull())
        .addColumn("description", "text")
        .addColumn("content_version", "integer", (column) => column.notNull())
        .addColumn("creator", "text", (column) => column.notNull())
        .addColumn("last_modified_by", "text", (column) => column.notNull())
        .addColumn("last_modified_time", "bigint", (column) => column.notNull())
        .execute();
      await db.schema
        .createTable("workflow_versions")
        .addColumn("workflow_id", "integer", (column) => column.notNull())
        .addColumn("content_version", "integer", (column) => column.notNull())
        .addColumn("xml", "text", (column) => column.notNull())
        .addPrimaryKeyConstraint("workflow_versions_key", ["workflow_id", "content_version"])
        .execute();
      await db.schema
        .createTable("workflow_instances")
        .addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
        .addColumn("workflow_id", "integer", (column) => column.notNull())
        .addColumn("content_version", "integer", (column) => column.notNull())
        .addColumn("incident_id", "integer", (column) => column.notNull())
        .addColumn("object_type", "text", (column) => column.notNull())
        .addColumn("object_id", "integer", (column) => column.notNull())
        .addColumn("object_name", "text", (column) => column.notNull())
        .addColumn("status", "text", (column) => column.notNull())
        .addColumn("start_date", "bigint", (column) => column.notNull())
        .addColumn("end_date", "bigint")
        .addColumn("terminate_reason", "text")
        .addColumn("error", "text")
        .addColumn("principal", "text", (column) => column.notNull())
        .addColumn("rule", "text")
        .addColumn("properties", "text", (column) => column.notNull())
        .addColumn("workspace", "text", (column) => column.notNull())
        .addColumn("state", "text", (column) => column.notNull())
        .execute();
      await db.schema.createIndex("workflow_instances_incident").on("workflow_instances").column("incident_id").execute();
      await db.schema.createIndex("workflow_instances_status").on("workflow_instances").column("status").execute();
      await db.schema
        .createTable("workflow_steps")
        .addColumn("instance_id", "integer", (column) => column.notNull())
        .addColumn("execution_id", "text", (column) => column.notNull())
        .addColumn("element_id", "text", (column) => column.notNull())
        .addColumn("name", "text", (column) => column.notNull())
        .addColumn("state", "text", (column) => column.notNull())
        .addColumn("stage", "text")
        .addColumn("attempt", "integer", (column) => column.notNull())
        .addColumn("error", "text")
        .addColumn("invocation_id", "integer")
        .addColumn("start_date", "bigint", (column) => column.notNull())
        .addColumn("end_date", "bigint")
        .addPrimaryKeyConstraint("workflow_steps_key", ["instance_id", "execution_id"])
        .execute();
      await db.schema.createIndex("workflow_steps_invocation").on("workflow_steps").column("invocation_id").execute();
    },
  },
];
