import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { readRunFile, type RunFile, sleep } from "@soarkit/runtime";

const launcher = fileURLToPath(new URL("../../cli/bin/soarkit.js", import.meta.url));

/** Soarkit in a process of its own, so that it can be killed. */
export interface SoarkitProcess {
  readonly run: RunFile;
  readonly output: () => string;
  /** Ctrl-C; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** kill -9; resolves when the process is gone. */
  kill(): Promise<void>;
}

/**
 * Starts `soarkit up` on a data folder with ports that the system chooses, and waits until it is ready.
 * Throws with everything it printed when it ends first or is not ready within `timeoutMs` (100 s).
 *
 * @param env - environment variables beside those of the tests
 */
export async function startSoarkitProcess(dataDir: string, args: readonly string[] = [], timeoutMs = 100_000, env: Readonly<Record<string, string>> = {}): Promise<SoarkitProcess> {
  const child = spawn(process.execPath, [launcher, "up", "--data", dataDir, "--port", "0", "--stomp-port", "0", "--hub-port", "0", "--threat-port", "0", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, HOME: dataDir, NO_COLOR: "1", ...env },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const deadline = Date.now() + timeoutMs;
  while (!output.includes("Soarkit is ready")) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`Soarkit ended with ${child.exitCode ?? child.signalCode ?? "?"}:\n${output}`);
    if (Date.now() > deadline) {
      await killed(child);
      throw new Error(`Soarkit was not ready within ${timeoutMs} ms:\n${output}`);
    }
    await sleep(25);
  }
  const run = await readRunFile(dataDir);
  if (run === undefined) throw new Error(`Soarkit is ready but wrote no run.json:\n${output}`);
  return {
    run,
    output: () => output,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const ended = once(child, "exit");
      child.kill("SIGINT");
      await ended;
      return child.exitCode;
    },
    kill: () => killed(child),
  };
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}
