import { SoarkitError, type PrincipalDTO } from "@soarkit/protocol";
import { newId, parseInput } from "@soarkit/runtime";
import { recordAudit } from "../../audit/audit.js";
import type { PlatformDatabase, PlatformQueries, PlatformTransaction } from "../../database.js";
import { searchText } from "../../incidents/store.js";
import type { Fields } from "../../types/fields.js";
import { principalDTO, type Principal } from "../principal.js";
import { PrincipalDirectory, principalIdOf } from "../principals.js";
import { membersSchema, newWorkspaceSchema, rightsSchema, workspaceChangeSchema } from "./input.js";
import { defaultWorkspaceId, roleIn, type WorkspaceRights, type WorkspaceRole } from "./rights.js";
import * as store from "./store.js";
import type { Workspace } from "./store.js";

/** A workspace as REST shows it. */
export interface WorkspaceDTO {
  id: number;
  uuid: string;
  name: string;
  description: string;
  /** False: no incident can be put into it. */
  enabled: boolean;
  /** True for the workspace that is always there. */
  system: boolean;
  vers: number;
  create_date: number;
  export_key: string;
  /** What the reader may do in it. */
  role: WorkspaceRole;
  incidents: number;
  open_incidents: number;
  /** How many accounts are members of it by themselves. */
  members: number;
}

/** A member of a workspace as REST shows it. */
export interface WorkspaceMemberDTO {
  principal: PrincipalDTO;
  role: WorkspaceRole;
  /** True for who has this role in every workspace. */
  everywhere: boolean;
}

/** Workspaces and who may work in them. */
export class Workspaces {
  constructor(
    private readonly options: {
      readonly database: PlatformDatabase;
      readonly fields: Pick<Fields, "forget">;
      readonly now: () => number;
      /** Told of everybody whose rights have changed, after the change is stored. */
      readonly onRightsChanged: (principalId: number) => void;
    },
  ) {}

  /** All workspaces, for exports and menus of the platform itself. */
  all(within: PlatformQueries = this.options.database.db): Promise<Workspace[]> {
    return store.listWorkspaces(within);
  }

  /** The workspaces that the principal is a member of. */
  async list(principal: Principal): Promise<WorkspaceDTO[]> {
    const { db } = this.options.database;
    const incidents = await store.countIncidents(db);
    const members = await store.countMembers(db);
    return (await store.listWorkspaces(db)).flatMap((workspace) => {
      const role = roleIn(principal, workspace.id);
      if (role === undefined) return [];
      const { id, uuid, name, description, enabled, vers, createDate } = workspace;
      const { all, open } = incidents.get(id) ?? { all: 0, open: 0 };
      const system = id === defaultWorkspaceId;
      return { id, uuid, name, description, enabled, system, vers, create_date: createDate, export_key: name, role, incidents: all, open_incidents: open, members: members.get(id) ?? 0 };
    });
  }

  /** @throws SoarkitError `OBJECT_UNKNOWN`, also for who is no member of it. */
  async get(id: number, principal: Principal): Promise<WorkspaceDTO> {
    return (await this.list(principal)).find((workspace) => workspace.id === id) ?? unknown(id);
  }

  /** Creates a workspace without members. @throws SoarkitError `BODY_INVALID`, `NAME_TAKEN`. */
  async create(body: unknown, principal: Principal): Promise<WorkspaceDTO> {
    const id = await this.options.database.transaction((trx) => this.save(trx, body, principal));
    return this.get(id, principal);
  }

  /** The workspace with this name, created when there is none. */
  async ensure(name: string, principal: Principal): Promise<number> {
    return this.options.database.transaction(async (trx) => {
      const existing = (await store.listWorkspaces(trx)).find((workspace) => sameName(workspace.name, name));
      return existing?.id ?? this.save(trx, { name }, principal);
    });
  }

  /** Creates a workspace, or writes over one, as a part of a larger change. Answers its id. @throws SoarkitError `BODY_INVALID`, `NAME_TAKEN`. */
  async save(trx: PlatformTransaction, body: unknown, principal: Principal, existing?: Workspace): Promise<number> {
    const input = parseInput(newWorkspaceSchema, body, "workspace");
    if (existing !== undefined) return this.write(trx, existing, { name: input.name, description: input.description ?? "", enabled: input.enabled ?? true }, principal);
    const all = await store.listWorkspaces(trx);
    refuseTaken(all, input.name, undefined);
    this.options.fields.forget();
    const uuid = input.uuid !== undefined && input.uuid !== null && all.every((workspace) => workspace.uuid !== input.uuid) ? input.uuid : newId();
    const row = { uuid, name: input.name, description: input.description ?? "", enabled: input.enabled === false ? 0 : 1, create_date: this.options.now() };
    const id = await store.insertWorkspace(trx, row);
    await this.audit(trx, "workspace_created", { id, name: input.name }, principal, {});
    return id;
  }

