import type { InputType, SoarkitError } from "@soarkit/protocol";
import { describe, expect, it } from "vitest";
import type { FieldDefinition, FieldValue } from "../types/field-definition.js";
import { activityValues } from "./activity-fields.js";

function value(id: number, label: string, more: Partial<FieldValue> = {}): FieldValue {
  return { value: id, label, enabled: true, isDefault: false, hidden: false, uuid: `value-${id}`, properties: null, ...more };
}

function field(name: string, inputType: InputType, more: Partial<FieldDefinition> = {}): FieldDefinition {
  return {
    id: 1, uuid: `field-${name}`, typeName: "actioninvocation", typeId: 6, name, path: `properties.${name}`, text: `Label of ${name}`, tooltip: "", placeholder: "",
    prefix: "properties", inputType, required: null, richText: false, blankOption: false, system: false, position: 0, values: [], extra: {}, ...more,
  };
}

const tlp = field("tlp", "select", { values: [value(53, "AMBER"), value(54, "RED"), value(55, "OLD", { enabled: false })] });
const kinds = field("kinds", "multiselect", { values: [value(61, "c2"), value(62, "apt")] });

function filled(fields: readonly FieldDefinition[], sent: Record<string, unknown>): unknown {
  return activityValues("Import", fields, sent);
}

describe("activity fields", () => {
  it.each([
    ["a label", tlp, "RED", "RED", 54],
    ["a label in other case", tlp, "amber", "AMBER", 53],
    ["a value id", tlp, 53, "AMBER", 53],
    ["an object with id", tlp, { id: 54, name: "anything" }, "RED", 54],
    ["an object with name", tlp, { name: "RED" }, "RED", 54],
    ["several values", kinds, ["c2", 62], ["c2", "apt"], [61, 62]],
    ["one value for several", kinds, "apt", ["apt"], [62]],
    ["a number", field("n", "number"), 70, 70, 70],
    ["zero", field("n", "number"), 0, 0, 0],
    ["a boolean", field("b", "boolean"), false, false, false],
    ["a text", field("t", "text"), "c:\\a\\b.exe", "c:\\a\\b.exe", "c:\\a\\b.exe"],
    ["a rich text from a string", field("r", "textarea"), "x", { format: "text", content: "x" }, { format: "text", content: "x" }],
    ["nothing", field("t", "text"), undefined, null, null],
    ["an empty text", field("n", "number"), "", null, null],
  ])("takes %s", (_what, definition, sent, label, id) => {
    expect(filled([definition], { [definition.name]: sent })).toEqual({ labels: { [definition.name]: label }, ids: { [definition.name]: id } });
  });

  it.each([
    ["an unknown label", tlp, "PURPLE", /tlp has no value "PURPLE".*AMBER, RED/],
    ["a value that is switched off", tlp, "OLD", /tlp has no value "OLD"/],
    ["an unknown value id", tlp, 99, /no value 99/],
    ["one wrong of several", kinds, ["c2", "x"], /kinds has no value "x".*c2, apt/],
    ["a number as text", field("n", "number"), "70", /n takes a whole number/],
    ["a fraction", field("n", "number"), 1.5, /whole number/],
    ["a word for a boolean", field("b", "boolean"), "yes", /true or false/],
    ["a number for a text", field("t", "text"), 7, /Send a string/],
    ["a text that is too long", field("t", "text"), "x".repeat(100_001), /at most 100000/],
    ["a text for a time", field("d", "datetimepicker"), "2026-01-01", /milliseconds/],
  ])("refuses %s, naming the field and what to send", (_what, definition, sent, says) => {
    expect(() => filled([definition], { [definition.name]: sent })).toThrow(says);
  });

  it.each([undefined, null, "", "  ", []])("asks for a required field left as %j", (sent) => {
    const required = field("reason", "text", { required: "always" });
    expect(() => filled([required], { reason: sent })).toThrow(/reason \(Label of reason\) is required/);
  });

  it("fills in the default value of a select, also of a required one", () => {
    const severity = field("severity", "select", { required: "always", values: [value(1, "low"), value(2, "high", { isDefault: true })] });
    expect(filled([severity], {})).toEqual({ labels: { severity: "high" }, ids: { severity: 2 } });
  });

  it("names a field that the rule does not have", () => {
    expect(() => filled([tlp], { tpl: "RED" })).toThrow(/tpl is not one of its fields. Send only tlp/);
    expect(() => filled([], { tlp: "RED" })).toThrow(/it has none/);
  });

  it("answers 400", () => {
    try {
      filled([tlp], { tlp: "x" });
      expect.unreachable();
    } catch (error) {
      expect((error as SoarkitError).definition.status).toBe(400);
    }
  });
});
