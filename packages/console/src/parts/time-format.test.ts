import { describe, expect, it } from "vitest";
import { parseTime } from "./time-entry.js";
import { age, duration, fullTime, isoTime, shortTime } from "./time-format.js";

const winter = Date.UTC(2026, 10, 20, 13, 6, 2);
const summer = Date.UTC(2026, 6, 1, 12, 0, 0);

describe("a moment", () => {
  it("is written with the zone that holds on that day", () => {
    expect(fullTime(winter, "Europe/Berlin")).toBe("2026-11-20 14:06:02 CET");
    expect(fullTime(summer, "Europe/Berlin")).toBe("2026-07-01 14:00:00 CEST");
    expect(fullTime(winter, "UTC")).toBe("2026-11-20 13:06:02 UTC");
    expect(isoTime(winter, "Asia/Kolkata")).toBe("2026-11-20T18:36:02+05:30");
    expect(isoTime(winter, "UTC")).toBe("2026-11-20T13:06:02Z");
  });

  it("is short in rows, and shorter the nearer it is", () => {
    expect(shortTime(winter, "UTC", winter + 3_600_000)).toBe("13:06");
    expect(shortTime(winter, "UTC", winter + 86_400_000)).toBe("20 Nov 13:06");
    expect(shortTime(winter, "UTC", winter + 86_400_000 * 100)).toBe("2026-11-20");
  });

  it("is today or not by the clock of the zone", () => {
    const lateEvening = Date.UTC(2026, 10, 20, 23, 30);
    expect(shortTime(lateEvening, "Europe/Berlin", Date.UTC(2026, 10, 20, 12))).toBe("21 Nov 00:30");
  });
});

it("writes durations and ages with one unit that fits", () => {
  expect([410, 4100, 12_000, 72_000, 1_200_000].map(duration)).toEqual(["0.41 s", "4.1 s", "12 s", "1 m 12 s", "20 min"]);
  expect([500, 61_000, 7_300_000, 4 * 86_400_000, 729 * 86_400_000, 731 * 86_400_000].map(age)).toEqual(["0 s", "1 min", "2 h", "4 d", "729 d", "2 y"]);
});

describe("a time that somebody types", () => {
  const read = (text: string, zone = "Europe/Berlin") => parseTime(text, zone, winter);

  it.each([
    ["2026-11-20 14:06", Date.UTC(2026, 10, 20, 13, 6)],
    ["2026-11-20 14:06 CET", Date.UTC(2026, 10, 20, 13, 6)],
    ["2026-07-01", Date.UTC(2026, 5, 30, 22)],
    ["09:15", Date.UTC(2026, 10, 20, 8, 15)],
    ["now", winter],
    ["-2h", winter - 7_200_000],
    ["2026-11-20T14:06:02+01:00", winter],
    ["1763643962", 1_763_643_962_000],
    ["1763643962123", 1_763_643_962_123],
  ])("reads %s", (text, at) => {
    expect(read(text)).toBe(at);
  });

  it.each(["yesterday", "2026-13-01", "2026-02-30 10:00", "25:00", "14", ""])("does not guess at %j", (text) => {
    expect(read(text)).toBeUndefined();
  });

  it("reads back what it writes, on both sides of a change of clocks", () => {
    for (const at of [Date.UTC(2026, 2, 29, 0, 30), Date.UTC(2026, 2, 29, 1, 30), Date.UTC(2026, 9, 25, 2, 30)]) {
      expect(parseTime(fullTime(at, "Europe/Berlin", false), "Europe/Berlin", winter)).toBe(at);
    }
  });
});
