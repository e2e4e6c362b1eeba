import type { Command } from "commander";
import { buildProgram, commandNames } from "./programs.js";

/** `docs/reference/commands.md`, made from the commands themselves. */
export function commandReference(): string {
  const lines = [
    "# Commands",
    "",
    "Inside a checkout, put `npx --no-install` before a command. Every command answers `--help`.",
    "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 something is missing on this machine, 130 interrupted, 141 the reader of its output is gone.",
    "",
  ];
  for (const name of commandNames) {
    const program = buildProgram(name);
    lines.push(`## ${name}`, "", `${program.description()}.`, "");
    const leaves = leavesOf(program);
    for (const command of leaves) lines.push(...section(name, command, command === program));
  }
  return `${lines.join("\n").trimEnd()}\n`;
}

function section(program: string, command: Command, isProgram: boolean): string[] {
  const path = pathOf(command);
  const usage = [path, ...command.registeredArguments.map((argument) => (argument.required ? `<${argument.name()}${argument.variadic ? "..." : ""}>` : `[${argument.name()}${argument.variadic ? "..." : ""}]`))].join(" ");
  const options = command.options.filter((option) => option.long !== "--version");
  return [
    ...(isProgram ? [] : [`### ${program === path ? program : path}`, "", `${capital(command.description())}.`, ""]),
    `\`${usage}\``,
    "",
    ...(options.length === 0 ? [] : ["| option | meaning |", "| --- | --- |", ...options.map((option) => `| \`${option.flags}\` | ${option.description} |`), ""]),
  ];
}

function leavesOf(command: Command): Command[] {
  const own = command.commands.length === 0 || hasAction(command) ? [command] : [];
  return [...own, ...command.commands.flatMap(leavesOf)];
}

function hasAction(command: Command): boolean {
  return command.parent !== null && command.options.length > 0;
}

function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
