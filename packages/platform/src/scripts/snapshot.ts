import { fork } from "node:child_process";
import { mkdir, readdir, realpath, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { messageOf } from "@soarkit/protocol";
import type { Logger } from "@soarkit/runtime";
import { sandboxFlags, type SandboxFiles } from "./sandbox-files.js";

const makingLimitMs = 120_000;

/**
 * The memory image of a started Python in the cache folder, from which a sandbox process is ready about eight times
 * sooner. Made once, in the background; without it processes start cold.
 */
export class Snapshot {
  readonly #files: SandboxFiles;
  readonly #cacheDir: string;
  readonly #log: Logger;
  #making: Promise<void> | undefined;
  #file: string | undefined;
  #stopMaking: (() => void) | undefined;

  constructor(options: { files: SandboxFiles; cacheDir: string; log: Logger }) {
    this.#files = options.files;
    this.#cacheDir = options.cacheDir;
    this.#log = options.log;
  }

  /** The finished snapshot; undefined while there is none. */
  get file(): string | undefined {
    return this.#file;
  }

  /** True while the snapshot is being made: waiting for it is sooner than a cold start. */
  get underWay(): boolean {
    return this.#stopMaking !== undefined;
  }

  /** Finds or makes the snapshot; resolves when that is over, never rejects. Calls share one attempt. */
  prepare(): Promise<void> {
    return (this.#making ??= this.#findOrMake().catch((error: unknown) => {
      this.#log.warn({ reason: messageOf(error) }, "no memory snapshot for scripts could be made; they start cold");
    }));
  }

  /** Forgets and deletes a snapshot from which a process did not start. */
  async discard(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    this.#making = undefined;
    if (file !== undefined) await rm(file, { force: true });
  }

  /** Ends an attempt under way. */
  stop(): void {
    this.#stopMaking?.();
  }

  async #findOrMake(): Promise<void> {
    await mkdir(this.#cacheDir, { recursive: true, mode: 0o700 });
    const folder = await realpath(this.#cacheDir);
    const name = `python-${this.#files.fingerprint}.snapshot`;
    const file = path.join(folder, name);
    const found = await stat(file).catch(() => undefined);
    if (found === undefined) {
      const part = path.join(folder, `.${name}.${process.pid}`);
      await this.#make(part).catch(async (error: unknown) => {
        await rm(part, { force: true });
        throw error;
      });
      await rename(part, file);
      await this.#removeOthers(folder, name);
    }
    this.#file = file;
  }

  async #removeOthers(folder: string, keep: string): Promise<void> {
    for (const name of await readdir(folder)) {
      if (/^python-.*\.snapshot$/.test(name) && name !== keep) await rm(path.join(folder, name), { force: true });
    }
  }

  #make(target: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const child = fork(this.#files.childFile, ["snapshot", this.#files.pyodideDir, target], {
        env: {},
        execArgv: sandboxFlags(this.#files, { write: target }),
        stdio: ["ignore", "ignore", "ignore", "ipc"],
      });
      const timer = setTimeout(() => child.kill("SIGKILL"), makingLimitMs);
      this.#stopMaking = () => child.kill("SIGKILL");
      child.once("error", reject);
      child.once("exit", (code, signal) => {
        clearTimeout(timer);
        this.#stopMaking = undefined;
        if (code === 0) resolve();
        else reject(new Error(`the process ended with ${signal ?? String(code)}`));
      });
    });
  }
}