  /**
   * Changes name, description or state. The default workspace keeps its name and stays on.
   * @throws SoarkitError `OBJECT_UNKNOWN`, `OBJECT_CHANGED`, `NAME_TAKEN`, `BUILT_IN`.
   */
  async update(id: number, body: unknown, principal: Principal): Promise<WorkspaceDTO> {
    const input = parseInput(workspaceChangeSchema, body, "workspace");
    await this.options.database.transaction(async (trx) => {
      const workspace = await this.require(trx, id);
      refuseStale(workspace, input.vers);
      const change = { name: input.name ?? workspace.name, description: input.description ?? workspace.description, enabled: input.enabled ?? workspace.enabled };
      await this.write(trx, workspace, change, principal);
    });
    return this.get(id, principal);
  }

  /** Deletes a workspace that holds no incidents. @throws SoarkitError `OBJECT_UNKNOWN`, `BUILT_IN`, `IN_USE`. */
  async delete(id: number, principal: Principal): Promise<void> {
    const left = await this.options.database.transaction(async (trx) => {
      const workspace = await this.require(trx, id);
      if (id === defaultWorkspaceId) throw new SoarkitError("BUILT_IN", { kind: "workspace", name: workspace.name });
      const incident = await store.incidentOf(trx, id);
      if (incident !== undefined) throw new SoarkitError("IN_USE", { kind: "workspace", name: workspace.name, by: `incident ${incident}` });
      const members = await store.listMembers(trx, id);
      this.options.fields.forget();
      await store.deleteWorkspace(trx, id);
      await this.audit(trx, "workspace_deleted", workspace, principal, {});
      return members.filter((member) => !member.everywhere);
    });
    for (const { principalId } of left) this.options.onRightsChanged(principalId);
  }

  /** Who may work in a workspace, by name; administrators may everywhere and are not listed. @throws SoarkitError `OBJECT_UNKNOWN`. */
  async members(id: number, principal: Principal): Promise<{ members: WorkspaceMemberDTO[]; vers: number }> {
    const { db } = this.options.database;
    const { vers } = await this.get(id, principal);
    const stored = await store.listMembers(db, id);
    const people = await PrincipalDirectory.read(db, stored.map((member) => member.principalId));
    const members = stored.map(({ principalId, role, everywhere }) => ({ principal: people.dto(principalId), role, everywhere }));
    return { members: members.sort((a, b) => a.principal.display_name.localeCompare(b.principal.display_name)), vers };
  }

  /** Replaces the members of a workspace. @throws SoarkitError `OBJECT_UNKNOWN`, `OBJECT_CHANGED`. */
  async setMembers(id: number, body: unknown, principal: Principal): Promise<void> {
    const input = parseInput(membersSchema, body, "list of members");
    const touched = await this.options.database.transaction(async (trx) => {
      const workspace = await this.require(trx, id);
      refuseStale(workspace, input.vers);
      const before = (await store.listMembers(trx, id)).filter((member) => !member.everywhere);
      const members = new Map<number, WorkspaceRole>();
      for (const member of input.members) members.set(await accountOf(trx, member.principal), member.role);
      await store.replaceMembers(trx, workspace, members);
      const changed = new Set([...before.filter((member) => members.get(member.principalId) !== member.role).map((member) => member.principalId)]);
      for (const added of members.keys()) if (before.every((member) => member.principalId !== added)) changed.add(added);
      await this.audit(trx, "workspace_members_changed", workspace, principal, { changed: await this.inWords(trx, changed, members) });
      return changed;
    });
    for (const account of touched) this.options.onRightsChanged(account);
  }

  /** Everybody who can be a member, with roles that hold in every workspace. */
  async accounts(): Promise<{ principal: PrincipalDTO; everywhere: WorkspaceRole | null; administrator: boolean }[]> {
    const all = await store.listAccounts(this.options.database.db);
    return all.map((account) => ({ principal: principalDTO(account), everywhere: account.everywhere ?? null, administrator: account.administrator }));
  }

  /** Where a principal may work. @throws SoarkitError `OBJECT_UNKNOWN`. */
  async rightsOf(account: number): Promise<{ everywhere: WorkspaceRole | null; workspaces: { workspace: { id: number; name: string }; role: WorkspaceRole }[] }> {
    const { db } = this.options.database;
    const { everywhere, roles } = await this.storedRights(db, account);
    const all = await store.listWorkspaces(db);
    return {
      everywhere: everywhere ?? null,
      workspaces: all.flatMap(({ id, name }) => {
        const role = roles.get(id);
        return role === undefined ? [] : [{ workspace: { id, name }, role }];
      }),
    };
  }

