import { defineConfig } from "vitest/config";

const conditions = ["source"];
const shared = { resolve: { conditions }, ssr: { resolve: { conditions } } };

/** Rooms whose tests need no server; `npm run check` runs them. The others start theirs, and `npm test` runs all. */
const pureRooms = ["protocol", "indicators", "app-sdk", "cli", "console"];

export default defineConfig({
  test: {
    projects: [
      {
        ...shared,
        test: {
          name: "unit",
          include: [`packages/{${pureRooms.join(",")}}/src/**/*.test.ts`],
          testTimeout: 20_000,
        },
      },
      {
        ...shared,
        test: {
          name: "rooms",
          // Worker threads run what is built.
          globalSetup: "packages/testing/src/build-first.ts",
          include: ["{packages,apps}/*/src/**/*.test.ts"],
          exclude: ["**/*.system.test.ts", `packages/{${pureRooms.join(",")}}/**`],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...shared,
        test: {
          name: "system",
          globalSetup: "packages/testing/src/build-first.ts",
          include: ["{packages,apps}/*/src/**/*.system.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        ...shared,
        test: {
          name: "chaos",
          globalSetup: "packages/testing/src/build-first.ts",
          include: ["packages/testing/src/**/*.chaos.ts"],
          testTimeout: 600_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        ...shared,
        test: {
          name: "browser",
          globalSetup: "packages/console/browser/harness/build-all.ts",
          include: ["packages/console/browser/*.browser.ts"],
          testTimeout: 300_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        ...shared,
        test: {
          name: "interop",
          globalSetup: "packages/testing/src/build-first.ts",
          include: ["interop/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
