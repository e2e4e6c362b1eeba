import { expect, it } from "vitest";
import { holdsMenus } from "./use-menus.js";

it("a changed rule makes incidents, their lists and artifacts stale, and nothing else", () => {
  const keys = [["incidents", "list"], ["incident:2101", "incident"], ["incident:2101", "artifact"], ["incident:2101", "note"], ["configuration", "rule", "list"], [7]];
  expect(keys.map(holdsMenus)).toEqual([true, true, true, false, false, false]);
});
