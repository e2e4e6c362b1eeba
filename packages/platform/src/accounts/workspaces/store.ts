import { prepared } from "@soarkit/runtime";
import { sql, type Selectable } from "kysely";
import type { PlatformQueries, PlatformTransaction } from "../../database.js";
import { defaultWorkspaceId, type WorkspaceRights, type WorkspaceRole } from "./rights.js";
import type { WorkspaceRow } from "./schema.js";

const workspacesByIncident = prepared((queries: PlatformQueries, { ids }: { ids: string }) => queries.selectFrom("incidents").select(["id", "workspace"]).where("id", "in", sql<number>`(select value from json_each(${ids}))`));

/** A workspace. */
export interface Workspace {
  readonly id: number;
  readonly uuid: string;
  readonly name: string;
  readonly description: string;
  readonly enabled: boolean;
  readonly vers: number;
  readonly createDate: number;
}

/** Somebody with a role in a workspace. */
export interface StoredMember {
  readonly principalId: number;
  readonly role: WorkspaceRole;
  /** True when the role is one in every workspace. */
  readonly everywhere: boolean;
}

/** A role as stored; undefined for none. */
export function asRole(text: string | null): WorkspaceRole | undefined {
  return text === "analyst" || text === "observer" ? text : undefined;
}

/** The rights of one principal. @param everywhere its role in every workspace. */
export async function readRights(queries: PlatformQueries, principalId: number, everywhere: WorkspaceRole | undefined): Promise<WorkspaceRights> {
  const rows = await queries.selectFrom("workspace_members").select(["workspace_id", "role"]).where("principal_id", "=", principalId).execute();
  return { everywhere, roles: new Map(rows.flatMap((row) => (asRole(row.role) === undefined ? [] : [[row.workspace_id, asRole(row.role) as WorkspaceRole]]))) };
}

/** All workspaces, the default one first, then by name. */
export async function listWorkspaces(queries: PlatformQueries): Promise<Workspace[]> {
  const rows = await queries.selectFrom("workspaces").selectAll().orderBy("name").execute();
  return rows.map(toWorkspace).sort((a, b) => Number(b.id === defaultWorkspaceId) - Number(a.id === defaultWorkspaceId));
}

/** Open and all incidents by workspace. */
export async function countIncidents(queries: PlatformQueries): Promise<ReadonlyMap<number, { all: number; open: number }>> {
  const rows = await queries
    .selectFrom("incidents")
    .select(["workspace", "plan_status", (eb) => eb.fn.countAll<number>().as("n")])
    .groupBy(["workspace", "plan_status"])
    .execute();
  const counts = new Map<number, { all: number; open: number }>();
  for (const row of rows) {
    const { all, open } = counts.get(row.workspace) ?? { all: 0, open: 0 };
    counts.set(row.workspace, { all: all + row.n, open: open + (row.plan_status === "A" ? row.n : 0) });
  }
  return counts;
}

/** Stores a new workspace and answers its id. */
export async function insertWorkspace(trx: PlatformTransaction, row: Omit<WorkspaceRow, "id" | "vers">): Promise<number> {
  const { id } = await trx.insertInto("workspaces").values({ ...row, vers: 1 }).returning("id").executeTakeFirstOrThrow();
  return id;
}

/** Changes a workspace; what conditions and searches know of its incidents follows a new name. */
export async function updateWorkspace(trx: PlatformTransaction, { id, vers }: Workspace, change: { name: string; description: string; enabled: number; searchName: string }): Promise<void> {
  const { searchName, ...row } = change;
  await trx.updateTable("workspaces").set({ ...row, vers: vers + 1 }).where("id", "=", id).execute();
  await trx.updateTable("incident_values").set({ text_value: searchName }).where("path", "=", "workspace").where("number_value", "=", id).execute();
}

/** Takes a workspace away. */
export async function deleteWorkspace(trx: PlatformTransaction, id: number): Promise<void> {
  await trx.deleteFrom("workspaces").where("id", "=", id).execute();
}

/** An incident of this workspace; undefined when it is empty. */
export async function incidentOf(trx: PlatformTransaction, workspace: number): Promise<number | undefined> {
  const row = await trx.selectFrom("incidents").select("id").where("workspace", "=", workspace).executeTakeFirst();
  return row?.id;
}

