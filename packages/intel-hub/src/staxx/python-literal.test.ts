import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readPythonLiteral } from "./python-literal.js";

const python = (() => {
  try {
    execFileSync("python3", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

describe("the text form of Python data", () => {
  it.each([
    [`{'a': 'b', "c": "it's", u'd': b'bytes', 'e': 1, 'f': -2.5, 'g': True, 'h': None}`, { a: "b", c: "it's", d: "bytes", e: 1, f: -2.5, g: true, h: null }],
    [`{'a': 'x\\\\y\\n\\t\\x41\\u00fc\\U0001f600\\'', }`, { a: "x\\y\n\tAü😀'" }],
    [`{'a': r'c:\\x', 'b': ['x', ('y',)]}`, { a: "c:\\x", b: ["x", ["y"]] }],
    [`{}`, {}],
    [`{'__proto__': 'x'}`, Object.fromEntries([["__proto__", "x"]])],
  ])("%s is read", (text, value) => {
    expect(readPythonLiteral(text)).toEqual(value);
  });

  it.each(["", "{", "{'a'}", "{'a': }", "'open", "{1: 2}", "__import__('os')", "{'a': 1} x", "f'x'", "['x' for x in y]", "[".repeat(50)])("%j is refused with its position", (text) => {
    expect(() => readPythonLiteral(text)).toThrow(/at position \d+/);
  });

  it("is refused or read, never anything else, whatever the text", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("{", "}", "'", '"', "\\", "u", "b", "x41", ":", ",", "1", "a", " ", "\\u12", "None"), { maxLength: 30 }), (parts) => {
        try {
          readPythonLiteral(parts.join(""));
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it.skipIf(!python)("is read as Python itself wrote it", () => {
    const values = ["it's", 'say "x"', `both ' and "`, "back\\slash", "new\nline", "ünïcode 事 😀", "\u0007\u0085", "c:\\new\\x41"];
    const written = execFileSync("python3", ["-c", "import json,sys; sys.stdout.buffer.write(str({'values': json.load(sys.stdin)}).encode())"], { input: JSON.stringify(values) }).toString("utf8");
    expect(readPythonLiteral(written)).toEqual({ values });
  });
});
