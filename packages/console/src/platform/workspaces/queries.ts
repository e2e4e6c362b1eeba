import type { Entities, PrincipalDTO } from "@soarkit/protocol";
import { useQuery } from "@tanstack/react-query";
import { get } from "../../api/platform.js";

/** What a member may do in a workspace. */
export type WorkspaceRole = "analyst" | "observer";

/** A workspace with what the reader may do in it. */
export interface Workspace {
  id: number;
  name: string;
  description: string;
  enabled: boolean;
  system: boolean;
  vers: number;
  role: WorkspaceRole;
  incidents: number;
  open_incidents: number;
  members: number;
}

/** A member of a workspace. */
export interface Member {
  principal: PrincipalDTO;
  role: WorkspaceRole;
  everywhere: boolean;
}

/** Somebody who can be a member. */
export interface Account {
  principal: PrincipalDTO;
  everywhere: WorkspaceRole | null;
  administrator: boolean;
}

/** The workspaces that one is a member of. */
export function useWorkspaces() {
  return useQuery({ queryKey: ["configuration", "workspace", "list"], queryFn: async ({ signal }) => (await get<Entities<Workspace>>("/workspaces", { signal })).entities });
}

/** The members of a workspace. */
export function useMembers(id: number) {
  return useQuery({ queryKey: ["configuration", "workspace", "members", id], queryFn: ({ signal }) => get<{ members: Member[]; vers: number }>(`/workspaces/${id}/members`, { signal }) });
}

/** Everybody who can be a member; only for administrators. */
export function useAccounts() {
  return useQuery({ queryKey: ["configuration", "workspace", "accounts"], queryFn: async ({ signal }) => (await get<Entities<Account>>("/accounts", { signal })).entities });
}
