import { queryOptions } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import { setCsrfToken } from "../api/rest.js";
import { hub } from "./api.js";

/** Who is logged in to the hub. */
export interface HubSession {
  user: string;
  role: "admin" | "analyst";
  /** `search`, `import`, `approve`, `load_reports`, `accounts`. */
  permissions: string[];
  csrf_token: string;
}

/** Who is logged in. Its error with status 401 means nobody. */
export const hubSessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async ({ signal }) => {
    const session = await hub<HubSession>("GET", "/session", undefined, signal);
    setCsrfToken(session.csrf_token);
    return session;
  },
  staleTime: 60_000,
});

/** Holds the session below the frame. */
export const HubSessionContext = createContext<HubSession | undefined>(undefined);

/** Who is logged in and what they may do. Only below the frame. */
export function useHubSession(): HubSession & { may(permission: string): boolean } {
  const session = useContext(HubSessionContext);
  if (session === undefined) throw new Error("useHubSession needs the frame above it");
  return { ...session, may: (permission) => session.permissions.includes(permission) };
}

/** Why an action is off for this person; undefined when it is not. */
export function missing(session: { may(permission: string): boolean }, permission: string): string | undefined {
  return session.may(permission) ? undefined : "Only accounts with the role admin may do this. Ask an administrator of the hub.";
}
