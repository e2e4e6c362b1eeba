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

/** `/rest/session`: log in, see who one is, log out (soar-protocol §1.3). */
export function registerSessionRoutes(server: FastifyInstance, deps: { accounts: Accounts; sessions: Sessions; org: Org }): void {
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
    await request.authenticated?.session?.end();
    clearSessionCookie(reply);
    return { success: true, title: null, message: null, hints: [] };
  });
}
