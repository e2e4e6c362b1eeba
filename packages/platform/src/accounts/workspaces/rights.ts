import type { FieldDefDTO } from "@soarkit/protocol";
import type { FieldDefinition } from "../../types/field-definition.js";
import type { Principal } from "../principal.js";

/** What a member may do with the incidents of a workspace: an observer reads, an analyst changes them too. */
export type WorkspaceRole = "analyst" | "observer";

/** Where a principal may work. What it may do there also depends on its own permissions. */
export interface WorkspaceRights {
  /** Role in every workspace, also in those that will be created; undefined for who has none. */
  readonly everywhere: WorkspaceRole | undefined;
  /** Roles in single workspaces, by workspace id. */
  readonly roles: ReadonlyMap<number, WorkspaceRole>;
}

/** Rights of administrators, of the platform itself and of what it does by rules and scripts. */
export const everyWorkspace: WorkspaceRights = { everywhere: "analyst", roles: new Map() };

/** Id of the workspace that is always there. */
export const defaultWorkspaceId = 1;

/** Name of the workspace that is always there. */
export const defaultWorkspaceName = "Default workspace";

/** Whose rights are asked for. */
export type Member = Pick<Principal, "workspaces">;

/** The principal's role in a workspace; undefined when it is none of its members. */
export function roleIn({ workspaces }: Member, workspace: number): WorkspaceRole | undefined {
  const own = workspaces.roles.get(workspace);
  return workspaces.everywhere === "analyst" || own === undefined ? workspaces.everywhere ?? own : own;
}

/** Whether the principal may change incidents of this workspace, as far as workspaces decide it. */
export function mayChangeIn(member: Member, workspace: number): boolean {
  return roleIn(member, workspace) === "analyst";
}

/**
 * The workspaces whose incidents the principal may see, for conditions in SQL; undefined where that is all of them.
 * Never empty: who is a member of none gets an id that no workspace has.
 */
export type WorkspaceScope = readonly [number, ...number[]] | undefined;

/** What the principal may see. Without a principal: everything, as the platform itself does. */
export function scopeOf(member: Member | undefined): WorkspaceScope {
  if (member === undefined || member.workspaces.everywhere !== undefined) return undefined;
  return [0, ...member.workspaces.roles.keys()];
}

/** Whether somebody may know of what happened in one of these workspaces. */
export function mayKnowOf(member: Member, workspaces: readonly number[]): boolean {
  return member.workspaces.everywhere !== undefined || workspaces.some((id) => member.workspaces.roles.has(id));
}

/** Incident fields as the principal may choose from them: workspaces in which it may change things, and the current one. */
export function choosableFields(fields: readonly FieldDefinition[], member: Member, current?: unknown): readonly FieldDefinition[] {
  return narrowed(fields, ({ value, enabled }) => value === current || (enabled && mayChangeIn(member, value)));
}

/** Incident fields as the principal may ask for them: without the workspaces that it must not know of. */
export function knownFields(fields: readonly FieldDefinition[], member: Member): readonly FieldDefinition[] {
  return narrowed(fields, ({ value }) => roleIn(member, value) !== undefined);
}

function narrowed(fields: readonly FieldDefinition[], keep: (value: FieldDefinition["values"][number]) => boolean): readonly FieldDefinition[] {
  return fields.map((field) => {
    if (field.path !== "workspace" || field.typeName !== "incident") return field;
    const values = field.values.filter(keep);
    return values.length === field.values.length ? field : { ...field, values };
  });
}

/** A field as the principal may read it: the field Workspace names only its own workspaces. */
export function knownFieldDTO(field: FieldDefDTO, member: Member): FieldDefDTO {
  if (field.type_id !== 0 || field.name !== "workspace" || field.prefix !== null) return field;
  return { ...field, values: field.values.filter(({ value }) => roleIn(member, value) !== undefined) };
}
