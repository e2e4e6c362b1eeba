import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

/** The configuration file that counts, and why this one. */
export interface FoundConfigFile {
  readonly path: string;
  readonly why: "flag" | "environment" | "working folder" | "home" | "data folder";
}

/** Where to look. */
export interface ConfigFilePlaces {
  /** Value of `--config-file`. */
  readonly flag?: string;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly home: string;
  readonly dataDir?: string;
}

/**
 * The first of `--config-file`, `APP_CONFIG_FILE`, `./app.config`, `~/.resilient/app.config` and the data folder's.
 * The first two count even when there is no such file, so that reading it says so. Source: design §5.
 */
export function findConfigFile(places: ConfigFilePlaces): FoundConfigFile | undefined {
  const { flag, env, cwd, home, dataDir } = places;
  if (flag !== undefined && flag !== "") return { path: resolve(cwd, flag), why: "flag" };
  const named = env["APP_CONFIG_FILE"];
  if (named !== undefined && named !== "") return { path: resolve(cwd, named), why: "environment" };
  const candidates: FoundConfigFile[] = [
    { path: join(cwd, "app.config"), why: "working folder" },
    { path: join(home, ".resilient", "app.config"), why: "home" },
    ...(dataDir === undefined ? [] : [{ path: resolve(cwd, dataDir, "app.config"), why: "data folder" } as const]),
  ];
  return candidates.find((candidate) => existsSync(candidate.path));
}
