import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { guardCell, unguardCell } from "./record-csv.js";

describe("a CSV cell", () => {
  it("is no formula, and reads back as it was", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.stringMatching(/^['=+@\t-]{1,3}\w*$/)), (text) => {
        expect(guardCell(text)).not.toMatch(/^[=+\-@\t\r\n]/);
        expect(unguardCell(guardCell(text))).toBe(text);
      }),
    );
  });
});
