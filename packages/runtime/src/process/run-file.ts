import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { messageOf, SoarkitError } from "@soarkit/protocol";
import { writeFileAtomic } from "../data-folder/atomic-file.js";
import { registerSecret } from "../logging/known-secrets.js";

/** How commands reach the Soarkit that runs on a data folder: `run.json`, mode 0600, there only while it runs. */
export interface RunFile {
  readonly version: string;
  readonly pid: number;
  /** Where clients connect to. */
  readonly host: string;
  readonly ports: { readonly platform?: number; readonly stomp?: number; readonly hub?: number; readonly threat?: number };
  /** Bearer token of the local administrator; new at each start. */
  readonly admin_token: string;
  readonly ca_file: string;
  readonly config_file: string;
  /** Milliseconds since 1970. */
  readonly started: number;
  readonly org_id: number;
  readonly org_name: string;
}

/** Writes `run.json` as a whole. */
export async function writeRunFile(folder: string, run: RunFile): Promise<void> {
  registerSecret(run.admin_token);
  await writeFileAtomic(runFilePath(folder), `${JSON.stringify(run, undefined, 2)}\n`, { mode: 0o600 });
}

/**
 * What `run.json` says, or undefined when there is none. After a `kill -9` it may be left over: `isRunning` tells.
 * @throws SoarkitError `RUN_FILE_UNREADABLE`.
 */
export async function readRunFile(folder: string): Promise<RunFile | undefined> {
  const file = runFilePath(folder);
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new SoarkitError("RUN_FILE_UNREADABLE", { file, reason: messageOf(error) }, { cause: error });
  }
  const run = parseRunFile(file, text);
  registerSecret(run.admin_token);
  return run;
}

/** Takes `run.json` away; nothing happens when there is none. */
export async function removeRunFile(folder: string): Promise<void> {
  await rm(runFilePath(folder), { force: true });
}

/** Whether the process that wrote the file still lives on this machine. */
export function isRunning(run: RunFile): boolean {
  try {
    process.kill(run.pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function parseRunFile(file: string, text: string): RunFile {
  try {
    const run = JSON.parse(text) as Partial<RunFile> | null;
    if (typeof run?.admin_token !== "string" || typeof run.pid !== "number" || typeof run.host !== "string" || typeof run.ports !== "object") {
      throw new Error("it does not say how to reach Soarkit");
    }
    return run as RunFile;
  } catch (error) {
    throw new SoarkitError("RUN_FILE_UNREADABLE", { file, reason: messageOf(error) }, { cause: error });
  }
}

function runFilePath(folder: string): string {
  return join(folder, "run.json");
}
