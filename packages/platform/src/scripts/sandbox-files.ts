import { createHash } from "node:crypto";
import { readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** Where the sandbox's parts lie, with links resolved: Node's permission flags compare real paths. */
export interface SandboxFiles {
  pyodideDir: string;
  sandboxDir: string;
  childFile: string;
  /** Names a memory snapshot: changes whenever Pyodide, the prelude or the boot code does. */
  fingerprint: string;
}

/** Finds Pyodide (wherever the package manager put it) and the sandbox folder of this package. */
export function findSandboxFiles(): SandboxFiles {
  const require = createRequire(import.meta.url);
  const pyodideDir = realpathSync(path.dirname(require.resolve("pyodide/package.json")));
  const sandboxDir = realpathSync(fileURLToPath(new URL("../../sandbox", import.meta.url)));
  const hash = createHash("sha256").update(process.versions.v8);
  for (const file of [path.join(pyodideDir, "package.json"), ...["prelude.py", "boot.cjs", "shims.cjs"].map((name) => path.join(sandboxDir, name))]) {
    hash.update(readFileSync(file));
  }
  return { pyodideDir, sandboxDir, childFile: path.join(sandboxDir, "child.cjs"), fingerprint: hash.digest("hex").slice(0, 16) };
}

/** Node's flags for a sandbox process: reads only these paths, starts nothing, compiles no text. */
export function sandboxFlags(files: SandboxFiles, access: { read?: string; write?: string }): string[] {
  const permission = process.allowedNodeEnvironmentFlags.has("--permission") ? "--permission" : "--experimental-permission";
  return [
    permission,
    "--disallow-code-generation-from-strings",
    "--no-warnings",
    "--max-old-space-size=64",
    `--allow-fs-read=${path.join(files.pyodideDir, "*")}`,
    `--allow-fs-read=${path.join(files.sandboxDir, "*")}`,
    ...(access.read === undefined ? [] : [`--allow-fs-read=${access.read}`]),
    ...(access.write === undefined ? [] : [`--allow-fs-write=${access.write}`]),
  ];
}
