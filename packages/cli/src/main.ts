import { messageOf, SoarkitError } from "@soarkit/protocol";
import { redactText } from "@soarkit/runtime";
import { CommanderError } from "commander";
import { buildProgram, type CommandName } from "./commands/programs.js";
import { endWithReader } from "./output/closed-pipe.js";
import { ExitError } from "./output/exit.js";
import { expandSingleDashOptions } from "./commands/single-dash-options.js";

/**
 * Runs one command line and ends the process with its code: 0 done, 1 failed, 2 wrong usage, 3 something is
 * missing on this machine, 130 interrupted, 141 the reader of its output is gone.
 */
export async function run(command: CommandName, argv: readonly string[]): Promise<void> {
  endWithReader();
  const exitCode = await exitCodeOf(command, argv);
  // After a failure nothing may keep the process alive; everything was written, because pipes and files are written at once.
  if (exitCode !== 0) process.exit(exitCode);
}

async function exitCodeOf(command: CommandName, argv: readonly string[]): Promise<number> {
  try {
    await buildProgram(command).parseAsync(expandSingleDashOptions(argv), { from: "user" });
    return typeof process.exitCode === "number" ? process.exitCode : 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof ExitError) {
      if (error.message) process.stderr.write(`${command}: ${redactText(error.message)}\n`);
      return error.exitCode;
    }
    process.stderr.write(`${command}: ${redactText(messageOf(error))}${error instanceof SoarkitError ? ` [${error.code}]` : ""}\n`);
    if (!(error instanceof SoarkitError) && process.env["SOARKIT_DEBUG"] && error instanceof Error) process.stderr.write(`${redactText(error.stack ?? "")}\n`);
    return 1;
  }
}
