import type { Migration } from "@soarkit/runtime";
import type { Generated } from "kysely";

/** One run of a script in a workflow. */
export interface ScriptingLogRow {
  id: Generated<number>;
  created: number;
  /** What ran, such as `Staxx Import: post-process script`. */
  script: string;
  /** pre-process | post-process | script | condition */
  stage: string;
  workflow_id: number;
  workflow_name: string;
  instance_id: number;
  /** The run of the rule whose script it was; then there is no workflow, and `workflow_name` is the rule's. */
  run_id: Generated<number | null>;
  element_id: string;
  execution_id: string;
  incident_id: number;
  object_type: string;
  object_id: number;
  object_name: string;
  /** 1 when it ended well. */
  ok: number;
  /** How long it took, milliseconds, waiting for a process included. */
  duration: number;
  /** JSON: `[{level, text}]`, bounded. */
  lines: string;
  /** JSON: what it changed, in words, bounded. */
  effects: string;
  /** What went wrong, or null. */
  error: string | null;
}

/** Tables of the folder `scripting-log`. */
export interface ScriptingLogTables {
  scripting_log: ScriptingLogRow;
}

/** Migrations of the folder `scripting-log`, oldest first. */
export const scriptingLogMigrations: Migration[] = [
  {
    name: "scripting-log: runs of scripts",
    async up(db) {
      await db.schema
        .createTable("scripting_log")
        .addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
        .addColumn("created", "bigint", (column) => column.notNull())
        .addColumn("script", "text", (column) => column.notNull())
        .addColumn("stage", "text", (column) => column.notNull())
        .addColumn("workflow_id", "integer", (column) => column.notNull())
        .addColumn("workflow_name", "text", (column) => column.notNull())
        .addColumn("instance_id", "integer", (column) => column.notNull())
        .addColumn("element_id", "text", (column) => column.notNull())
        .addColumn("execution_id", "text", (column) => column.notNull())
        .addColumn("incident_id", "integer", (column) => column.notNull())
        .addColumn("object_type", "text", (column) => column.notNull())
        .addColumn("object_id", "integer", (column) => column.notNull())
        .addColumn("object_name", "text", (column) => column.notNull())
        .addColumn("ok", "integer", (column) => column.notNull())
        .addColumn("duration", "integer", (column) => column.notNull())
        .addColumn("lines", "text", (column) => column.notNull())
        .addColumn("effects", "text", (column) => column.notNull())
        .addColumn("error", "text")
        .execute();
      await db.schema.createIndex("scripting_log_instance").on("scripting_log").columns(["instance_id", "id"]).execute();
    },
  },
];

/** Later migrations of the folder `scripting-log`. */
export const ruleScriptMigrations: Migration[] = [
  {
    name: "scripting-log: scripts of rules",
    async up(db) {
      await db.schema.alterTable("scripting_log").addColumn("run_id", "integer").execute();
      await db.schema.createIndex("scripting_log_run").on("scripting_log").column("run_id").execute();
    },
  },
];
