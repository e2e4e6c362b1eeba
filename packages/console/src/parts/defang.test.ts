import { describe, expect, it } from "vitest";
import { defang, middleCut, mixesScripts, refang, visibleParts } from "./defang.js";

describe("defang", () => {
  it.each([
    ["https://evil.example/a.php?x=1", "hxxps[:]//evil[.]example/a[.]php?x=1"],
    ["45.33.2.79", "45[.]33[.]2[.]79"],
    ["mail@evil.example", "mail[@]evil[.]example"],
    ["ftp://files.example", "fxp[:]//files[.]example"],
    ["d41d8cd98f00b204e9800998ecf8427e", "d41d8cd98f00b204e9800998ecf8427e"],
  ])("makes %s harmless", (value, harmless) => {
    expect(defang(value)).toBe(harmless);
  });

  it("is undone by refang", () => {
    for (const value of ["https://evil.example/a.php", "45.33.2.79", "mail@evil.example", "http://münchen.example/x", "ftp://files.example"]) {
      expect(refang(defang(value))).toBe(value);
    }
  });
});

describe("refang", () => {
  it.each([
    ["hxxps[:]//evil[.]com", "https://evil.com"],
    ["hXXp://evil[dot]com/a", "http://evil.com/a"],
    ["evil(.)com", "evil.com"],
    ["user[at]evil{.}com", "user@evil.com"],
    ["hxxp[://]evil.com", "http://evil.com"],
    ["  plain text  ", "plain text"],
  ])("reads %s", (written, meant) => {
    expect(refang(written)).toBe(meant);
  });
});

describe("the visible parts of a value", () => {
  it("names characters that change the direction or cannot be seen", () => {
    expect(visibleParts("exe\u202efdp.scr")).toEqual([
      { text: "exe", hidden: false },
      { text: "U+202E", hidden: true },
      { text: "fdp.scr", hidden: false },
    ]);
    expect(visibleParts("a\u200bb")[1]).toEqual({ text: "U+200B", hidden: true });
    expect(visibleParts("a\tb")[1]).toEqual({ text: "U+0009", hidden: true });
  });

  it("shows blanks at the ends and leaves those inside", () => {
    expect(visibleParts(" a b ").map((part) => part.text).join("")).toBe("·a b·");
  });

  it("keeps letters of other alphabets and emoji whole", () => {
    expect(visibleParts("пример.рф 🦊")).toEqual([{ text: "пример.рф 🦊", hidden: false }]);
  });
});

it("tells a forged name by its mixed alphabets, and no honest one", () => {
  expect(mixesScripts("pаypal.com")).toBe(true);
  expect(mixesScripts("paypal.com")).toBe(false);
  expect(mixesScripts("пример.com")).toBe(false);
});

it("cuts long values in the middle, so that both ends can be compared", () => {
  const value = `https://${"a".repeat(200)}.example/end`;
  const cut = middleCut(value);
  expect(cut.length).toBeLessThanOrEqual(96);
  expect(cut.startsWith("https://")).toBe(true);
  expect(cut.endsWith("example/end")).toBe(true);
});