/** Who has a role in this workspace, by itself or everywhere; administrators are left out. */
export async function listMembers(queries: PlatformQueries, workspace: number): Promise<StoredMember[]> {
  const own = await queries.selectFrom("workspace_members").select(["principal_id", "role"]).where("workspace_id", "=", workspace).execute();
  const everywhere = await queries.selectFrom("principals").select(["id", "every_workspace"]).where("every_workspace", "is not", null).execute();
  return [
    ...own.flatMap((row) => member(row.principal_id, row.role, false)),
    ...everywhere.flatMap((row) => member(row.id, row.every_workspace, true)),
  ];
}

/** How many principals are members of each workspace by themselves. */
export async function countMembers(queries: PlatformQueries): Promise<ReadonlyMap<number, number>> {
  const rows = await queries.selectFrom("workspace_members").select(["workspace_id", (eb) => eb.fn.countAll<number>().as("n")]).groupBy("workspace_id").execute();
  return new Map(rows.map((row) => [row.workspace_id, row.n]));
}

/** Replaces the members of a workspace. */
export async function replaceMembers(trx: PlatformTransaction, { id, vers }: Workspace, members: ReadonlyMap<number, WorkspaceRole>): Promise<void> {
  await trx.deleteFrom("workspace_members").where("workspace_id", "=", id).execute();
  for (const [principal, role] of members) await addMember(trx, id, principal, role);
  await trx.updateTable("workspaces").set({ vers: vers + 1 }).where("id", "=", id).execute();
}

/** Adds a member. */
export async function addMember(trx: PlatformQueries, workspace: number, principal: number, role: WorkspaceRole): Promise<void> {
  await trx.insertInto("workspace_members").values({ workspace_id: workspace, principal_id: principal, role }).execute();
}

/** Replaces what a principal may do in workspaces. */
export async function replaceRights(trx: PlatformQueries, principal: number, rights: WorkspaceRights): Promise<void> {
  await trx.updateTable("principals").set({ every_workspace: rights.everywhere ?? null }).where("id", "=", principal).execute();
  await trx.deleteFrom("workspace_members").where("principal_id", "=", principal).execute();
  for (const [workspace, role] of rights.roles) await addMember(trx, workspace, principal, role);
}

/** Role in every workspace of a user or API key; undefined when there is no such account. */
export async function everywhereOf(queries: PlatformQueries, account: number): Promise<{ role: WorkspaceRole | undefined } | undefined> {
  const row = await queries.selectFrom("principals").select("every_workspace").where("id", "=", account).where("kind", "!=", "local").executeTakeFirst();
  return row === undefined ? undefined : { role: asRole(row.every_workspace) };
}

/** Everybody who can be a member: users and API keys, by name. */
export async function listAccounts(queries: PlatformQueries): Promise<{ id: number; kind: string; name: string; displayName: string; everywhere: WorkspaceRole | undefined; administrator: boolean }[]> {
  const rows = await queries
    .selectFrom("principals")
    .leftJoin("users", "users.principal_id", "principals.id")
    .select(["principals.id", "principals.kind", "principals.name", "principals.display_name", "principals.every_workspace", "users.role"])
    .where("principals.kind", "!=", "local")
    .orderBy("principals.display_name")
    .execute();
  return rows.map((row) => ({ id: row.id, kind: row.kind, name: row.name, displayName: row.display_name, everywhere: asRole(row.every_workspace), administrator: row.role === "administrator" }));
}

/** Where incidents are, by incident; those that do not exist are left out. */
export async function workspacesOf(queries: PlatformQueries, incidents: readonly number[]): Promise<ReadonlyMap<number, number>> {
  const { rows } = await workspacesByIncident(queries, { ids: JSON.stringify(incidents) });
  return new Map(rows.map((row) => [row.id, row.workspace]));
}

/** The incident that a run of a rule, a call or a workflow instance belongs to. */
export async function incidentOfRun(queries: PlatformQueries, table: "invocations" | "workflow_instances", id: number): Promise<number | undefined> {
  const row = await queries.selectFrom(table).select("incident_id").where("id", "=", id).executeTakeFirst();
  return row?.incident_id;
}

function member(principalId: number, stored: string | null, everywhere: boolean): StoredMember[] {
  const role = asRole(stored);
  return role === undefined ? [] : [{ principalId, role, everywhere }];
}

function toWorkspace(row: Selectable<WorkspaceRow>): Workspace {
  return { id: row.id, uuid: row.uuid, name: row.name, description: row.description, enabled: row.enabled === 1, vers: row.vers, createDate: row.create_date };
}
