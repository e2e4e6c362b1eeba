import { describe, expect, it } from "vitest";
import { GuessThrottle } from "./guess-throttle.js";

describe("guessing", () => {
  const throttled = (freeTries = 3) => {
    const clock = { now: 1_000_000 };
    return { clock, throttle: new GuessThrottle({ freeTries, longestWait: 60_000, now: () => clock.now }) };
  };

  it("costs nothing at first, then twice as much each time, up to the longest wait", () => {
    const { clock, throttle } = throttled();
    const waits = Array.from({ length: 12 }, () => {
      clock.now += throttle.wait("a");
      throttle.failed("a");
      return throttle.wait("a");
    });
    expect(waits).toEqual([0, 0, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000, 60_000]);
    expect(throttle.wait("b")).toBe(0);
  });

  it("is forgotten after a success and after 15 minutes of quiet", () => {
    const { clock, throttle } = throttled(1);
    throttle.failed("a");
    expect(throttle.wait("a")).toBe(1_000);
    clock.now += 400;
    expect(throttle.wait("a")).toBe(600);
    throttle.succeeded("a");
    expect(throttle.wait("a")).toBe(0);
    for (let tries = 0; tries < 2_000; tries++) throttle.failed("a");
    expect(throttle.wait("a")).toBe(60_000);
    clock.now += 15 * 60_000;
    throttle.failed("a");
    expect(throttle.wait("a")).toBe(1_000);
  });

  it("is one guess as long as it is the same", () => {
    const { throttle } = throttled(2);
    for (let tries = 0; tries < 50; tries++) throttle.failed("a", "hash 1");
    expect(throttle.wait("a")).toBe(0);
    throttle.failed("a", "hash 2");
    expect(throttle.wait("a")).toBe(1_000);
  });

  it("of very many guessers needs bounded memory: the oldest is forgotten", () => {
    const { throttle } = throttled(1);
    for (let index = 0; index <= 10_000; index++) throttle.failed(`guesser ${index}`);
    expect([throttle.wait("guesser 0"), throttle.wait("guesser 1"), throttle.wait("guesser 10000")]).toEqual([0, 1_000, 1_000]);
  });
});
