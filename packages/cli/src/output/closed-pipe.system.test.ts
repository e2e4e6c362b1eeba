import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { tempFolder } from "@soarkit/testing";
import { describe, expect, it } from "vitest";

const launcher = fileURLToPath(new URL("../../bin/soarkit.js", import.meta.url));

/** Runs a command; its output is read up to the first line that `until` knows, and closed then; at once without it. */
async function runReadUntil(until: RegExp | undefined, args: readonly string[]): Promise<{ code: number | null; read: string; errors: string }> {
  const folder = await tempFolder();
  try {
    await writeFile(join(folder.path, "app.config"), "[resilient]\nhost = 127.0.0.1\nport = 1\norg = Lab\napi_key_id = a\napi_key_secret = b\n", { mode: 0o600 });
    const child = spawn(process.execPath, [launcher, ...args], { cwd: folder.path, stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, HOME: folder.path, SOARKIT_DATA: folder.path, NO_COLOR: "1" } });
    let [read, errors] = ["", ""];
    child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
    if (until === undefined) child.stdout.destroy();
    child.stdout.on("data", (chunk: Buffer) => {
      read += chunk.toString();
      if (until?.test(read) !== true) return;
      child.stdout.destroy();
      if (args[0] === "up") child.kill("SIGINT");
    });
    const [code] = (await once(child, "close")) as [number | null];
    return { code, read, errors };
  } finally {
    await folder.remove();
  }
}

describe("a command whose reader is gone", () => {
  it.each([["selftest"], ["--help"], ["list"], ["config", "-c", "-l", "trustar"]])("ends without a word: soarkit %s", async (...args) => {
    expect(await runReadUntil(undefined, args.filter((arg) => typeof arg === "string"))).toEqual({ code: 141, read: "", errors: "" });
  });

  it("goes on and stops properly when it is a server", async () => {
    const { code, errors } = await runReadUntil(/Soarkit is ready/, ["up", "--no-samples", "--only", "hub", "--hub-port", "0"]);
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
  });
});
