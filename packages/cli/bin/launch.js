import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const main = new URL("../dist/main.js", import.meta.url);
const buildScript = fileURLToPath(new URL("../../../scripts/build.mjs", import.meta.url));

/**
 * Runs one of the commands. Builds first when the checkout was installed without scripts.
 * @param {"soarkit" | "resilient-circuits" | "res-keyring" | "resutil"} command
 */
export async function launch(command) {
  if (!existsSync(main)) {
    if (!existsSync(buildScript)) {
      process.stderr.write(`${command}: this installation is incomplete (${fileURLToPath(main)} is missing). Install Soarkit again.\n`);
      process.exit(3);
    }
    process.stderr.write("Soarkit is not built yet (installed without scripts): building once, a few seconds.\n");
    const build = spawnSync(process.execPath, [buildScript], { stdio: ["ignore", 2, 2] });
    if (build.status !== 0) process.exit(build.status ?? 1);
  }
  const { run } = await import(main.href);
  await run(command, process.argv.slice(2));
}
