import { describe, expect, it } from "vitest";
import { certificateState, memberName, memberText, sizeText } from "./words.js";

describe("the words of the system page", () => {
  it("writes sizes in decimal units", () => {
    expect([0, 999, 1000, 1_234_567, 99_960_000, 999_600, 5_000_000_000_000_000].map(sizeText)).toEqual(["0 B", "999 B", "1.0 kB", "1.2 MB", "100 MB", "1.0 MB", "5000 TB"]);
  });

  it("names members and leaves out what is nested", () => {
    expect(memberName("dead_letters")).toBe("Dead letters");
    expect(memberName("maxMemory")).toBe("Max memory");
    expect([1200, false, "", "x", {}, null].map(memberText)).toEqual(["1,200", "no", undefined, "x", undefined, undefined]);
  });

  it("warns two weeks before a certificate ends", () => {
    const now = Date.UTC(2026, 0, 1);
    expect(["2025-12-31", "2026-01-10", "2026-02-01"].map((date) => certificateState(Date.parse(date), now))).toEqual(["over", "soon", "fine"]);
  });
});
