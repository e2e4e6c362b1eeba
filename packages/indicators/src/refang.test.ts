import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { refang, refangText } from "./refang.js";

describe("refang", () => {
  it.each([
    ["hxxps://evil[.]com/a", "https://evil.com/a"],
    ["hXXp[:]//evil(dot)com", "http://evil.com"],
    ["hxxp[://]evil{.}com[/]x", "http://evil.com/x"],
    ["user[at]evil[dot]com", "user@evil.com"],
    ["user (at) evil.com", "user @ evil.com"],
    ["1[.]2[.]3[.]4", "1.2.3.4"],
    ["a[[.]]b", "a.b"],
    ["fxp://files[.]example[.]org", "ftp://files.example.org"],
    ["an array[0] of (dots)", "an array[0] of (dots)"],
    ["[2001:db8::1]", "[2001:db8::1]"],
  ])("reads %j as %j", (given, wanted) => {
    expect(refang(given)).toBe(wanted);
  });

  it("changes nothing the second time, whatever the text", () => {
    const pieces = fc.constantFrom("[", "]", "(", ")", "{", "}", ".", "dot", "at", "@", "hxxp", "s", ":", "/", "a", "meow", " ", "[.]", "[:]", "é");
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (words) => {
        const once = refang(words.join(""));
        expect(refang(once)).toBe(once);
      }),
    );
  });

  it("leads every position back into the original text, in order", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("[.]", "hxxp://", "x", "[at]", "ü", " "), { maxLength: 30 }), (words) => {
        const text = words.join("");
        const plain = refangText(text);
        let last = 0;
        for (let index = 0; index <= plain.text.length; index++) {
          const offset = plain.originalOffset(index);
          expect(offset).toBeGreaterThanOrEqual(last);
          last = offset;
        }
        expect(last).toBe(text.length);
      }),
    );
  });
});
