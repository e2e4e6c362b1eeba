import { describe, expect, it } from "vitest";
import { safePattern } from "./safe-pattern.js";

const why = (text: string): string => {
  const result = safePattern(text);
  return result.ok ? "taken" : result.reason;
};

describe("a pattern of a warning list", () => {
  it.each([
    ["/^(www\\.)?google\\.[a-z]{2,3}$/i", "www.google.com"],
    ["\\.(?:corp|lan)$", "printer.LAN"],
    ["^[a-f0-9]{32}$", "d41d8cd98f00b204e9800998ecf8427e"],
    ["(?i)^localhost", "LOCALHOST"],
    ["^\\d+\\.\\d+$", "1.2"],
    ["[)(]+x", "((x"],
  ])("%s is taken", (text, value) => {
    const safe = safePattern(text);
    expect(safe.ok && safe.pattern.test(value)).toBe(true);
  });

  it.each([
    ["(a+)+$", "repeats"],
    ["(?:a|a)*b", "repeats"],
    ["([a-z]*)*", "repeats"],
    ["(?:(?:x{1,20}){1,20}){1,20}", "repeats"],
    ["a*a*a*a*b", "too many ways"],
    ["(a)\\1", "back references"],
    ["(?=a)b", "looking around"],
    ["(?<=a)b", "looking around"],
    ["(?<name>a)\\k<name>", "back references"],
    ["[", "no regular expression"],
    ["/a/e", "flags"],
    ["a".repeat(2_000), "longer than"],
  ])("%s is left out", (text, reason) => {
    expect(why(text)).toContain(reason);
  });

  it("ends on the worst value there is", () => {
    for (const text of ["^\\w+\\w+$", "a*a*b", "(?:a|b|ab)(?:a|b|ab)(?:a|b|ab)c", "a?a?a?a?a?a?a?aaaaaaab!"]) {
      const safe = safePattern(text);
      expect(safe.ok && safe.pattern.test(`${"a".repeat(255)}!`)).toBe(false);
    }
  });
});
