import { readFile } from "node:fs/promises";
import { messageOf, SoarkitError } from "@soarkit/protocol";
import { configLines, defaultsName, readConfigLines } from "./config-lines.js";

/** A configuration file as read; values are raw, secret references unresolved. */
export interface ConfigFile {
  /** Its path, for texts to people. */
  readonly file: string;
  /** Names of the sections in order, without `[DEFAULT]`. */
  sections(): string[];
  /** Whether the section is there; `[DEFAULT]` does not count. */
  has(section: string): boolean;
  /** The value, from the section or else from `[DEFAULT]`; the key in any case. */
  get(section: string, key: string): string | undefined;
  /** All values of a section, those of `[DEFAULT]` included; empty when there is no such section. */
  section(name: string): Readonly<Record<string, string>>;
}

/**
 * Reads the text of a configuration file.
 * @param file its path, for texts to people.
 * @throws SoarkitError `CONFIG_SYNTAX` with the line and what is wrong with it.
 */
export function parseConfigText(text: string, file = "app.config"): ConfigFile {
  const read = readConfigLines(configLines(text));
  if ("reason" in read) throw new SoarkitError("CONFIG_SYNTAX", { file, line: read.line, reason: read.reason });
  const defaults = new Map<string, string>();
  const sections = new Map<string, Map<string, string>>();
  for (const { name, entries } of read) {
    const values = name === defaultsName ? defaults : new Map<string, string>();
    for (const entry of entries.values()) values.set(entry.name, entry.value);
    if (name !== defaultsName) sections.set(name, values);
  }
  return {
    file,
    sections: () => [...sections.keys()],
    has: (section) => sections.has(section),
    get: (section, key) => {
      const own = section === defaultsName ? defaults : sections.get(section);
      const name = key.toLowerCase();
      return own?.get(name) ?? (own === undefined ? undefined : defaults.get(name));
    },
    section: (name) => {
      const own = name === defaultsName ? defaults : sections.get(name);
      return own === undefined ? {} : withoutPrototype([...defaults, ...own]);
    },
  };
}

/**
 * Reads a configuration file: UTF-8, one leading byte-order mark is skipped.
 * @throws SoarkitError `CONFIG_UNREADABLE`, `CONFIG_SYNTAX`.
 */
export async function readConfigFile(path: string): Promise<ConfigFile> {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(await readFile(path));
  } catch (error) {
    const reason = error instanceof TypeError ? "it is not UTF-8 text" : messageOf(error);
    throw new SoarkitError("CONFIG_UNREADABLE", { file: path, reason }, { cause: error });
  }
  return parseConfigText(text, path);
}

function withoutPrototype(entries: readonly (readonly [string, string])[]): Readonly<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const [key, value] of entries) Object.defineProperty(values, key, { value, enumerable: true, configurable: true, writable: true });
  return values;
}
