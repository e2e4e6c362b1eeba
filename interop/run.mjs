// Makes Python virtual environments with the foreign clients and runs the interop suites with them.
// Exits with 3, saying what is missing, when this machine cannot make them.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const clients = environmentOf("interop", "requirements.txt");
// IBM's server loads every component that is installed beside it, so its threat service has an environment of its own.
const threatService = environmentOf("threat-service", "requirements-threat-service.txt");

// The SDKs of TruSTAR are built the way of their time, each in an environment of its own.
const generations = { SOARKIT_INTEROP_TRUSTAR_2018: "0.3.15", SOARKIT_INTEROP_TRUSTAR_2021: "0.3.35" };
const sdks = Object.fromEntries(Object.entries(generations).map(([name, version]) => [name, trustarSdk(version)]));

const suites = spawnSync("npx", ["--no-install", "vitest", "run", "--project", "interop", ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, SOARKIT_INTEROP_PYTHON: clients, SOARKIT_INTEROP_THREAT_SERVICE: threatService, ...sdks },
});
process.exit(suites.status ?? 1);

/** @param {string} name @param {string} requirements file beside this one @returns {string} the interpreter of an environment with these packages */
function environmentOf(name, requirements) {
  const file = join(root, "interop", requirements);
  const place = join(root, ".venv", name);
  const program = join(place, "bin", "python");
  const fingerprint = createHash("sha256").update(readFileSync(file)).digest("hex");
  const mark = join(place, "requirements.sha256");
  if (existsSync(mark) && readFileSync(mark, "utf8") === fingerprint) return program;
  rmSync(place, { recursive: true, force: true });
  mkdirSync(join(root, ".venv"), { recursive: true });
  need(["python3", "-m", "venv", place], "python3 with its venv module (Debian: apt-get install python3-venv)");
  need([program, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", file], "a Python package index that pip can reach");
  writeFileSync(mark, fingerprint);
  return program;
}

/** @param {string} version @returns {string} the interpreter of an environment with this SDK */
function trustarSdk(version) {
  const place = join(root, ".venv", `trustar-${version}`);
  const program = join(place, "bin", "python");
  const ready = join(place, "ready");
  if (existsSync(ready)) return program;
  rmSync(place, { recursive: true, force: true });
  need(["python3", "-m", "venv", place], "python3 with its venv module (Debian: apt-get install python3-venv)");
  const pip = [program, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
  need([...pip, "setuptools==57.5.0", "wheel==0.48.0"], "a Python package index that pip can reach");
  need([...pip, "--no-build-isolation", `trustar==${version}`, "tzlocal==4.3.1", "json_log_formatter==1.2.1"], "a Python package index that pip can reach");
  writeFileSync(ready, "");
  return program;
}

/** @param {string[]} command @param {string} what */
function need([program = "", ...args], what) {
  const done = spawnSync(program, args, { stdio: ["ignore", "inherit", "inherit"] });
  if (done.status === 0) return;
  process.stderr.write(`The interop suites need ${what}.\n`);
  process.exit(3);
}
