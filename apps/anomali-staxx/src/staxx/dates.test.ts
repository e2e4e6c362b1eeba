import { describe, expect, it } from "vitest";
import { isTimeZone, readStaxxDate } from "./dates.js";

describe("dates of STAXX", () => {
  it.each([
    ["2020-08-12 10:05:58 AM", "UTC", "2020-08-12T10:05:58.000Z"],
    ["2020-08-12 10:05:58 PM", "UTC", "2020-08-12T22:05:58.000Z"],
    ["2020-08-12 12:00:00 AM", "UTC", "2020-08-12T00:00:00.000Z"],
    ["2020-08-12 12:00:00 PM", "UTC", "2020-08-12T12:00:00.000Z"],
    ["2020-08-12 16:30:14 PM", "UTC", "2020-08-12T16:30:14.000Z"],
    ["2020-08-12 00:30:14 AM", "UTC", "2020-08-12T00:30:14.000Z"],
    ["2020-08-12 16:30:14", "UTC", "2020-08-12T16:30:14.000Z"],
    ["2020-08-12 10:05:58 AM", "Europe/Berlin", "2020-08-12T08:05:58.000Z"],
    ["2020-01-12 10:05:58 AM", "Europe/Berlin", "2020-01-12T09:05:58.000Z"],
    ["2020-08-12 10:05:58 AM", "Asia/Kolkata", "2020-08-12T04:35:58.000Z"],
    ["2020-03-29 03:30:00 AM", "Europe/Berlin", "2020-03-29T01:30:00.000Z"],
    ["2020-10-25 02:30:00 AM", "Europe/Berlin", "2020-10-25T00:30:00.000Z"],
    ["2020-10-25 04:30:00 AM", "Europe/Berlin", "2020-10-25T03:30:00.000Z"],
    ["2020-11-01 01:30:00 AM", "America/New_York", "2020-11-01T05:30:00.000Z"],
  ])("%s in %s is %s", (text, zone, iso) => {
    expect(readStaxxDate(text, zone)).toEqual({ text, iso, display: `${text} (${zone})` });
  });

  it.each(["", "yesterday", "2020-13-01 10:00:00 AM", "2020-02-30 10:00:00 AM", "2020-02-20 25:00:00", "2020-02-20 10:61:00 AM"])("keeps %s as it is", (text) => {
    expect(readStaxxDate(text, "UTC")).toEqual({ text, iso: null, display: text });
  });

  it("knows zones by name", () => {
    expect(isTimeZone("Europe/Berlin")).toBe(true);
    expect(isTimeZone("Mars/Olympus")).toBe(false);
  });
});
