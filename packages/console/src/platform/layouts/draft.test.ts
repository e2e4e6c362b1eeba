import type { FieldDefDTO, LayoutItemDTO } from "@soarkit/protocol";
import { expect, it } from "vitest";
import { addBlock, addField, changeBlock, differences, fieldItem, moveBlock, moveField, removeField, unplaced } from "./draft.js";
import { isShown } from "./shown.js";

const block = (label: string, names: string[]): LayoutItemDTO => ({ element: "section", field_type: null, content: null, show_if: null, step_label: label, fields: names.map(fieldItem) });
const two = [block("One", ["a", "b", "c"]), block("Two", ["d"])];
const names = (blocks: readonly LayoutItemDTO[]) => blocks.map((each) => each.fields.map((item) => item.content).join(""));
const field = (name: string, change: Partial<FieldDefDTO> = {}): FieldDefDTO => ({ id: 1, uuid: "", name, text: name, tooltip: "", placeholder: "", export_key: "", type_id: 0, prefix: null, input_type: "text", required: null, values: [], rich_text: false, blank_option: true, ...change });

it("moves fields within and between blocks, and leaves everything where it is for a place that is not there", () => {
  expect(names(moveField(two, { block: 0, index: 0 }, { block: 0, index: 1 }))).toEqual(["bac", "d"]);
  expect(names(moveField(two, { block: 0, index: 2 }, { block: 1, index: 0 }))).toEqual(["ab", "cd"]);
  expect(names(moveField(two, { block: 1, index: 0 }, { block: 0, index: 99 }))).toEqual(["abcd", ""]);
  expect(moveField(two, { block: 0, index: 9 }, { block: 1, index: 0 })).toBe(two);
  expect(moveField(two, { block: 0, index: 0 }, { block: 7, index: 0 })).toBe(two);
  expect(names(removeField(two, { block: 0, index: 1 }))).toEqual(["ac", "d"]);
});

it("names new blocks apart, and moves blocks only where there is a place", () => {
  const three = addBlock(two, "Step");
  expect(three[2]?.step_label).toBe("Step 3");
  expect(addBlock(changeBlock(two, 0, { step_label: "Step 3" }), "Step")[2]?.step_label).toBe("Step 4");
  expect(names(moveBlock(two, 1, -1))).toEqual(["d", "abc"]);
  expect(moveBlock(two, 0, -1)).toBe(two);
});

it("offers the fields that stand nowhere, and says what was changed", () => {
  expect(unplaced(two, [field("z"), field("a"), field("x", { prefix: "properties" })]).map(({ name }) => name)).toEqual(["x", "z"]);
  const changed = addField(moveField(two, { block: 0, index: 0 }, { block: 1, index: 0 }), 0, "w");
  expect(differences(two, removeField(changed, { block: 0, index: 0 }), (path) => path.toUpperCase())).toEqual(["W added to One", "B taken out of One", "A now in Two"]);
  expect(differences(two, two, String)).toEqual([]);
});

it("shows a block when all of its conditions hold: by id, by label, by having a value", () => {
  const severity = field("severity_code", { input_type: "select", values: [{ value: 6, label: "High", enabled: true, default: false, hidden: false, uuid: "", properties: null }] });
  const shown = (condition: "equals" | "not_equals" | "has_a_value" | "not_has_a_value", value: string | number | null, held: number | null) => isShown([{ field: "severity_code", condition, value }], [severity], () => held);
  expect([shown("equals", "High", 6), shown("equals", 6, 6), shown("equals", "High", 5), shown("not_equals", "High", 5), shown("has_a_value", null, null), shown("not_has_a_value", null, null)]).toEqual([true, true, false, true, false, true]);
  expect(isShown(null, [], () => null)).toBe(true);
});
