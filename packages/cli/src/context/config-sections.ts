import { type ConfigFile, parseConfigText } from "@soarkit/runtime";

/** What happens to a section that is no longer used. */
export type SectionEnd = "comment out" | "remove";

/**
 * Comments a section out, or removes it, and leaves every other line as it is. Comments right above the next section
 * stay: they belong to it.
 *
 * @returns the changed text; the same text when the file has no such section
 */
export function endSection(text: string, section: string, how: SectionEnd): string {
  const before = parseConfigText(text);
  if (!before.has(section)) return text;
  const lines = text.split(/(?<=\r\n|\n|\r(?!\n))/);
  // A line that looks like a header can be part of a value of several lines; then the others would not stay as they are.
  for (const [index, line] of lines.entries()) {
    if (!line.trim().startsWith(`[${section}]`)) continue;
    const edited = edit(lines, index, how, before);
    if (onlyLacks(before, parseOrNothing(edited), section)) return edited;
  }
  throw new Error(`The section [${section}] cannot be told apart from the rest of the file. Edit the file by hand.`);
}

function edit(lines: readonly string[], header: number, how: SectionEnd, config: ConfigFile): string {
  const names = [...config.sections(), "DEFAULT"];
  const next = lines.findIndex((line, index) => index > header && names.some((name) => line.trim().startsWith(`[${name}]`)));
  let last = (next === -1 ? lines.length : next) - 1;
  while (last > header && isIdle(lines[last] ?? "")) last -= 1;
  return lines.flatMap((line, index) => {
    if (index < header || index > last) return [line];
    if (how === "remove") return [];
    return [isIdle(line) ? line : `# ${line}`];
  }).join("");
}

function isIdle(line: string): boolean {
  return /^\s*([#;]|$)/.test(line);
}

function parseOrNothing(text: string): ConfigFile | undefined {
  try {
    return parseConfigText(text);
  } catch {
    return undefined;
  }
}

function onlyLacks(before: ConfigFile, after: ConfigFile | undefined, section: string): boolean {
  if (after === undefined || after.has(section)) return false;
  const rest = before.sections().filter((name) => name !== section);
  return JSON.stringify(rest) === JSON.stringify(after.sections()) && rest.every((name) => JSON.stringify(before.section(name)) === JSON.stringify(after.section(name)));
}
