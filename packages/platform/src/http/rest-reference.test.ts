import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { usePlatform } from "../platform.test-kit.js";

const kit = usePlatform();

it("docs/reference/rest.md lists every route of the platform", async () => {
  const routes = routesOf(kit.platform.server.printRoutes({ commonPrefix: false }));
  expect(routes.length).toBeGreaterThan(50);
  const lines = [
    "# REST",
    "",
    "The routes of the built-in platform. Names and shapes are IBM's where IBM has the route; routes under `/console`, the try-out and",
    "retry of workflows, `/scripting_log`, `/workspaces`, `/accounts`, `/threat_sources`, `/threat_settings`, `…/lookups` and the `…/state` and `…/explain` of objects are our own. `{org}` is the number of the organisation.",
    "",
    "Log in by HTTP basic with an API key, or by `POST /rest/session` with e-mail and password; then send the cookie and the answer's",
    "`csrf_token` as `X-sess-id`.",
    "",
    "| route | methods |",
    "| --- | --- |",
    ...routes.map((route) => `| \`${route.path}\` | ${route.methods} |`),
    "",
  ];
  await expect(lines.join("\n")).toMatchFileSnapshot(fileURLToPath(new URL("../../../../docs/reference/rest.md", import.meta.url)));
});

/** Reads Fastify's tree of routes: four characters of indentation a level, the methods in brackets. */
function routesOf(tree: string): { path: string; methods: string }[] {
  const parents: string[] = [];
  const routes: { path: string; methods: string }[] = [];
  for (const line of tree.split("\n")) {
    const entry = /^((?:[│ ] {3})*)[├└]── (\S*)(?: \(([^)]*)\))?/.exec(line);
    if (entry === null) continue;
    const level = (entry[1] ?? "").length / 4;
    parents.length = level;
    parents.push(entry[2] ?? "");
    const path = parents.join("").replace(/:(\w+)/g, "{$1}");
    const methods = (entry[3] ?? "").split(", ").filter((method) => method !== "" && method !== "HEAD");
    if (path.startsWith("/rest") && methods.length > 0) routes.push({ path, methods: methods.join(", ") });
  }
  return routes.sort((left, right) => left.path.localeCompare(right.path));
}
