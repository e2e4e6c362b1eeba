import { readdir, readFile, realpath } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { isSoarkitApp, type SoarkitApp } from "@soarkit/app-sdk";
import { messageOf, SoarkitError } from "@soarkit/protocol";

/** An app found on this machine. */
export interface DiscoveredApp {
  readonly app: SoarkitApp;
  /** Name in `package.json`. */
  readonly packageName: string;
  readonly version: string;
  readonly folder: string;
}

/** Where to look for apps. */
export interface DiscoverOptions {
  /** Folders that hold a `node_modules` folder. */
  readonly roots: readonly string[];
  /** Told of an app that cannot be loaded; the others go on. Without it the first problem is thrown. */
  readonly onProblem?: (problem: SoarkitError) => void;
  /** Export conditions tried before `node`, `import` and `default`. */
  readonly conditions?: readonly string[];
}

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly main?: string;
  readonly exports?: unknown;
  readonly soarkit?: { readonly app?: boolean };
}

/**
 * Finds the packages that are marked as apps (`"soarkit": {"app": true}` in `package.json`) and loads them. A package
 * that is linked into several roots is found once.
 *
 * @throws SoarkitError APP_UNLOADABLE
 */
export async function discoverApps(options: DiscoverOptions): Promise<DiscoveredApp[]> {
  const found: DiscoveredApp[] = [];
  const seen = new Set<string>();
  for (const root of options.roots) {
    for (const folder of await packageFolders(join(root, "node_modules"))) {
      const manifest = await readManifest(folder);
      if (manifest?.soarkit?.app !== true) continue;
      const real = await realpath(folder);
      if (seen.has(real) || found.some(({ packageName }) => packageName === manifest.name)) continue;
      seen.add(real);
      try {
        found.push(await load(real, manifest, options.conditions ?? []));
      } catch (error) {
        const problem = error instanceof SoarkitError ? error : new SoarkitError("APP_UNLOADABLE", { folder, reason: messageOf(error) }, { cause: error });
        if (options.onProblem === undefined) throw problem;
        options.onProblem(problem);
      }
    }
  }
  return found;
}

async function packageFolders(modules: string): Promise<string[]> {
  const names = await list(modules);
  const scoped = names.filter((name) => name.startsWith("@")).map(async (scope) => (await list(join(modules, scope))).map((name) => join(modules, scope, name)));
  return [...names.filter((name) => !name.startsWith("@") && !name.startsWith(".")).map((name) => join(modules, name)), ...(await Promise.all(scoped)).flat()].sort();
}

async function list(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch {
    return []; // A root without packages has no apps.
  }
}

async function readManifest(folder: string): Promise<Manifest | undefined> {
  try {
    return JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as Manifest;
  } catch {
    return undefined; // Not a package.
  }
}

async function load(folder: string, manifest: Manifest, conditions: readonly string[]): Promise<DiscoveredApp> {
  const entry = entryOf(manifest, [...conditions, "node", "import", "default"]);
  if (entry === undefined) throw new SoarkitError("APP_UNLOADABLE", { folder, reason: "its package.json names no entry point" });
  const module = (await import(pathToFileURL(join(folder, entry)).href)) as { default?: unknown };
  if (!isSoarkitApp(module.default)) throw new SoarkitError("APP_UNLOADABLE", { folder, reason: "its default export was not made by defineApp" });
  return { app: module.default, packageName: manifest.name ?? module.default.packageName, version: manifest.version ?? module.default.version, folder };
}

/** The file behind `exports["."]`, the first fitting condition in the order of the manifest, as Node has it. */
function entryOf(manifest: Manifest, conditions: readonly string[]): string | undefined {
  const target = (value: unknown): string | undefined => {
    if (typeof value === "string") return value;
    if (typeof value !== "object" || value === null) return undefined;
    for (const [condition, inner] of Object.entries(value)) {
      const found = conditions.includes(condition) ? target(inner) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const { exports } = manifest;
  const root = typeof exports === "object" && exports !== null && "." in exports ? exports["."] : exports;
  return target(root) ?? manifest.main;
}
