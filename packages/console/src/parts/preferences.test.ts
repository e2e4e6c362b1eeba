import { expect, it } from "vitest";
import { isZone, readPreferences } from "./preferences.js";

it("takes what was stored, and its own choice where that is missing or wrong", () => {
  expect(readPreferences('{"zone":"Asia/Kolkata","density":"compact","defang":true,"shortcuts":false}')).toEqual({ zone: "Asia/Kolkata", density: "compact", defang: true, shortcuts: false });
  const first = { zone: "browser", density: "normal", defang: false, shortcuts: true };
  expect(readPreferences(null)).toEqual(first);
  expect(readPreferences("not json")).toEqual(first);
  expect(readPreferences('{"zone":"Nowhere/City","density":9,"defang":"yes"}')).toEqual(first);
});

it("knows a time zone from a name that is none", () => {
  expect([isZone("UTC"), isZone("Europe/Berlin"), isZone("Nowhere/City")]).toEqual([true, true, false]);
});
