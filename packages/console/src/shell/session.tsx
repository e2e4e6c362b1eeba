import type { SessionDTO } from "@soarkit/protocol";
import { createContext, useContext } from "react";

/** The login as the page knows it. */
export interface Session extends SessionDTO {
  /** `org_data.read`, `org_data.edit`, `function.read`, `function.edit`, `administer`. */
  permissions: string[];
}

/** What {@link useSession} answers. */
export interface SessionState extends Session {
  orgId: number;
  /** Name for people. */
  name: string;
  /** True when the person may do this. */
  may(permission: string): boolean;
}

/** Holds the session below the frame. */
export const SessionContext = createContext<SessionState | undefined>(undefined);

/** The session with what is derived from it. */
export function sessionState(session: Session): SessionState {
  const fullName = `${session.user_fname ?? ""} ${session.user_lname ?? ""}`.trim();
  return {
    ...session,
    orgId: session.orgs[0]?.id ?? 0,
    name: session.display_name ?? (fullName === "" ? (session.user_email ?? "Unknown") : fullName),
    may: (permission) => session.permissions.includes(permission),
  };
}

/** The session, or undefined where nobody is logged in. */
export function useSessionIfKnown(): SessionState | undefined {
  return useContext(SessionContext);
}

/** Who is logged in and what they may do. Only below the frame. */
export function useSession(): SessionState {
  const session = useContext(SessionContext);
  if (session === undefined) throw new Error("useSession needs the frame above it");
  return session;
}
