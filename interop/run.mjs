// Makes a Python virtual environment with the foreign clients and runs the interop suites with it.
// Exits with 3, saying what is missing, when this machine cannot make one.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = join(root, ".venv", "interop");
const python = join(folder, "bin", "python");
const requirements = join(root, "interop", "requirements.txt");
const fingerprint = createHash("sha256").update(readFileSync(requirements)).digest("hex");
const mark = join(folder, "requirements.sha256");

if (!existsSync(mark) || readFileSync(mark, "utf8") !== fingerprint) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(root, ".venv"), { recursive: true });
  need(["python3", "-m", "venv", folder], "python3 with its venv module (Debian: apt-get install python3-venv)");
  need([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements], "a Python package index that pip can reach");
  writeFileSync(mark, fingerprint);
}

const suites = spawnSync("npx", ["--no-install", "vitest", "run", "--project", "interop", ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, SOARKIT_INTEROP_PYTHON: python },
});
process.exit(suites.status ?? 1);

/** @param {string[]} command @param {string} what */
function need([program = "", ...args], what) {
  const done = spawnSync(program, args, { stdio: ["ignore", "inherit", "inherit"] });
  if (done.status === 0) return;
  process.stderr.write(`The interop suites need ${what}.\n`);
  process.exit(3);
}
