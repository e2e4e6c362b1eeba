import { describe, expect, it } from "vitest";
import { RequestRate } from "./request-rate.js";

describe("the rate of requests", () => {
  const limited = (perSecond: number) => {
    const clock = { now: 0 };
    return { clock, rate: new RequestRate(perSecond, () => clock.now) };
  };
  const taken = (rate: RequestRate, count: number, address = "192.0.2.1") => Array.from({ length: count }, () => rate.take(address)).filter((wait) => wait === 0).length;

  it("lets five seconds' worth come at once, then so many a second, address by address", () => {
    const { clock, rate } = limited(100);
    expect(taken(rate, 1_000)).toBe(500);
    expect(rate.take("192.0.2.1")).toBeCloseTo(10);
    expect(taken(rate, 1_000, "192.0.2.2")).toBe(500);
    clock.now += 250;
    expect(taken(rate, 1_000)).toBe(25);
    clock.now += 60_000;
    expect(taken(rate, 1_000)).toBe(500);
  });

  it("has no limit with 0", () => {
    expect(taken(limited(0).rate, 100_000)).toBe(100_000);
  });

  it("forgets the address that was quiet for the longest time when there are very many", () => {
    const { rate } = limited(1);
    expect([taken(rate, 6, "first"), taken(rate, 6, "second")]).toEqual([5, 5]);
    for (let index = 0; index < 9_998; index++) rate.take(`other ${index}`);
    expect(taken(rate, 1, "first")).toBe(0);
    rate.take("one more");
    expect([taken(rate, 6, "second"), taken(rate, 6, "first")]).toEqual([5, 0]);
  });
});
