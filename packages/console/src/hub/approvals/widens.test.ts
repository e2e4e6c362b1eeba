import { describe, expect, it } from "vitest";
import { widens } from "./widens.js";

describe("a corrected TLP", () => {
  it("widens the circle only in one direction", () => {
    expect(widens("TLP:RED", "TLP:AMBER")).toBe(true);
    expect(widens("TLP:GREEN", "TLP:WHITE")).toBe(true);
    expect(widens("TLP:AMBER", "TLP:RED")).toBe(false);
    expect(widens("TLP:AMBER", "TLP:AMBER")).toBe(false);
    expect(widens("TLP:AMBER", "unknown")).toBe(false);
  });
});
