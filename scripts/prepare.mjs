// Runs after `npm ci`: sees that the SQL driver is there, then builds.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);

try {
  const Database = require("better-sqlite3");
  new Database(":memory:").close();
  const driver = dirname(require.resolve("better-sqlite3/package.json"));
  if (existsSync(join(driver, "build", "Makefile"))) process.stdout.write("The SQL driver has no prebuilt binary for this Node, so npm compiled it (about 40 seconds, once).\n");
} catch (error) {
  process.stderr.write(
    "The SQL driver (better-sqlite3) could not be compiled: install python3, make and g++ (Debian: apt-get install python3 make g++), then run npm ci again.\n" +
      `  ${error instanceof Error ? error.message.split("\n")[0] : String(error)}\n`,
  );
  process.exit(3);
}

const built = spawnSync("npm", ["run", "--silent", "build"], { stdio: "inherit" });
process.exit(built.status ?? 1);
