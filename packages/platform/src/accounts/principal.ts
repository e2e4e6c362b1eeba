import type { PrincipalDTO } from "@soarkit/protocol";
import type { WorkspaceRights } from "./workspaces/rights.js";

/** Who does something. */
export interface Principal {
  /** Id shared by users, API keys and the platform itself. */
  readonly id: number;
  /** `local`: the command line on this machine, known by its token in `run.json`. */
  readonly kind: "user" | "api_key" | "local";
  /** E-mail of a user, uuid of an API key. */
  readonly name: string;
  readonly displayName: string;
  readonly permissions: ReadonlySet<Permission>;
  /** Where it may work. */
  readonly workspaces: WorkspaceRights;
  /** What led to what it does now; none when it acts of its own accord. */
  readonly cause?: Cause | undefined;
}

/** Why a principal makes a change: rules led to it. A rule is not run by what it led to itself. */
export interface Cause {
  /** Ids of the rules, oldest first. */
  readonly chain: readonly number[];
  /** The event whose rules make the change while they are asked about it. */
  readonly event?: number | undefined;
}

/**
 * What a principal may be allowed to do. The first three are the ones that IBM's documents ask of an integration
 * server's key ("Org Data: Read, Edit; Function: Read"); `function.edit` covers functions, rules, workflows, scripts
 * and their import, `administer` accounts and the action status of everybody.
 */
export const permissionNames = ["org_data.read", "org_data.edit", "function.read", "function.edit", "administer"] as const;
export type Permission = (typeof permissionNames)[number];

/** Roles of people, with what they may do. */
export const rolePermissions = {
  administrator: permissionNames,
  analyst: ["org_data.read", "org_data.edit", "function.read"],
  observer: ["org_data.read", "function.read"],
} as const satisfies Record<string, readonly Permission[]>;
export type Role = keyof typeof rolePermissions;

/** True for the name of a permission. */
export function isPermission(name: string): name is Permission {
  return (permissionNames as readonly string[]).includes(name);
}

/** True for the name of a role. */
export function isRole(name: string): name is Role {
  return Object.hasOwn(rolePermissions, name);
}

/** The principal as it stands in DTOs (soar-protocol §1.11 "creator_principal"). */
export function principalDTO(principal: { id: number; kind: string; name: string; displayName: string }): PrincipalDTO {
  const type = principal.kind === "user" ? "user" : principal.kind === "api_key" ? "apikey" : "system";
  return { id: principal.id, type, name: principal.name, display_name: principal.displayName };
}
