import { SoarkitError } from "@soarkit/protocol";
import { parseInput, type HttpServer } from "@soarkit/runtime";
import type { FastifyReply } from "fastify";
import { z } from "zod";
import type { Caller } from "../accounts/accounts.js";
import { callerOf, csrfToken, permissionsOf, sessionOf, setSession } from "../accounts/callers.js";
import type { ConsoleParts } from "./parts.js";

const credentials = z.object({ user: z.string().min(1).max(200), password: z.string().min(1).max(1_000) });
const link = z.object({ token: z.string().max(200).default("") });

/** Logging in and out of the console; the one-time link. Failed logins are slowed down as those of the STAXX face. */
export function registerSessionRoutes(server: HttpServer, { accounts }: ConsoleParts): void {
  server.post("/api/hub/session", async (request, reply) => {
    const { user, password } = parseInput(credentials, request.body, "login");
    const token = await orWait(reply, accounts.login(user, password, request.ip, "browser"));
    setSession(reply, token);
    return session(await accounts.byToken(token, "browser"), token);
  });

  server.get("/api/hub/session", async (request) => {
    const token = sessionOf(request);
    if (token === undefined) throw new SoarkitError("HUB_UNAUTHENTICATED");
    return session(await callerOf(request, accounts), token);
  });

  server.delete("/api/hub/session", async (request, reply) => {
    const token = sessionOf(request);
    if (token !== undefined) {
      await callerOf(request, accounts);
      await accounts.logout(token);
    }
    setSession(reply, undefined);
    return { success: true };
  });

  // The page explains a link that is used or expired; the address of the answer holds no token.
  server.get("/login/once", async (request, reply) => {
    const { token } = parseInput(link, request.query, "link");
    const opened = await accounts.useLoginLink(token);
    if (opened !== undefined) setSession(reply, opened);
    return reply.redirect(opened === undefined ? "/login?link=used" : "/?link=ok");
  });
}

function session(caller: Caller, token: string): unknown {
  return { user: caller.name, role: caller.role, permissions: permissionsOf(caller), csrf_token: csrfToken(token) };
}

async function orWait<T>(reply: FastifyReply, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof SoarkitError && error.code === "HUB_LOGIN_THROTTLED") void reply.header("retry-after", String(error.details.seconds ?? 1));
    throw error;
  }
}
