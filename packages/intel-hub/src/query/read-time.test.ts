import { describe, expect, it } from "vitest";
import { readTime, staxxTime } from "./read-time.js";

const now = Date.UTC(2020, 7, 12, 16, 30, 0);

describe("times of a query", () => {
  it.each([
    ["-1d", now - 86_400_000],
    ["-1m", now - 60_000],
    ["-2h", now - 7_200_000],
    ["-1w", now - 604_800_000],
    ["2020-07-28T10:00:00", Date.UTC(2020, 6, 28, 10)],
    ["2020-07-28T10:00:00Z", Date.UTC(2020, 6, 28, 10)],
    ["2020-07-28T10:00:00+02:00", Date.UTC(2020, 6, 28, 8)],
    ["2020-07-28T10:00:00.123456", Date.UTC(2020, 6, 28, 10, 0, 0, 123)],
    ["2020-07-28", Date.UTC(2020, 6, 28)],
    ["2020-08-12 10:05:58 AM", Date.UTC(2020, 7, 12, 10, 5, 58)],
    ["2020-08-12 12:05:58 AM", Date.UTC(2020, 7, 12, 0, 5, 58)],
    ["2020-08-12 12:05:58 PM", Date.UTC(2020, 7, 12, 12, 5, 58)],
    ["2020-08-12 16:30:14 PM", Date.UTC(2020, 7, 12, 16, 30, 14)],
  ])("%s begins then", (text, from) => {
    expect(readTime(text, now)?.from).toBe(from);
  });

  it("last as long as they are written", () => {
    expect(readTime("2020-07-28", now)?.until).toBe(Date.UTC(2020, 6, 29) - 1);
    expect(readTime("2020-07-28T10:00:00", now)?.until).toBe(Date.UTC(2020, 6, 28, 10, 0, 0, 999));
  });

  it.each(["yesterday", "-1y", "2020-13-01", "1234567890", ""])("%j is none", (text) => {
    expect(readTime(text, now)).toBeUndefined();
  });
});

describe("times of a record", () => {
  it.each([
    [Date.UTC(2020, 7, 12, 0, 5, 9), "2020-08-12 12:05:09 AM"],
    [Date.UTC(2020, 7, 12, 12, 0, 0), "2020-08-12 12:00:00 PM"],
    [Date.UTC(2020, 7, 12, 23, 59, 59), "2020-08-12 11:59:59 PM"],
  ])("%d is %s, and reads back", (time, text) => {
    expect(staxxTime(time)).toBe(text);
    expect(readTime(text, now)?.from).toBe(time);
  });
});
