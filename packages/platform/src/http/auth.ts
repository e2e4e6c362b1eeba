import cookie from "@fastify/cookie";
import { SoarkitError } from "@soarkit/protocol";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Accounts } from "../accounts/accounts.js";
import type { Permission, Principal } from "../accounts/principal.js";
import type { LoginSession, Sessions } from "../accounts/sessions.js";
import { roleIn } from "../accounts/workspaces/rights.js";

declare module "fastify" {
  interface FastifyRequest {
    /** Who asks; null before authentication and on pages that anybody may read. */
    authenticated: Authenticated | null;
    /** Id of the workspace of the incident that the path names; null where it names none. */
    workspace: number | null;
    /** Who asks. @throws SoarkitError `LOGIN_REQUIRED` when nobody is logged in. */
    readonly principal: Principal;
  }
}

/** A request's principal and, for people, the login it belongs to. */
export interface Authenticated {
  readonly principal: Principal;
  readonly session: LoginSession | undefined;
}

/** Name of the session cookie: IBM's clients look for this one (soar-protocol §1.3). */
export const sessionCookie = "JSESSIONID";
/** The same for browsers: a name that neither another server on this host nor plain HTTP can set (console.md §2.1). */
export const browserCookie = "__Host-soarkit-platform";

const cookieOptions = { path: "/", secure: true, httpOnly: true, sameSite: "strict" } as const;

/**
 * Checks what the account may do, and for changes of incidents its role in the workspace of the incident that the path names.
 * @throws SoarkitError `PERMISSION_MISSING`, `WORKSPACE_READ_ONLY`.
 */
export function requirePermission(request: FastifyRequest, permission: Permission): void {
  const { principal, workspace } = request;
  if (!principal.permissions.has(permission)) throw new SoarkitError("PERMISSION_MISSING", { who: principal.displayName, permission });
  if (permission === "org_data.edit" && workspace !== null && roleIn(principal, workspace) === "observer") throw new SoarkitError("WORKSPACE_READ_ONLY", { who: principal.displayName });
}

/** What telling who asks needs. */
export interface AuthenticationDeps {
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  /** The rules that led to the message with this context token, oldest first; undefined for a token that counts no more. */
  readonly readContext: (token: string) => Promise<readonly number[] | undefined>;
}

/** Gives every request of this server its principal: API key, session cookie with CSRF check, or local token. */
export async function registerAuthentication(server: FastifyInstance, deps: AuthenticationDeps): Promise<void> {
  await server.register(cookie);
  server.decorateRequest("authenticated", null);
  server.decorateRequest("workspace", null);
  server.decorateRequest("principal", {
    getter(this: FastifyRequest): Principal {
      if (this.authenticated === null) throw new SoarkitError("LOGIN_REQUIRED");
      return this.authenticated.principal;
    },
  });
  server.addHook("onRequest", async (request) => {
    request.authenticated = await withCause(request, (await authenticate(request, deps)) ?? null, deps);
  });
}

/** Refuses requests of nobody; for the routes below `/rest`. */
export function requireLogin(server: FastifyInstance): void {
  server.addHook("onRequest", async (request) => {
    if (request.authenticated === null) throw new SoarkitError("LOGIN_REQUIRED");
    await Promise.resolve();
  });
}

/** Hands the browser or client its session, under both names. */
export function setSessionCookie(reply: FastifyReply, token: string): void {
  for (const name of [sessionCookie, browserCookie]) void reply.setCookie(name, token, cookieOptions);
}

/** Takes the session cookies away. */
export function clearSessionCookie(reply: FastifyReply): void {
  for (const name of [sessionCookie, browserCookie]) void reply.clearCookie(name, cookieOptions);
}

/** A client hands back the context token of the message it answers (soar-protocol §2.5): its changes do not set off the same rules. */
async function withCause(request: FastifyRequest, authenticated: Authenticated | null, { readContext }: AuthenticationDeps): Promise<Authenticated | null> {
  const token = request.headers["x-co3contexttoken"];
  if (authenticated === null || typeof token !== "string") return authenticated;
  const chain = await readContext(token);
  return chain === undefined ? authenticated : { ...authenticated, principal: { ...authenticated.principal, cause: { chain } } };
}

async function authenticate(request: FastifyRequest, deps: AuthenticationDeps): Promise<Authenticated | undefined> {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const [scheme = "", value = ""] = authorization.trim().split(/\s+/, 2);
    if (scheme.toLowerCase() === "basic") return { principal: await apiKey(value, deps.accounts), session: undefined };
    if (scheme.toLowerCase() === "bearer") {
      const principal = deps.accounts.localAdministrator(value);
      if (principal === undefined) throw new SoarkitError("LOGIN_REQUIRED");
      return { principal, session: undefined };
    }
    throw new SoarkitError("LOGIN_REQUIRED");
  }
  for (const token of sessionTokens(request.headers.cookie)) {
    const session = await deps.sessions.find(token);
    if (session === undefined) continue;
    checkCsrf(request, session);
    return { principal: session.principal, session };
  }
  return undefined;
}

async function apiKey(encoded: string, accounts: Accounts): Promise<Principal> {
  const text = Buffer.from(encoded, "base64").toString("utf8");
  const colon = text.indexOf(":");
  const principal = colon < 0 ? undefined : await accounts.authenticateApiKey(text.slice(0, colon), text.slice(colon + 1));
  if (principal === undefined) throw new SoarkitError("API_KEY_INVALID");
  return principal;
}

/** Reading is allowed without the header (a page opened by a link has none); a wrong one is always refused. */
function checkCsrf(request: FastifyRequest, session: LoginSession): void {
  const sent = request.headers["x-sess-id"];
  const reading = request.method === "GET" || request.method === "HEAD";
  const loggingIn = request.method === "POST" && request.url.split("?", 1)[0]?.replace(/\/+$/, "") === "/rest/session";
  if (loggingIn || (sent === undefined && reading)) return;
  if (typeof sent !== "string" || !session.ownsCsrfToken(sent)) throw new SoarkitError("CSRF_INVALID");
}

/** All session cookies of the header, the browser's own first: IBM's client sends its twice, and other servers on this host add theirs. */
export function sessionTokens(header: string | undefined): string[] {
  const found = { [browserCookie]: new Set<string>(), [sessionCookie]: new Set<string>() };
  for (const part of (header ?? "").split(";", 64)) {
    const [name, value] = part.trim().split("=", 2);
    if ((name === browserCookie || name === sessionCookie) && value !== undefined && value !== "") found[name].add(value.replace(/^"|"$/g, ""));
  }
  return [...new Set([...found[browserCookie], ...found[sessionCookie]])].slice(0, 4);
}
