import { SoarkitError } from "@soarkit/protocol";
import { isRunning, readRunFile, type RunFile } from "@soarkit/runtime";

/** What a running Soarkit on this data folder wrote about itself, or undefined when none runs. */
export async function findRunning(dataDir: string): Promise<RunFile | undefined> {
  const run = await readRunFile(dataDir);
  return run !== undefined && isRunning(run) ? run : undefined;
}

/** As {@link findRunning}, but a missing Soarkit is an error that says how to start one. */
export async function requireRunning(dataDir: string): Promise<RunFile> {
  const run = await findRunning(dataDir);
  if (run === undefined) throw new SoarkitError("NOTHING_RUNNING", { folder: dataDir });
  return run;
}
