import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Tests that start Soarkit as a process run what is built, so the build comes first. */
export default function buildFirst(): void {
  const built = spawnSync(process.execPath, [fileURLToPath(new URL("../../../scripts/build.mjs", import.meta.url))], { stdio: ["ignore", "ignore", "inherit"] });
  if (built.status !== 0) throw new Error("the build failed");
}
