import type { Migration } from "@soarkit/runtime";
import type { Generated, Kysely } from "kysely";
import type { IncidentsTables } from "../../incidents/schema.js";
import { stableUuid } from "../../types/stable-uuid.js";
import type { TypesTables } from "../../types/schema.js";
import type { AccountsTables } from "../schema.js";
import { defaultWorkspaceId, defaultWorkspaceName } from "./rights.js";

/** A workspace: a part of the organisation's incidents with members of its own. */
export interface WorkspaceRow {
  id: Generated<number>;
  uuid: string;
  name: string;
  description: string;
  /** 0: no incident can be put into it; those that it holds stay. */
  enabled: number;
  /** Raised with every change of it and of its members. */
  vers: number;
  create_date: number;
}

/** A member of a workspace. */
export interface WorkspaceMemberRow {
  workspace_id: number;
  principal_id: number;
  /** analyst | observer */
  role: string;
}

/** Tables of the folder `workspaces`. */
export interface WorkspacesTables {
  workspaces: WorkspaceRow;
  workspace_members: WorkspaceMemberRow;
}

type Tables = WorkspacesTables & AccountsTables & IncidentsTables & TypesTables;

/** Migrations of the folder `workspaces`. Everybody who could see the incidents keeps seeing them. */
export const workspacesMigrations: Migration[] = [
  {
    name: "workspaces: workspaces, their members, and where incidents are",
    async up(db) {
      await db.schema
        .createTable("workspaces")
        .addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
        .addColumn("uuid", "text", (column) => column.notNull().unique())
        .addColumn("name", "text", (column) => column.notNull().unique())
        .addColumn("description", "text", (column) => column.notNull())
        .addColumn("enabled", "integer", (column) => column.notNull())
        .addColumn("vers", "integer", (column) => column.notNull())
        .addColumn("create_date", "bigint", (column) => column.notNull())
        .execute();
      await db.schema
        .createTable("workspace_members")
        .addColumn("workspace_id", "integer", (column) => column.notNull().references("workspaces.id").onDelete("cascade"))
        .addColumn("principal_id", "integer", (column) => column.notNull().references("principals.id"))
        .addColumn("role", "text", (column) => column.notNull())
        .addPrimaryKeyConstraint("workspace_members_key", ["principal_id", "workspace_id"])
        .execute();
      await db.schema.alterTable("principals").addColumn("every_workspace", "text").execute();
      await db.schema.alterTable("incidents").addColumn("workspace", "integer", (column) => column.notNull().defaultTo(defaultWorkspaceId)).execute();
      const rows = db as Kysely<Tables>;
      const base = { description: "", enabled: 1, vers: 1, create_date: 0 };
      await rows.insertInto("workspaces").values({ id: defaultWorkspaceId, uuid: stableUuid(`workspace ${defaultWorkspaceName}`), name: defaultWorkspaceName, ...base }).execute();
      await keepChoices(rows, base);
      await keepAccess(rows);
      await db.schema.createIndex("incidents_workspace").on("incidents").column("workspace").execute();
    },
  },
];

/** Values that somebody added to the field Workspace become workspaces with the same ids; incidents stay where they were. */
async function keepChoices(rows: Kysely<Tables>, base: { description: string; vers: number; create_date: number }): Promise<void> {
  const choices = await rows
    .selectFrom("field_values")
    .innerJoin("fields", "fields.id", "field_values.field_id")
    .select(["field_values.id", "field_values.uuid", "field_values.label", "field_values.enabled"])
    .where("fields.type_id", "=", 0)
    .where("fields.name", "=", "workspace")
    .where("field_values.id", "!=", defaultWorkspaceId)
    .execute();
  const names = new Set([defaultWorkspaceName.toLowerCase()]);
  for (const { id, uuid, label, enabled } of choices) {
    const name = names.has(label.toLowerCase()) ? `${label} (${id})` : label;
    names.add(name.toLowerCase());
    await rows.insertInto("workspaces").values({ id, uuid, name, ...base, enabled }).execute();
    const held = rows.selectFrom("incident_values").select("incident_id").where("path", "=", "workspace").where("number_value", "=", id);
    await rows.updateTable("incidents").set({ workspace: id }).where("id", "in", held).execute();
  }
}

async function keepAccess(rows: Kysely<Tables>): Promise<void> {
  const users = await rows.selectFrom("users").select("principal_id").execute();
  const workspaces = await rows.selectFrom("workspaces").select("id").execute();
  for (const { principal_id } of users) {
    for (const { id } of workspaces) await rows.insertInto("workspace_members").values({ workspace_id: id, principal_id, role: "analyst" }).execute();
  }
  const keys = rows.selectFrom("api_keys").select("principal_id");
  await rows.updateTable("principals").set({ every_workspace: "analyst" }).where("id", "in", keys).execute();
}
