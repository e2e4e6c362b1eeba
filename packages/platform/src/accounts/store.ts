import { SoarkitError } from "@soarkit/protocol";
import { prepared } from "@soarkit/runtime";
import type { PlatformQueries } from "../database.js";
import { isPermission, isRole, rolePermissions, type Permission, type Principal } from "./principal.js";
import { everyWorkspace, type WorkspaceRights } from "./workspaces/rights.js";
import { asRole, readRights } from "./workspaces/store.js";

/** A user with what is needed to check a login. */
export interface StoredUser {
  readonly principal: Principal;
  readonly fname: string;
  readonly lname: string;
  readonly passwordHash: string | null;
  readonly active: boolean;
}

/** An API key with what is needed to check it. */
export interface StoredApiKey {
  readonly principal: Principal;
  readonly secretHash: string;
  readonly enabled: boolean;
}

function users(queries: PlatformQueries) {
  return queries
    .selectFrom("users")
    .innerJoin("principals", "principals.id", "users.principal_id")
    .select(["principals.id", "principals.name", "principals.display_name", "principals.every_workspace", "users.fname", "users.lname", "users.password_hash", "users.role", "users.status"]);
}

function apiKeys(queries: PlatformQueries) {
  return queries
    .selectFrom("api_keys")
    .innerJoin("principals", "principals.id", "api_keys.principal_id")
    .select(["principals.id", "principals.name", "principals.display_name", "principals.every_workspace", "api_keys.secret_hash", "api_keys.permissions", "api_keys.enabled"])
    .orderBy("principals.id");
}

const apiKeyById = prepared((queries: PlatformQueries, { clientId }: { clientId: string }) => apiKeys(queries).where("api_keys.client_id", "=", clientId));

type ApiKeyResult = Awaited<ReturnType<ReturnType<typeof apiKeys>["execute"]>>[number];
type UserResult = Awaited<ReturnType<ReturnType<typeof users>["execute"]>>[number];

/** Rights of an account: administrators work everywhere. */
function rightsOf(queries: PlatformQueries, row: { id: number; every_workspace: string | null }, permissions: readonly Permission[]): Promise<WorkspaceRights> | WorkspaceRights {
  const everywhere = permissions.includes("administer") ? "analyst" : asRole(row.every_workspace);
  return everywhere === "analyst" ? everyWorkspace : readRights(queries, row.id, everywhere);
}

async function storedUser(queries: PlatformQueries, row: UserResult): Promise<StoredUser> {
  const permissions: readonly Permission[] = isRole(row.role) ? rolePermissions[row.role] : [];
  return {
    principal: { id: row.id, kind: "user", name: row.name, displayName: row.display_name, permissions: new Set(permissions), workspaces: await rightsOf(queries, row, permissions) },
    fname: row.fname,
    lname: row.lname,
    passwordHash: row.password_hash,
    active: row.status === "A",
  };
}

/** The user with this e-mail (any case). */
export async function findUserByEmail(queries: PlatformQueries, email: string): Promise<StoredUser | undefined> {
  const row = await users(queries).where("users.email", "=", email.toLowerCase()).executeTakeFirst();
  return row === undefined ? undefined : storedUser(queries, row);
}

/** The user with this principal id. */
export async function findUserById(queries: PlatformQueries, id: number): Promise<StoredUser | undefined> {
  const row = await users(queries).where("users.principal_id", "=", id).executeTakeFirst();
  return row === undefined ? undefined : storedUser(queries, row);
}

/** The administrator that was created first. */
export async function findAdministrator(queries: PlatformQueries): Promise<StoredUser | undefined> {
  const row = await users(queries).where("users.role", "=", "administrator").where("users.status", "=", "A").orderBy("principals.id").executeTakeFirst();
  return row === undefined ? undefined : storedUser(queries, row);
}

/** The API key with this id. */
export async function findApiKey(queries: PlatformQueries, clientId: string): Promise<StoredApiKey | undefined> {
  return storedApiKey(queries, (await apiKeyById(queries, { clientId })).rows[0]);
}

/** The first API key of this name. */
export async function findApiKeyByName(queries: PlatformQueries, name: string): Promise<StoredApiKey | undefined> {
  return storedApiKey(queries, await apiKeys(queries).where("principals.display_name", "=", name).executeTakeFirst());
}

async function storedApiKey(queries: PlatformQueries, row: ApiKeyResult | undefined): Promise<StoredApiKey | undefined> {
  if (row === undefined) return undefined;
  const names: unknown = JSON.parse(row.permissions);
  const permissions = Array.isArray(names) ? names.filter((name): name is Permission => typeof name === "string" && isPermission(name)) : [];
  return {
    principal: { id: row.id, kind: "api_key", name: row.name, displayName: row.display_name, permissions: new Set(permissions), workspaces: await rightsOf(queries, row, permissions) },
    secretHash: row.secret_hash,
    enabled: row.enabled === 1,
  };
}

/** Adds a principal and answers its id. @throws SoarkitError `NAME_TAKEN`. */
export async function insertPrincipal(
  trx: PlatformQueries,
  principal: { kind: "user" | "api_key" | "local"; name: string; displayName: string; now: number },
): Promise<number> {
  const taken = await trx.selectFrom("principals").select("id").where("name", "=", principal.name).executeTakeFirst();
  if (taken !== undefined) throw new SoarkitError("NAME_TAKEN", { kind: "account", name: principal.name });
  const row = await trx
    .insertInto("principals")
    .values({ kind: principal.kind, name: principal.name, display_name: principal.displayName, create_date: principal.now, every_workspace: null })
    .returning("id")
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Adds a user to a principal. */
export async function insertUser(
  trx: PlatformQueries,
  user: { id: number; email: string; fname: string; lname: string; passwordHash: string | null; role: string },
): Promise<void> {
  await trx
    .insertInto("users")
    .values({ principal_id: user.id, email: user.email, fname: user.fname, lname: user.lname, password_hash: user.passwordHash, role: user.role, status: "A", last_login: null })
    .execute();
}

/** Adds an API key to a principal. */
export async function insertApiKey(trx: PlatformQueries, key: { id: number; clientId: string; secretHash: string; permissions: readonly string[] }): Promise<void> {
  await trx
    .insertInto("api_keys")
    .values({ principal_id: key.id, client_id: key.clientId, secret_hash: key.secretHash, permissions: JSON.stringify(key.permissions), enabled: 1 })
    .execute();
}

/** Gives a user another password. */
export async function updateUserPassword(trx: PlatformQueries, id: number, passwordHash: string): Promise<void> {
  await trx.updateTable("users").set({ password_hash: passwordHash }).where("principal_id", "=", id).execute();
}

/** Changes a key's secret or permissions. */
export async function updateApiKey(trx: PlatformQueries, id: number, change: { secretHash?: string; permissions?: readonly string[] }): Promise<void> {
  await trx
    .updateTable("api_keys")
    .set({
      ...(change.secretHash === undefined ? {} : { secret_hash: change.secretHash }),
      ...(change.permissions === undefined ? {} : { permissions: JSON.stringify(change.permissions) }),
    })
    .where("principal_id", "=", id)
    .execute();
}
