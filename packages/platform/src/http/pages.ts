import type { FastifyInstance } from "fastify";
import type { Accounts } from "../accounts/accounts.js";
import type { Sessions } from "../accounts/sessions.js";
import type { Org } from "../org/org.js";
import { serverVersion } from "../org/server-version.js";
import { setSessionCookie } from "./auth.js";
import { queryValue } from "./formats.js";
import { escapeHtml } from "./text-content.js";

/** The plain first page, and the one-time login link. */
export function registerPages(server: FastifyInstance, deps: { accounts: Accounts; sessions: Sessions; org: Org }): void {
  const { accounts, sessions, org } = deps;
  server.get("/", async (request, reply) => {
    const who = request.authenticated?.principal.displayName;
    return reply.type("text/html; charset=utf-8").send(firstPage(org, who));
  });
  server.get("/login/once", async (request, reply) => {
    const principal = await accounts.useLoginLink(queryValue(request, "token") ?? "");
    const { token } = await sessions.begin(principal);
    setSessionCookie(reply, token);
    return reply.header("cache-control", "no-store").header("referrer-policy", "no-referrer").redirect("/", 303);
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
