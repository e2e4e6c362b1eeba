import { existsSync } from "node:fs";
import { join } from "node:path";
import { SoarkitError } from "@soarkit/protocol";
import { serveConsole } from "@soarkit/runtime";
import type { FastifyInstance } from "fastify";
import type { Accounts } from "../accounts/accounts.js";
import type { Sessions } from "../accounts/sessions.js";
import type { Org } from "../org/org.js";
import { serverVersion } from "../org/server-version.js";
import { setSessionCookie } from "./auth.js";
import { queryValue } from "./formats.js";
import { escapeHtml } from "./text-content.js";

/** Addresses of the console's pages (console.md §2.2). Files and `/rest` have addresses of their own. */
const pageRoutes = [
  "/",
  "/login",
  ...["/incidents", "/actions", "/customize", "/admin", "/settings", "/tasks", "/artifacts", "/search"].flatMap((path) => [path, `${path}/*`]),
];

/** What the pages need. */
export interface PagesDeps {
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly org: Org;
  /** Folder of the built console; without it a plain first page shows. */
  readonly consoleDir?: string | undefined;
}

/** The console or, where none is built, a plain first page; and the one-time login link. */
export async function registerPages(server: FastifyInstance, deps: PagesDeps): Promise<void> {
  const { accounts, sessions, org, consoleDir } = deps;
  const built = consoleDir !== undefined && existsSync(join(consoleDir, "platform", "index.html"));
  if (built) await serveConsole(server, { folder: consoleDir, entry: "platform", routes: pageRoutes });
  else {
    server.get("/", async (request, reply) => {
      const who = request.authenticated?.principal.displayName;
      return reply.type("text/html; charset=utf-8").send(firstPage(org, who));
    });
  }
  server.get("/login/once", async (request, reply) => {
    reply.header("cache-control", "no-store").header("referrer-policy", "no-referrer");
    try {
      const principal = await accounts.useLoginLink(queryValue(request, "token") ?? "");
      setSessionCookie(reply, (await sessions.begin(principal)).token);
    } catch (error) {
      if (built && error instanceof SoarkitError && error.code === "LOGIN_LINK_INVALID") return reply.redirect("/login?link=invalid", 303);
      throw error;
    }
    return reply.redirect(built ? "/incidents?link=ok" : "/", 303);
  });
}

function firstPage(org: Org, who: string | undefined): string {
  const login = who === undefined ? "Nobody is logged in. Use the login link that <code>npm start</code> printed." : `Logged in as <strong>${escapeHtml(who)}</strong>.`;
  const rest = `/rest/orgs/${org.id}`;
  const links = ["/rest/session", "/rest/const", rest, `${rest}/incidents`, `${rest}/types`, `${rest}/functions`].map((path) => `<li><a href="${path}">${path}</a></li>`);
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Soarkit Platform</title></head>
<body>
<main>
<h1>Soarkit Platform</h1>
<p>The SOAR platform of the organisation ${escapeHtml(org.name)} (id ${org.id}), speaking the REST interface of IBM SOAR ${serverVersion.version}.</p>
<p>${login}</p>
<h2>REST</h2>
<ul>${links.join("")}</ul>
</main>
</body>
</html>
`;
}
