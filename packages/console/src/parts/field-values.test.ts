import type { FieldDefDTO } from "@soarkit/protocol";
import { expect, it } from "vitest";
import { defaultValue, fieldError, sentValue } from "./field-values.js";

function field(change: Partial<FieldDefDTO>): FieldDefDTO {
  return { id: 1, uuid: "", name: "tlp", text: "TLP", tooltip: "", placeholder: "", export_key: "", type_id: 6, prefix: "properties", input_type: "select", required: null, values: [], rich_text: false, blank_option: true, ...change };
}
const choice = (value: number, isDefault: boolean, enabled = true) => ({ value, label: String(value), enabled, default: isDefault, hidden: false, uuid: "", properties: null });

it("starts with the enabled default of a select", () => {
  expect(defaultValue(field({ values: [choice(1, true, false), choice(2, true)] }))).toBe(2);
  expect(defaultValue(field({ values: [choice(1, false)] }))).toBeNull();
  expect(defaultValue(field({ input_type: "multiselect", values: [choice(1, true), choice(2, true)] }))).toEqual([1, 2]);
});

it("asks for required values, and on closing for those that closing needs", () => {
  expect(fieldError(field({ required: "always" }), null)).toBe("Choose a value");
  expect(fieldError(field({ required: "always", input_type: "text" }), "  ")).toBe("Enter a value");
  expect(fieldError(field({ required: "close" }), null)).toBeUndefined();
  expect(fieldError(field({ required: "close" }), null, true)).toBe("Choose a value");
});

it("takes no and zero for answers", () => {
  expect(fieldError(field({ required: "always", input_type: "boolean" }), false)).toBeUndefined();
  expect(fieldError(field({ required: "always", input_type: "number" }), 0)).toBeUndefined();
});

it("sends nothing for what is empty", () => {
  expect([sentValue(""), sentValue([]), sentValue(undefined), sentValue(false), sentValue("x")]).toEqual([null, null, null, false, "x"]);
});
