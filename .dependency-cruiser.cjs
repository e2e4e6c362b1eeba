// Who may import whom. The table is the design's; a room that is not listed may import nothing of ours.
const rooms = {
  protocol: [],
  indicators: [],
  runtime: ["protocol"],
  stomp: ["protocol", "runtime"],
  "soar-client": ["protocol", "runtime"],
  "app-sdk": ["protocol", "indicators", "soar-client", "runtime"],
  "integration-server": ["protocol", "runtime", "stomp", "soar-client", "app-sdk"],
  platform: ["protocol", "indicators", "runtime", "stomp"],
  "intel-hub": ["protocol", "indicators", "runtime"],
  console: ["protocol"],
  cli: ["protocol", "indicators", "runtime", "stomp", "soar-client", "app-sdk", "integration-server", "platform", "intel-hub"],
};
const tests = "(\\.(test|test-kit|chaos)\\.ts$|^apps/[^/]+/src/testing/|^packages/console/browser/)";

const roomRules = Object.entries(rooms).map(([room, allowed]) => ({
  name: `${room}-imports`,
  comment: `packages/${room} may import ${allowed.length ? allowed.join(", ") : "nothing of ours"}.`,
  severity: "error",
  from: { path: `^packages/${room}/`, pathNot: tests },
  to: { path: "^(packages|apps)/", pathNot: `^packages/(${[room, ...allowed].join("|")})/` },
}));

module.exports = {
  forbidden: [
    ...roomRules,
    {
      name: "apps-import-the-sdk",
      comment: "An app may import app-sdk, protocol and indicators.",
      severity: "error",
      from: { path: "^apps/([^/]+)/", pathNot: tests },
      to: { path: "^(packages|apps)/", pathNot: "^(apps/$1|packages/(app-sdk|protocol|indicators))/" },
    },
    {
      name: "apps-are-found-not-imported",
      severity: "error",
      from: { path: "^packages/", pathNot: tests },
      to: { path: "^apps/" },
    },
    {
      name: "testing-serves-tests-only",
      severity: "error",
      from: { path: "^(packages|apps)/", pathNot: `(${tests})|^packages/testing/` },
      to: { path: "^packages/testing/" },
    },
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } } },
    {
      name: "no-deep-imports",
      comment: "Import a room by its name; only its index is public.",
      severity: "error",
      from: { path: "^(packages|apps)/([^/]+)/" },
      to: { path: "^(packages|apps)/[^/]+/src/", pathNot: ["^$1/$2/", "/src/index\\.ts$"] },
    },
    { name: "not-to-unresolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: ["node_modules", "dist"] },
    exclude: { path: ["/dist/", "/bin/", "\\.cjs$"] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["source", "import", "node", "default"] },
  },
};
