import type { FieldDefDTO, LayoutDTO } from "@soarkit/protocol";
import { expect, it } from "vitest";
import { fieldItem } from "../layouts/draft.js";
import { stepsOf } from "./wizard-steps.js";

const field = (name: string, change: Partial<FieldDefDTO> = {}): FieldDefDTO => ({ id: 1, uuid: "", name, text: name, tooltip: "", placeholder: "", export_key: "", type_id: 0, prefix: null, input_type: "text", required: null, values: [], rich_text: false, blank_option: true, ...change });
const step = (label: string, names: string[], show_if: LayoutDTO["content"][number]["show_if"] = null) => ({ element: "section", field_type: null, content: null, show_if, step_label: label, fields: names.map(fieldItem) });
const layout = (content: LayoutDTO["content"]): LayoutDTO => ({ id: 1, name: "", type: 0, content, public: true, vers: 1, uuid: "", export_key: "", perms: null });
const words = (steps: ReturnType<typeof stepsOf>) => steps.map(({ label, fields }) => `${label}: ${fields.map(({ name }) => name).join(" ")}`);

it("asks step by step, a step with a condition only when it holds, and never forgets what is required", () => {
  const all = [field("name"), field("city"), field("tlp", { prefix: "properties", required: "always" })];
  const asked = layout([step("One", ["name"]), step("Two", ["city"], [{ field: "name", condition: "equals", value: "storm" }])]);
  expect(words(stepsOf(asked, all, {}))).toEqual(["One: name tlp"]);
  expect(words(stepsOf(asked, all, { name: "storm" }))).toEqual(["One: name", "Two: city tlp"]);
});

it("shows the first step always and leaves out what is not a field any more", () => {
  const asked = layout([step("One", ["name", "gone"], [{ field: "name", condition: "has_a_value", value: null }])]);
  expect(words(stepsOf(asked, [field("name")], {}))).toEqual(["One: name"]);
});
