import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseConfigText, type ConfigFile } from "./config-file.js";
import { configLines, readConfigLines } from "./config-lines.js";
import { appendSection, setConfigValues } from "./edit-config.js";

const text = `# Soarkit
[resilient]
; where the platform is
Host=localhost
port = 8443
org :  Soarkit

[notes]
text = one
  # kept
  two

  three
# after
last=1`;

function everything(config: ConfigFile): Record<string, Readonly<Record<string, string>>> {
  return Object.fromEntries([["DEFAULT", config.section("DEFAULT")], ...config.sections().map((name) => [name, config.section(name)] as const)]);
}

describe("setting values", () => {
  it("changes the value and leaves spelling, spacing, comments and order", () => {
    expect(setConfigValues(text, "resilient", { host: "soar.example", PORT: "443", org: "Other" })).toBe(
      text.replace("Host=localhost", "Host=soar.example").replace("port = 8443", "port = 443").replace("org :  Soarkit", "org :  Other"),
    );
  });

  it("returns the very same text when the value is there already", () => {
    expect(setConfigValues(text, "notes", { text: "one\ntwo\n\nthree", last: "1" })).toBe(text);
  });

  it("replaces a value of several lines and keeps the comments between", () => {
    const edited = setConfigValues(text, "notes", { text: "new" });
    expect(edited).toBe(text.replace("text = one\n  # kept\n  two\n\n  three\n", "text = new\n  # kept\n"));
  });

  it("writes values of several lines so that they are read back", () => {
    const edited = setConfigValues(text, "resilient", { org: "first\n\nsecond", added: "\nx\ny" });
    expect(parseConfigText(edited).get("resilient", "org")).toBe("first\n\nsecond");
    expect(parseConfigText(edited).get("resilient", "added")).toBe("\nx\ny");
  });

  it("adds a missing key at the end of its section", () => {
    expect(setConfigValues(text, "resilient", { cafile: "ca.pem" })).toBe(text.replace("org :  Soarkit\n", "org :  Soarkit\ncafile = ca.pem\n"));
    expect(setConfigValues(text, "notes", { more: "2" })).toBe(`${text}\nmore = 2\n`);
  });

  it("adds a missing section at the end", () => {
    expect(setConfigValues(text, "trustar", { url: "https://x", empty: "" })).toBe(`${text}\n\n[trustar]\nurl = https://x\nempty =\n`);
    expect(setConfigValues("", "a", { b: "1" })).toBe("[a]\nb = 1\n");
  });

  it("fills an empty value and empties a filled one", () => {
    expect(setConfigValues("[a]\nkey=\nnext =\n", "a", { key: "1", next: "2" })).toBe("[a]\nkey=1\nnext = 2\n");
    expect(setConfigValues("[a]\nkey = 1\n", "a", { key: "" })).toBe("[a]\nkey =\n");
  });

  it("keeps the line ends of the file", () => {
    expect(setConfigValues("[a]\r\nkey=1\r\n", "a", { key: "2", more: "x\ny" })).toBe("[a]\r\nkey=2\r\nmore = x\r\n    y\r\n");
  });

  it("does not turn an indented header below into a value", () => {
    const edited = setConfigValues("[a]\n  [b]\n  x=1\n", "a", { key: "1" });
    expect(everything(parseConfigText(edited))).toEqual({ DEFAULT: {}, a: { key: "1" }, b: { x: "1" } });
  });

  it.each([
    ["blanks around the value", "key", " x"],
    ["a line that looks like a comment", "key", "one\n#two"],
    ["a carriage return", "key", "one\rtwo"],
    ["an indented line", "key", "one\n  two"],
    ["a separator in the name", "a=b", "x"],
    ["a name that looks like a section", "[x]", "y"],
  ])("refuses what would not be read back: %s", (_what, key, value) => {
    expect(() => setConfigValues(text, "resilient", { [key]: value })).toThrow(expect.objectContaining({ code: "CONFIG_VALUE" }));
  });

  it("refuses to edit what is not a configuration file", () => {
    expect(() => setConfigValues("nonsense\n", "a", { b: "1" })).toThrow(expect.objectContaining({ code: "CONFIG_SYNTAX" }));
  });
});

