import { parseInput, serveConsole, type HttpServer } from "@soarkit/runtime";
import { z } from "zod";
import { callerOf } from "../accounts/callers.js";
import { registerAccountRoutes } from "./account-routes.js";
import { registerDeepLinks } from "./deep-links.js";
import { registerEnclaveRoutes } from "./enclave-routes.js";
import { registerImportRoutes } from "./import-routes.js";
import type { ConsoleParts } from "./parts.js";
import { registerReportRoutes } from "./report-routes.js";
import { registerSearchRoutes } from "./search-routes.js";
import { registerSessionRoutes } from "./session-routes.js";
import { registerWarningListRoutes } from "../warninglists/routes.js";
import { registerWhitelistRoutes } from "./whitelist-routes.js";

/** Addresses of the hub's pages (console.md §2.3). */
const pages = ["/", "/login", "/search", "/browse/search", "/indicators", "/indicators/*", "/detail/*", "/reports", "/reports/*", "/whitelist", "/enclaves", "/import", "/load", "/load/*", "/approvals", "/approvals/*", "/feeds", "/warning-lists", "/accounts", "/system", "/settings"];

const topics = ["indicators", "reports", "approvals", "feeds", "accounts", "system", "loads", "warninglists"];
const eventsQuery = z.object({ topics: z.string().max(1_000).default("") });

/** The interface of the hub's pages, and the pages themselves when a folder with them is given. */
export async function registerConsoleRoutes(server: HttpServer, parts: ConsoleParts, consoleDir: string | undefined): Promise<void> {
  registerSessionRoutes(server, parts);
  registerSearchRoutes(server, parts);
  registerImportRoutes(server, parts);
  registerAccountRoutes(server, parts);
  registerWarningListRoutes(server, parts);
  registerEnclaveRoutes(server, parts);
  registerReportRoutes(server, parts);
  registerWhitelistRoutes(server, parts);
  registerDeepLinks(server);
  server.get("/api/hub/console/events", async (request, reply) => {
    const caller = await callerOf(request, parts.accounts);
    const wanted = parseInput(eventsQuery, request.query, "request").topics.split(",");
    const allowed = topics.filter((topic) => wanted.includes(topic) && (topic !== "accounts" || caller.role === "admin"));
    parts.events.open(request, reply, allowed);
    return reply;
  });
  if (consoleDir !== undefined) await serveConsole(server, { folder: consoleDir, entry: "hub", routes: pages });
}
