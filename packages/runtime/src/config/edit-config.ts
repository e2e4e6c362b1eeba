import { SoarkitError } from "@soarkit/protocol";
import { parseConfigText, type ConfigFile } from "./config-file.js";
import { type ConfigEntry, type ConfigSection, configLines, defaultsName, readConfigLines } from "./config-lines.js";
import { indentation } from "./python-text.js";

interface RawLine {
  readonly text: string;
  /** `\n`, `\r\n`, `\r`, or nothing at the end of the text. */
  readonly end: string;
}

/**
 * Sets values in the text of a configuration file and leaves every other byte as it is: comments, order, spacing,
 * unknown keys, line ends. A missing key goes to the end of its section, a missing section to the end of the text.
 * A value that is already there is not touched.
 * @throws SoarkitError `CONFIG_SYNTAX` when the text is not a configuration file; `CONFIG_VALUE` when a value would
 *   not be read back as it is (blanks around it, for example).
 */
export function setConfigValues(text: string, section: string, values: Readonly<Record<string, string>>): string {
  let edited = text;
  for (const [key, value] of Object.entries(values)) edited = setValue(edited, section, key, value);
  return edited;
}

/** Adds the text of a new section at the end, after a blank line. @throws SoarkitError `CONFIG_SYNTAX`. */
export function appendSection(text: string, sectionText: string): string {
  const end = lineEnd(text);
  const body = sectionText.replace(/^(?:[ \t]*(?:\r\n|\r|\n))+/, "").replace(/\s+$/, "").replace(/\r\n|\r|\n/g, end);
  const blank = text.replace(/^\uFEFF/, "").trim() === "" ? "" : /(\r\n|\r|\n)[ \t]*(\r\n|\r|\n)$/.test(text) ? "" : end;
  const added = `${text}${endsLine(text) ? "" : end}${blank}${body}${end}`;
  parseConfigText(added);
  return added;
}

function setValue(text: string, section: string, key: string, value: string): string {
  const name = key.toLowerCase();
  const before = parseConfigText(text);
  const sections = sectionsOf(text).filter((candidate) => candidate.name === section);
  const holder = sections.find((candidate) => candidate.entries.has(name));
  const entry = holder?.entries.get(name);
  if (entry?.value === value) return text;
  const last = sections.at(-1);
  const edited =
    entry !== undefined ? replaceEntry(text, entry, value) : last !== undefined ? insertEntry(text, last, key, value) : addSection(text, section, key, value);
  requireReadBack(before, edited, { section, key, value });
  return edited;
}

function replaceEntry(text: string, entry: ConfigEntry, value: string): string {
  const lines = rawLines(text);
  const replaced = new Set(entry.continued);
  const head = /^([^=:]*[=:])([^\S\r\n]*)/.exec(lines[entry.first]?.text ?? "");
  const opening = `${head?.[1] ?? ""}${head?.[2] === "" && entry.value === "" ? separatorBlank(head[1] ?? "") : (head?.[2] ?? "")}`;
  const indent = " ".repeat(indentation(lines[entry.first]?.text ?? "") + 4);
  return lines
    .filter((_line, index) => !replaced.has(index))
    .map((line) => (line === lines[entry.first] ? spelled(opening, value, indent, lineEnd(text)) + line.end : line.text + line.end))
    .join("");
}

function insertEntry(text: string, section: ConfigSection, key: string, value: string): string {
  const lines = rawLines(text);
  const entries = [...section.entries.values()];
  const above = Math.max(section.header, ...entries.map((entry) => entry.continued.at(-1) ?? entry.first));
  const indent = entryIndent(text, section);
  const end = lineEnd(text);
  const added = spelled(`${indent}${key} = `, value, `${indent}    `, end);
  return lines.map((line, index) => (index === above ? `${line.text}${line.end === "" ? end : line.end}${added}${end}` : line.text + line.end)).join("");
}

/** As the section's last entry; below a bare header at least as deep as the next header, which would else continue the new value. */
function entryIndent(text: string, section: ConfigSection): string {
  const lines = configLines(text);
  const blanksOf = (index: number): string => (lines[index] ?? "").slice(0, indentation(lines[index] ?? ""));
  const last = [...section.entries.values()].at(-1);
  if (last !== undefined) return blanksOf(last.first);
  const next = sectionsOf(text).find((candidate) => candidate.header > section.header);
  const [own, below] = [blanksOf(section.header), next === undefined ? "" : blanksOf(next.header)];
  return below.length > own.length ? below : own;
}

function addSection(text: string, section: string, key: string, value: string): string {
  const end = lineEnd(text);
  const body = `[${section}]${end}${spelled(`${key} = `, value, "    ", end)}${end}`;
  const empty = text.replace(/^\uFEFF/, "") === "";
  return empty ? text + body : `${text}${endsLine(text) ? "" : end}${end}${body}`;
}

/** The entry's lines; further lines of a value are indented, empty ones stay empty. */
function spelled(opening: string, value: string, indent: string, end: string): string {
  const [first = "", ...others] = value.split("\n");
  const head = first === "" ? opening.replace(/[ \t]+$/, "") : opening + first;
  return [head, ...others.map((line) => (line === "" ? "" : indent + line))].join(end);
}

/** The edited text must say what was wanted and, of everything else, what it said before. */
function requireReadBack(before: ConfigFile, text: string, wanted: { section: string; key: string; value: string }): void {
  const { section, key, value } = wanted;
  const read = readConfigLines(configLines(text));
  const kept = !("reason" in read) && sameButOne(before, parseConfigText(text), section, key.toLowerCase(), value);
  if (kept) return;
  throw new SoarkitError("CONFIG_VALUE", { section, key, reason: "it would be read back as something else (blanks around a line, a line that looks like a comment, or a name with a separator)" });
}

function sameButOne(before: ConfigFile, after: ConfigFile, section: string, name: string, value: string): boolean {
  if (after.get(section, name) !== value) return false;
  const names = new Set([...before.sections(), ...after.sections(), defaultsName]);
  const isWanted = (of: string, key: string): boolean => key === name && (of === section || section === defaultsName);
  for (const of of names) {
    if (of !== section && before.has(of) !== after.has(of)) return false;
    const [old, now] = [before.section(of), after.section(of)];
    for (const key of Object.keys({ ...old, ...now })) {
      const inherited = !(key in old) && now[key] === before.get(defaultsName, key);
      if (!isWanted(of, key) && !inherited && old[key] !== now[key]) return false;
    }
  }
  return true;
}

function sectionsOf(text: string): ConfigSection[] {
  const read = readConfigLines(configLines(text));
  return "reason" in read ? [] : read;
}

function rawLines(text: string): RawLine[] {
  const parts = text.split(/(\r\n|\r|\n)/);
  const lines: RawLine[] = [];
  for (let index = 0; index < parts.length; index += 2) lines.push({ text: parts[index] ?? "", end: parts[index + 1] ?? "" });
  return lines;
}

function separatorBlank(name: string): string {
  return /\s[=:]$/.test(name) ? " " : "";
}

function endsLine(text: string): boolean {
  return /^\uFEFF?$/.test(text) || /[\r\n]$/.test(text);
}

function lineEnd(text: string): string {
  return /\r\n|\r|\n/.exec(text)?.[0] ?? "\n";
}
