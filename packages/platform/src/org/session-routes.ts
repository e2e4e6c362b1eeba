import { SoarkitError } from "@soarkit/protocol";
import { parseInput } from "@soarkit/runtime";
import type { FastifyInstance } from "fastify";
import * as z from "zod";
import type { Accounts } from "../accounts/accounts.js";
import type { Sessions } from "../accounts/sessions.js";
import { clearSessionCookie, setSessionCookie } from "../http/auth.js";
import type { Org } from "./org.js";
import { sessionDTO } from "./session-dto.js";

const loginSchema = z.looseObject({ email: z.string().min(1).max(300), password: z.string().max(1000) });

/** What the routes need. */
export interface SessionRoutesDeps {
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly org: Org;
  /** Called with the CSRF token of a login that was ended: its streams end with it. */
  readonly onLogout: (login: string) => void;
}

/** `/rest/session`: log in, see who one is, log out (soar-protocol §1.3). */
export function registerSessionRoutes(server: FastifyInstance, deps: SessionRoutesDeps): void {
  const { accounts, sessions, org } = deps;
  server.get("/session", (request) => {
    if (request.authenticated === null) throw new SoarkitError("LOGIN_REQUIRED");
    return Promise.resolve(sessionDTO(request.authenticated, org, request.ip));
  });
  server.post("/session", async (request, reply) => {
    const login = parseInput(loginSchema, request.body, "login");
    const principal = await accounts.authenticateUser(login.email, login.password, request.ip);
    if (principal === undefined) throw new SoarkitError("LOGIN_FAILED");
    const { token, session } = await sessions.begin(principal);
    setSessionCookie(reply, token);
    return sessionDTO({ principal, session }, org, request.ip);
  });
  server.delete("/session", async (request, reply) => {
    const session = request.authenticated?.session;
    await session?.end();
    if (session !== undefined) deps.onLogout(session.csrfToken);
    clearSessionCookie(reply);
    return { success: true, title: null, message: null, hints: [] };
  });
}
