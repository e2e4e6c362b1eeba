import { expect, it } from "vitest";
import { tagLook, tlpLabel } from "./tag-looks.js";

it("names TLP in the words of version 2", () => {
  expect(["WHITE", "tlp:amber+strict", "TLP: GREEN", "RED"].map(tlpLabel)).toEqual(["TLP:CLEAR", "TLP:AMBER+STRICT", "TLP:GREEN", "TLP:RED"]);
});

it("gives every severity a shape of its own", () => {
  const shapes = ["Low", "Medium", "High"].map((severity) => tagLook("severity", severity).icon);
  expect(new Set(shapes).size).toBe(3);
});

it("shows a value that it does not know as it is", () => {
  expect(tagLook("severity", "Catastrophic")).toMatchObject({ tone: "dimmed" });
  expect(tagLook("severity", "Catastrophic").word).toBeUndefined();
});
