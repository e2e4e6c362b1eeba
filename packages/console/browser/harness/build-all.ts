import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The browser sees what is built, of the servers and of the pages, so both builds come first. */
export default function buildAll(): void {
  const built = spawnSync("npm", ["run", "--silent", "build"], { cwd: fileURLToPath(new URL("../../../../", import.meta.url)), stdio: ["ignore", "ignore", "inherit"] });
  if (built.status !== 0) throw new Error("the build failed");
}
