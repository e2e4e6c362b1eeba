import { expect, it } from "vitest";
import { incidentConditions, matches } from "./palette-search.js";

it("finds a label by a part of it or by the beginnings of its words", () => {
  expect(matches("act st", "Action Status")).toBe(true);
  expect(matches("STATUS", "Action Status")).toBe(true);
  expect(matches("stat act", "Action Status")).toBe(true);
  expect(matches("#2101", "2101 Machete")).toBe(true);
  expect(matches("xyz", "Action Status")).toBe(false);
});

it("asks for an incident's number only when digits were typed", () => {
  expect(incidentConditions("2101")).toContainEqual({ field_name: "id", method: "equals", value: 2101 });
  expect(incidentConditions("machete")).toEqual([{ field_name: "name", method: "contains", value: "machete" }]);
});
