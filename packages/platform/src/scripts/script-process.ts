import { fork, type ChildProcess } from "node:child_process";
import { readFile } from "node:fs/promises";
import { SoarkitError } from "@soarkit/protocol";
import type { Logger } from "@soarkit/runtime";
import * as z from "zod";
import { sandboxFlags, type SandboxFiles } from "./sandbox-files.js";

const startLimitMs = 60_000;
/** Python itself is held to 256 MB inside; this bounds everything around it. */
const processMemoryLimit = 768 * 1024 * 1024;
const memoryWatchMs = 100;
const pageSize = 4096;

const messageSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ready"), memory: z.number() }),
  z.object({ kind: z.literal("answer"), answer: z.string() }),
  z.object({ kind: z.literal("broken"), reason: z.string() }),
]);
type Message = z.infer<typeof messageSchema>;

/** One sandbox process. It runs one script at a time and is thrown away after anything that is not an answer. */
export class ScriptProcess {
  readonly #child: ChildProcess;
  readonly #log: Logger;
  #waiting: { resolve: (message: Message) => void; reject: (error: Error) => void } | undefined;
  #ended = false;
  #complaint = "";
  /** Scripts answered so far. */
  runs = 0;

  private constructor(child: ChildProcess, log: Logger) {
    this.#child = child;
    this.#log = log;
    child.on("message", (value) => {
      const message = messageSchema.safeParse(value);
      if (message.success && message.data.kind !== "broken") this.#settle()?.resolve(message.data);
      else this.#end(message.success && message.data.kind === "broken" ? message.data.reason : "it sent something unexpected");
    });
    child.once("exit", (code, signal) => this.#end(`it ended with ${signal ?? String(code)}`));
    child.once("error", (error) => this.#end(error.message));
    child.stderr?.on("data", (text: Buffer) => {
      this.#complaint = (this.#complaint + text.toString("utf8")).slice(-2000);
    });
    child.unref();
    child.channel?.unref();
  }

  /**
   * Starts a process and waits until Python is ready.
   * @throws SoarkitError SCRIPT_CRASHED when it does not come up.
   */
  static async start(files: SandboxFiles, snapshot: string | undefined, log: Logger): Promise<ScriptProcess> {
    const child = fork(files.childFile, ["run", files.pyodideDir, ...(snapshot === undefined ? [] : [snapshot])], {
      env: {},
      execArgv: sandboxFlags(files, snapshot === undefined ? {} : { read: snapshot }),
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    const started = new ScriptProcess(child, log);
    await started.#ask(undefined, startLimitMs);
    return started;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /**
   * Runs one request of prelude.py. After any of the errors the process is gone.
   * @throws SoarkitError SCRIPT_TIME_LIMIT, SCRIPT_MEMORY_LIMIT, SCRIPT_CRASHED
   */
  async run(request: string, timeMs: number): Promise<string> {
    const message = await this.#ask(request, timeMs);
    this.runs += 1;
    if (message.kind === "answer") return message.answer;
    throw this.#end("it sent something unexpected");
  }

  /** Ends the process at once. */
  kill(): void {
    this.#end("it was stopped");
  }

  #ask(request: string | undefined, timeMs: number): Promise<Message> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#fail(new SoarkitError("SCRIPT_TIME_LIMIT", { seconds: timeMs / 1000 })), timeMs);
      const watch = setInterval(() => void this.#watchMemory(), memoryWatchMs);
      const finish = (): void => {
        clearTimeout(timer);
        clearInterval(watch);
      };
      this.#waiting = {
        resolve: (message) => {
          finish();
          resolve(message);
        },
        reject: (error) => {
          finish();
          reject(error);
        },
      };
      if (this.#ended) this.#fail(new SoarkitError("SCRIPT_CRASHED", { reason: "the process was gone" }));
      else if (request !== undefined) this.#child.send({ request }, (error) => error && this.#end(error.message));
    });
  }

  /** Python's own memory is bounded inside; what a script makes grow beside it is seen here (Linux). */
  async #watchMemory(): Promise<void> {
    const text = await readFile(`/proc/${this.#child.pid ?? 0}/statm`, "utf8").catch(() => "");
    const resident = Number(text.split(" ")[1] ?? 0) * pageSize;
    if (resident > processMemoryLimit) this.#fail(new SoarkitError("SCRIPT_MEMORY_LIMIT", { megabytes: 256 }));
  }

  #settle(): { resolve: (message: Message) => void; reject: (error: Error) => void } | undefined {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    return waiting;
  }

  #end(reason: string): SoarkitError {
    const error = new SoarkitError("SCRIPT_CRASHED", { reason });
    if (this.#waiting !== undefined) this.#log.warn({ reason, complaint: this.#complaint }, "the script process broke down");
    this.#fail(error);
    return error;
  }

  #fail(error: SoarkitError): void {
    this.#ended = true;
    this.#child.kill("SIGKILL");
    this.#settle()?.reject(error);
  }
}
