import { indentation, strip, stripEnd } from "./python-text.js";

/** Why a configuration text is not one, and where (lines count from 1). */
export interface LineProblem {
  readonly line: number;
  readonly reason: string;
}

/** One `name = value`, with the lines it takes. */
export interface ConfigEntry {
  /** Lower-cased. */
  readonly name: string;
  readonly value: string;
  /** Index of its first line. */
  readonly first: number;
  /** Indexes of the lines that continue its value, blank ones at the end not counted. */
  readonly continued: readonly number[];
}

/** One section, with the line of its header. */
export interface ConfigSection {
  readonly name: string;
  readonly header: number;
  readonly entries: Map<string, ConfigEntry>;
}

interface OpenEntry {
  readonly name: string;
  readonly first: number;
  readonly values: { readonly line: number; readonly text: string }[];
}

/** Name of the section whose entries every other section inherits. */
export const defaultsName = "DEFAULT";

/** Splits a text into its lines, as Python reads a file: `\n`, `\r\n` and `\r` end a line. */
export function configLines(text: string): string[] {
  return text.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/);
}

/**
 * Reads a configuration text as Python's ConfigParser does with interpolation off: separators `=` and `:`, comments
 * on their own line only, indented lines continue the value above, names lower-cased, repetitions refused.
 * Source: integration-server.md §2.2; every rule is compared with Python's own answers in the tests.
 * @returns the sections in order (`[DEFAULT]` may stand there several times), or the first problem.
 */
export function readConfigLines(lines: readonly string[]): ConfigSection[] | LineProblem {
  const sections: ConfigSection[] = [];
  let section: ConfigSection | undefined;
  let entry: OpenEntry | undefined;
  let level = 0;
  const finish = (): void => {
    if (entry !== undefined && section !== undefined) section.entries.set(entry.name, closed(entry));
    entry = undefined;
  };

  for (const [index, line] of lines.entries()) {
    const text = strip(line);
    if (text === "" || text.startsWith("#") || text.startsWith(";")) {
      if (text === "") entry?.values.push({ line: index, text: "" });
      continue;
    }
    const indent = indentation(line);
    if (entry !== undefined && indent > level) {
      entry.values.push({ line: index, text });
      continue;
    }
    level = indent;
    const header = /^\[(.+)\]/s.exec(text)?.[1];
    if (header !== undefined) {
      finish();
      if (header !== defaultsName && sections.some((known) => known.name === header)) return { line: index + 1, reason: `the section [${header}] stands here a second time` };
      section = { name: header, header: index, entries: new Map() };
      sections.push(section);
      continue;
    }
    if (section === undefined) return { line: index + 1, reason: "there is no [section] above it" };
    const split = /^(.*?)[=:](.*)$/s.exec(text);
    const name = stripEnd(split?.[1] ?? "").toLowerCase();
    if (split === null) return { line: index + 1, reason: "it is neither a [section] nor a name = value" };
    if (name === "") return { line: index + 1, reason: "there is no name before the separator" };
    finish();
    const { name: sectionName } = section;
    const repeated = sections.some((known) => known.name === sectionName && known.entries.has(name));
    if (repeated) return { line: index + 1, reason: `${name} stands in [${sectionName}] a second time` };
    entry = { name, first: index, values: [{ line: index, text: strip(split[2] ?? "") }] };
  }
  finish();
  return sections;
}

function closed({ name, first, values }: OpenEntry): ConfigEntry {
  const value = stripEnd(values.map((part) => part.text).join("\n"));
  const lastText = values.findLastIndex((part) => part.text !== "");
  return { name, value, first, continued: values.slice(1, lastText + 1).map((part) => part.line) };
}
