import { SoarkitError } from "@soarkit/protocol";
import { hashSecret, safeEqual } from "@soarkit/runtime";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Accounts, Caller } from "./accounts.js";

/** Cookies are shared by all ports of a host: the platform's has another name. `__Host-`: this host only, secure, whole site. */
const cookieName = "__Host-soarkit-hub";
const reading = new Set(["GET", "HEAD"]);

/** The session token in a request's cookie. */
export function sessionOf(request: FastifyRequest): string | undefined {
  for (const pair of (request.headers.cookie ?? "").split(";")) {
    const [name, value] = pair.trim().split("=", 2);
    if (name === cookieName && value !== undefined && value !== "") return value;
  }
  return undefined;
}

/** Puts the session into the browser, or takes it out when there is no token. */
export function setSession(reply: FastifyReply, token: string | undefined): void {
  void reply.header("set-cookie", `${cookieName}=${token ?? ""}; Path=/; Secure; HttpOnly; SameSite=Strict${token === undefined ? "; Max-Age=0" : ""}`);
}

/** The token that every change of a session carries as `x-sess-id`; it cannot be had from outside, since only the page may read it. */
export function csrfToken(session: string): string {
  return hashSecret(`csrf ${session}`);
}

/**
 * Who calls the hub's own interface: by `Authorization: Bearer`, or by the console's cookie, which changes only with `x-sess-id`.
 * @throws SoarkitError `HUB_UNAUTHENTICATED`, `HUB_SESSION_ENDED`, `HUB_CSRF_MISSING`, `HUB_TOKEN_INVALID`.
 */
export async function callerOf(request: FastifyRequest, accounts: Accounts): Promise<Caller> {
  const session = sessionOf(request);
  if (request.headers.authorization !== undefined || session === undefined) return accounts.byHeader(request.headers.authorization);
  const caller = await callerOfSession(session, accounts);
  const sent = request.headers["x-sess-id"];
  if (!reading.has(request.method) && (typeof sent !== "string" || !safeEqual(sent, csrfToken(session)))) throw new SoarkitError("HUB_CSRF_MISSING");
  return caller;
}

async function callerOfSession(session: string, accounts: Accounts): Promise<Caller> {
  try {
    return await accounts.byToken(session, "browser");
  } catch (error) {
    if (error instanceof SoarkitError && error.code === "HUB_TOKEN_INVALID") throw new SoarkitError("HUB_SESSION_ENDED", {}, { cause: error });
    throw error;
  }
}

/** What a role may do; the pages show it, the routes hold it. */
export function permissionsOf({ role }: Pick<Caller, "role">): string[] {
  return role === "admin" ? ["search", "import", "approve", "load_reports", "accounts", "feeds"] : ["search", "import"];
}
