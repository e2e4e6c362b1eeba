import { describe, expect, it } from "vitest";
import { jsonMistake } from "./json-mistake.js";

describe("a text that is no JSON", () => {
  it.each([
    ['{\n "a": 1,\n "b": oops }', 3, "expected a value, found"],
    ["[1,,2]", 1, "expected a value, found"],
    ['{"a" 1}', 1, "expected a colon"],
    ['{"a": 1,\n}', 2, "expected a name in quotes, found"],
    ['{"a": [1, 2}', 1, "expected a comma or the closing bracket"],
    ['{"a":\n\n"half', 3, "expected a value, found"],
    ['{"a": 1\n', 2, "but the text ends there"],
    ["[]\n[]", 2, "expected the end"],
    ["", 1, "but the text ends there"],
    ["[01]", 1, "expected a value"],
  ])("%j is told by its line and reason", (text, line, reason) => {
    expect(() => JSON.parse(text) as unknown).toThrow();
    expect(jsonMistake(text)).toMatchObject({ line, reason: expect.stringContaining(reason) });
  });

  it("is followed through deep nesting and whole documents", () => {
    const text = `${"[".repeat(50_000)}${"]".repeat(49_999)}`;
    expect(jsonMistake(text).reason).toContain("but the text ends there");
    expect(jsonMistake(`{"a": [true, null, -1.5e3, "\\u00e9\\n", {"b": {}}, []], "c": x}`).reason).toContain('found "x}"');
  });
});
