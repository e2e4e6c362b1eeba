import { describe, expect, it } from "vitest";
import { sizeText } from "./size.js";

describe("the size of a file", () => {
  it("is given in decimal units", () => {
    expect([0, 999, 1000, 1_234_567, 999_960, 5_000_000_000].map(sizeText)).toEqual(["0 B", "999 B", "1.0 kB", "1.2 MB", "1.0 MB", "5.0 GB"]);
  });
});
