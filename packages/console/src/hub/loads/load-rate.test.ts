import { describe, expect, it } from "vitest";
import { rateOf } from "./load-rate.js";

describe("the speed of a load", () => {
  it("is what was read between two looks, a second", () => {
    expect(rateOf([{ at: 1_000, rows: 100, position: 4_000 }, { at: 2_000, rows: 0, position: 0 }, { at: 3_000, rows: 500, position: 24_000 }])).toEqual({ rows: 200, position: 10_000 });
  });

  it("is unknown until there are two looks with time between them", () => {
    expect(rateOf([])).toBeUndefined();
    expect(rateOf([{ at: 1_000, rows: 100, position: 4_000 }])).toBeUndefined();
    expect(rateOf([{ at: 1_000, rows: 100, position: 4_000 }, { at: 1_000, rows: 200, position: 8_000 }])).toBeUndefined();
  });
});