/** All lines but those of one entry, of an added section's header, and blank ones at the end. */
function otherLines(text: string, section: string, key: string, added?: string): string[] {
  const lines = configLines(text);
  const sections = readConfigLines(lines);
  if ("reason" in sections) throw new Error(sections.reason);
  const entry = sections.filter((each) => each.name === section).map((each) => each.entries.get(key)).find((each) => each !== undefined);
  const header = sections.find((each) => each.name === added)?.header;
  const left = lines.filter((_line, index) => index !== entry?.first && entry?.continued.includes(index) !== true && index !== header);
  while (left.at(-1) === "") left.pop();
  return left;
}

describe("setting any value in any file", () => {
  const name = fc.constantFrom("one", "Two", "three key", "x.y");
  const value = fc.constantFrom("", "1", "a b", "p%%w;d#x", "one\ntwo", "one\n\ntwo", "=:=", "[x]", "\nlate", "ü");
  const blank = fc.constantFrom("", " ", "  ", "\t");
  const line = fc.oneof(
    fc.constantFrom("", "   ", "# comment", "; comment = 1", "  # indented comment"),
    fc.tuple(blank, name, blank, fc.constantFrom("=", ":"), blank, fc.constantFrom("", "v", "a = b", "#no comment")).map((parts) => parts.join("")),
    fc.constantFrom("  continued", "    [not a section]", "\tmore = less"),
  );
  const section = fc.tuple(blank, fc.constantFrom("a", "b", "A", "DEFAULT"), fc.array(line, { maxLength: 6 })).map(([indent, header, lines]) => [`${indent}[${header}]`, ...lines]);
  const file = fc
    .tuple(fc.array(section, { maxLength: 4 }), fc.constantFrom("\n", "\r\n"), fc.boolean(), fc.boolean())
    .map(([sections, end, mark, ended]) => (mark ? "\uFEFF" : "") + sections.flat().join(end) + (ended && sections.length > 0 ? end : ""))
    .filter((candidate) => {
      try {
        parseConfigText(candidate);
        return true;
      } catch {
        return false;
      }
    });

  it("sets it, keeps every other value, and keeps every other line byte for byte and in order", () => {
    fc.assert(
      fc.property(file, fc.constantFrom("a", "b", "new"), name, value, (before, of, key, wanted) => {
        const after = setConfigValues(before, of, { [key]: wanted });
        const [old, now] = [everything(parseConfigText(before)), everything(parseConfigText(after))];
        const inherited = old["DEFAULT"] ?? {};
        expect(now).toEqual({ ...old, [of]: { ...inherited, ...old[of], [key.toLowerCase()]: wanted } });

        const added = parseConfigText(before).has(of) ? undefined : of;
        expect(otherLines(after, of, key.toLowerCase(), added)).toEqual(otherLines(before, of, key.toLowerCase()));
        expect(setConfigValues(after, of, { [key]: wanted })).toBe(after);
      }),
      { numRuns: 400 },
    );
  });

  it("undoes itself byte for byte when the old value is set again", () => {
    const simple = fc.constantFrom("1", "a b", "p%%w;d#x", "ü");
    fc.assert(
      fc.property(fc.array(fc.tuple(blank, fc.constantFrom("=", ":"), blank, simple), { minLength: 1, maxLength: 6 }), simple, (entries, wanted) => {
        const before = `# top\n[a]\n${entries.map(([left, mark, right, each], index) => `# ${index}\nkey${index}${left}${mark}${right}${each}\n`).join("")}\n[b]\nx=1\n`;
        const edited = setConfigValues(before, "a", { key0: wanted });
        expect(setConfigValues(edited, "a", { key0: entries[0]![3] })).toBe(before);
      }),
    );
  });
});

describe("adding the text of a section", () => {
  it("puts it below a blank line with the file's line ends", () => {
    expect(appendSection("[a]\r\nx=1", "\n[b]\n# y\ny=2\n\n")).toBe("[a]\r\nx=1\r\n\r\n[b]\r\n# y\r\ny=2\r\n");
    expect(appendSection("[a]\nx=1\n\n", "[b]\ny=2")).toBe("[a]\nx=1\n\n[b]\ny=2\n");
    expect(appendSection("", "[b]\ny=2\n")).toBe("[b]\ny=2\n");
  });

  it("refuses a section that is there already", () => {
    expect(() => appendSection("[a]\nx=1\n", "[a]\ny=2\n")).toThrow(expect.objectContaining({ code: "CONFIG_SYNTAX" }));
  });
});
