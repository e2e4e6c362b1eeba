// Everything that must hold before a commit, side by side: types, lint, import rules, dead code, unit tests.
import { spawn } from "node:child_process";

const steps = ["check:types", "check:lint", "check:rooms", "check:dead", "test:unit"];
const started = performance.now();

/** @param {string} step */
function run(step) {
  return new Promise((resolve) => {
    const began = performance.now();
    let output = "";
    const child = spawn("npm", ["run", "--silent", step], { stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (output += chunk));
    child.on("close", (code) => {
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      process.stdout.write(`${code === 0 ? "ok    " : "FAILED"} ${step} (${seconds} s)\n`);
      if (code !== 0) process.stdout.write(output);
      resolve(code === 0);
    });
  });
}

const results = await Promise.all(steps.map(run));
process.stdout.write(`check took ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
process.exit(results.every(Boolean) ? 0 : 1);
