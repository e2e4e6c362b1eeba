// The console is built by Vite. Everything else: compiles every workspace's src to dist, file by file. Types are checked by `npm run check`, not here.
import { build } from "esbuild";
import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** @param {string} folder @returns {string[]} */
function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "testing" ? [] : sources(path);
    return /\.ts$/.test(entry.name) && !/\.(test|test-kit|chaos|d)\.ts$/.test(entry.name) ? [path] : [];
  });
}

const started = performance.now();
let files = 0;
for (const group of ["packages", "apps"]) {
  for (const name of readdirSync(join(root, group))) {
    const workspace = join(root, group, name);
    if (name === "console" || !existsSync(join(workspace, "src")) || !statSync(workspace).isDirectory()) continue;
    const entryPoints = sources(join(workspace, "src"));
    const outdir = join(workspace, "dist");
    rmSync(outdir, { recursive: true, force: true });
    if (entryPoints.length === 0) continue;
    files += entryPoints.length;
    await build({ entryPoints, outdir, outbase: join(workspace, "src"), format: "esm", platform: "node", target: "node20", sourcemap: true, logLevel: "warning" });
  }
}
process.stdout.write(`built ${files} files in ${Math.round(performance.now() - started)} ms (${relative(process.cwd(), root) || "."})\n`);
