import type { FieldDefDTO, FieldValueDTO, ViewItemDTO } from "@soarkit/protocol";
import { describe, expect, it } from "vitest";
import { dialogErrors, dialogItems, fieldsOf, mayRepeat, sentProperties, startValues } from "./fields.js";

function choice(value: number, label: string, isDefault = false): FieldValueDTO {
  return { value, label, enabled: true, default: isDefault, hidden: false, uuid: `v${value}`, properties: null };
}

function field(name: string, change: Partial<FieldDefDTO> = {}): FieldDefDTO {
  return {
    id: 1, uuid: `uuid-${name}`, name, text: name, tooltip: "", placeholder: "", export_key: "", type_id: 6, prefix: "properties", input_type: "text", required: null,
    values: [], rich_text: false, blank_option: false, ...change,
  };
}

function item(element: ViewItemDTO["element"], content: string): ViewItemDTO {
  return { element, field_type: "actioninvocation", content, show_if: null, show_link_header: false, step_label: null };
}

const approve = field("auto_approve", { text: "Auto Approve", input_type: "select", required: "always", values: [choice(1, "yes"), choice(2, "no", true)] });
const tlp = field("tlp_color", { text: "TLP Color", input_type: "select", required: "always", values: [choice(3, "RED"), choice(4, "WHITE")] });
const confidence = field("confidence_level", { text: "Confidence Level", input_type: "number" });
const comment = field("comment");

describe("the dialog of a rule", () => {
  it("shows the fields in the rule's order, found by uuid or name, between its headings and texts", () => {
    const items = dialogItems([item("header", "Import"), item("field_uuid", "uuid-tlp_color"), item("html", "<p>Read</p>"), item("field", "comment"), item("field_uuid", "gone")], [comment, tlp]);
    expect(items.map((entry) => (entry.kind === "field" ? entry.field.name : entry.kind))).toEqual(["heading", "tlp_color", "text", "comment"]);
    expect(fieldsOf(items)).toEqual([tlp, comment]);
  });

  it("starts with the defaults of its fields", () => {
    expect(startValues([approve, tlp, confidence, comment])).toEqual({ auto_approve: 2, tlp_color: null, confidence_level: null, comment: "" });
  });

  it("offers last time's values, but never a TLP colour or an approval", () => {
    const last = { auto_approve: 1, tlp_color: 4, confidence_level: 70, comment: "as before" };
    expect(startValues([approve, tlp, confidence, comment], last)).toEqual({ auto_approve: 2, tlp_color: null, confidence_level: 70, comment: "as before" });
  });

  it("forgets a last value that the field takes no more", () => {
    const severity = field("severity", { input_type: "select", values: [choice(7, "low", true)] });
    const kinds = field("kinds", { input_type: "multiselect", values: [choice(8, "a")] });
    expect(startValues([severity, kinds, confidence], { severity: 99, kinds: [8, 9], confidence_level: "70" })).toEqual({ severity: 7, kinds: [], confidence_level: null });
  });

  it("takes a name that only contains the letters for what it is", () => {
    expect(mayRepeat(field("settlepoint"))).toBe(true);
    expect(mayRepeat(field("staxx_tlp"))).toBe(false);
  });

  it("names what is missing, first field first", () => {
    expect([...dialogErrors([tlp, approve], startValues([tlp, approve])).keys()]).toEqual(["tlp_color"]);
    expect(dialogErrors([tlp, approve], { tlp_color: 3, auto_approve: 2 }).size).toBe(0);
  });

  it("sends what was filled in, also false and zero, and nothing else", () => {
    const flag = field("flag", { input_type: "boolean" });
    expect(sentProperties([approve, confidence, comment, flag], { auto_approve: 2, confidence_level: 0, comment: " ", flag: false })).toEqual({ auto_approve: 2, confidence_level: 0, flag: false });
  });
});