  /** Replaces where a principal may work. @throws SoarkitError `OBJECT_UNKNOWN` (account, workspace). */
  async setRights(account: number, body: unknown, principal: Principal): Promise<void> {
    const input = parseInput(rightsSchema, body, "list of workspaces");
    await this.options.database.transaction(async (trx) => {
      await this.storedRights(trx, account);
      const all = await store.listWorkspaces(trx);
      const roles = new Map<number, WorkspaceRole>();
      for (const { workspace, role } of input.workspaces) {
        const found = all.find(({ id, name }) => id === workspace || (typeof workspace === "string" && sameName(name, workspace)));
        roles.set(found?.id ?? unknown(workspace), role);
      }
      const rights: WorkspaceRights = { everywhere: input.everywhere ?? undefined, roles };
      await store.replaceRights(trx, account, rights);
      const detail = { everywhere: rights.everywhere ?? null, workspaces: all.filter(({ id }) => roles.has(id)).map(({ name, id }) => ({ name, role: roles.get(id) })) };
      const people = await PrincipalDirectory.read(trx, [account]);
      const at = this.options.now();
      await recordAudit(trx, { kind: "account_workspaces_changed", principalId: principal.id, incidentId: null, objectType: "account", objectId: account, objectName: people.dto(account).display_name, detail, at });
    });
    this.options.onRightsChanged(account);
  }

  private async write(trx: PlatformTransaction, workspace: Workspace, change: { name: string; description: string; enabled: boolean }, principal: Principal): Promise<number> {
    const { id } = workspace;
    if (id === defaultWorkspaceId && (change.name !== workspace.name || !change.enabled)) throw new SoarkitError("BUILT_IN", { kind: "workspace", name: workspace.name });
    refuseTaken(await store.listWorkspaces(trx), change.name, id);
    this.options.fields.forget();
    await store.updateWorkspace(trx, workspace, { ...change, enabled: change.enabled ? 1 : 0, searchName: searchText(change.name) });
    const before = { name: workspace.name, enabled: workspace.enabled };
    await this.audit(trx, "workspace_changed", { id, name: change.name }, principal, { before, after: { name: change.name, enabled: change.enabled } });
    return id;
  }

  private async require(queries: PlatformQueries, id: number): Promise<Workspace> {
    return (await store.listWorkspaces(queries)).find((workspace) => workspace.id === id) ?? unknown(id);
  }

  private async storedRights(queries: PlatformQueries, account: number): Promise<WorkspaceRights> {
    const stored = await store.everywhereOf(queries, account);
    if (stored === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "account", id: account });
    return store.readRights(queries, account, stored.role);
  }

  private async inWords(queries: PlatformQueries, changed: ReadonlySet<number>, members: ReadonlyMap<number, WorkspaceRole>) {
    const people = await PrincipalDirectory.read(queries, changed);
    return [...changed].map((id) => ({ account: people.dto(id).display_name, role: members.get(id) ?? null }));
  }

  private async audit(trx: PlatformTransaction, kind: string, workspace: { id: number; name: string }, principal: Principal, detail: object): Promise<void> {
    const { id, name } = workspace;
    await recordAudit(trx, { kind, principalId: principal.id, incidentId: null, objectType: "workspace", objectId: id, objectName: name, detail, at: this.options.now() });
  }
}

async function accountOf(trx: PlatformTransaction, handle: number | string): Promise<number> {
  const id = await principalIdOf(trx, handle);
  if (id === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "account", id: String(handle).slice(0, 100) });
  return id;
}

function refuseTaken(all: readonly Workspace[], name: string, own: number | undefined): void {
  if (all.some((workspace) => workspace.id !== own && sameName(workspace.name, name))) throw new SoarkitError("NAME_TAKEN", { kind: "workspace", name });
}

function refuseStale({ name, vers }: Workspace, sent: number): void {
  if (sent !== vers) throw new SoarkitError("OBJECT_CHANGED", { kind: "workspace", name, current: vers, sent });
}

function sameName(a: string, b: string): boolean {
  return a.normalize("NFC").toLowerCase() === b.normalize("NFC").toLowerCase();
}

function unknown(id: number | string): never {
  throw new SoarkitError("OBJECT_UNKNOWN", { kind: "workspace", id: String(id).slice(0, 100) });
}
