import { SoarkitError } from "@soarkit/protocol";
import { readRunFile, type RunFile } from "@soarkit/runtime";

/** What a running Soarkit on this data folder wrote about itself, or undefined when none runs. */
export async function findRunning(dataDir: string): Promise<RunFile | undefined> {
  const run = await readRunFile(dataDir);
  return run !== undefined && isAlive(run.pid) ? run : undefined;
}

/** As {@link findRunning}, but a missing Soarkit is an error that says how to start one. */
export async function requireRunning(dataDir: string): Promise<RunFile> {
  const run = await findRunning(dataDir);
  if (run === undefined) throw new SoarkitError("NOTHING_RUNNING", { folder: dataDir });
  return run;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
