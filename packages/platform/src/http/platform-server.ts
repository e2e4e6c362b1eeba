import { SoarkitError } from "@soarkit/protocol";
import { createHttpServer, type EventStreams, type HttpServer, type Logger } from "@soarkit/runtime";
import type { FastifyInstance } from "fastify";
import type { Accounts } from "../accounts/accounts.js";
import type { Sessions } from "../accounts/sessions.js";
import { registerLiveRoutes, type LoginStreams } from "../live/routes.js";
import { constants } from "../org/const.js";
import type { RecentErrors } from "../console/recent-errors.js";
import type { Org } from "../org/org.js";
import { registerSessionRoutes } from "../org/session-routes.js";
import { registerAuthentication, requireLogin, type AuthenticationDeps } from "./auth.js";
import { pathParameter } from "./formats.js";
import { registerPages } from "./pages.js";

/** What the server is made of. */
export interface PlatformServerOptions {
  readonly tls: { readonly cert: string; readonly key: string };
  readonly log: Logger;
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly org: Org;
  /** Folder of the built console. */
  readonly consoleDir?: string | undefined;
  readonly logins: LoginStreams;
  readonly streams: EventStreams;
  readonly errors: RecentErrors;
  readonly readContext: AuthenticationDeps["readContext"];
  /** Adds the routes below `/rest`, for principals only. */
  readonly restRoutes: (server: FastifyInstance) => void;
  /** Adds the routes below `/rest/orgs/{org}`, for principals only. */
  readonly orgRoutes: (server: FastifyInstance) => void;
}

/** The platform's HTTPS server: pages, `/rest`, and `/rest/orgs/{org}`. Every route below `/rest` but the login knows who asks. */
export async function createPlatformServer(options: PlatformServerOptions): Promise<HttpServer> {
  const { accounts, sessions, org } = options;
  const server = createHttpServer({ name: "platform", tls: options.tls, log: options.log, http2: true });
  options.streams.endWith(server);
  options.errors.watch(server);
  await server.register(async (known) => {
    await registerAuthentication(known, { accounts, sessions, readContext: options.readContext });
    await registerPages(known, { accounts, sessions, org, consoleDir: options.consoleDir });
    await known.register(
      async (rest) => {
        registerSessionRoutes(rest, { accounts, sessions, org, onLogout: (login) => options.logins.end(login) });
        await rest.register(async (closed) => {
          requireLogin(closed);
          closed.get("/const", () => Promise.resolve(constants()));
          options.restRoutes(closed);
          await closed.register(
            (scope, _options, done) => {
              requireOrg(scope, org);
              registerLiveRoutes(scope, options);
              options.orgRoutes(scope);
              done();
            },
            { prefix: "/orgs/:org" },
          );
        });
      },
      { prefix: "/rest" },
    );
  });
  return server;
}

/** Refuses other organisations than ours. */
function requireOrg(server: FastifyInstance, org: Org): void {
  const known: readonly string[] = [String(org.id), org.uuid, org.name];
  server.addHook("onRequest", (request, _reply, done) => {
    const asked = pathParameter(request, "org");
    done(known.includes(asked) ? undefined : new SoarkitError("ORG_UNKNOWN", { org: asked.slice(0, 100), known: `${org.name} (${org.id})` }));
  });
}
