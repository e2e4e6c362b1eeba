import { dirname, join, resolve } from "node:path";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The folder that holds everything Soarkit keeps: flag, `SOARKIT_DATA`, else `./data`. */
export function dataFolder(flag: string | undefined, env: NodeJS.ProcessEnv): string {
  return resolve(flag ?? env["SOARKIT_DATA"] ?? "data");
}

/** The installation's folder: the one above `node_modules` or the checkout's root. */
export function installationFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "samples")) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

/** The folder of sample reports that come with Soarkit. */
export function samplesFolder(): string {
  return join(installationFolder(), "samples");
}

/** The built pages of platform and hub; undefined when they were not built. */
export function consoleFolder(): string | undefined {
  const places = [join("packages", "console", "dist"), join("node_modules", "@soarkit", "console", "dist")];
  return places.map((place) => join(installationFolder(), place)).find((folder) => existsSync(folder));
}
