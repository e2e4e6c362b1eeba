import type { FieldDefDTO } from "@soarkit/protocol";
import { describe, expect, it } from "vitest";
import type { Incident } from "../data/types.js";
import { conflictsOf, patchChanges, pathOf, plainOf, storedValue, widgetValue } from "./changes.js";

function field(name: string, input_type: FieldDefDTO["input_type"], prefix: string | null = null): FieldDefDTO {
  return { id: 1, uuid: name, name, text: name, tooltip: "", placeholder: "", export_key: "", type_id: 0, prefix, input_type, required: null, values: [], rich_text: false, blank_option: false };
}

const severity = field("severity_code", "select");
const types = field("incident_type_ids", "multiselect");
const city = field("city", "text");
const description = field("description", "textarea");
const reference = field("case_ref", "text", "properties");
const fields = [severity, types, city, description, reference];

const incident = {
  severity_code: { id: 4, name: "Low" },
  incident_type_ids: [{ id: 19, name: "Malware" }, { id: 22, name: "Phishing" }],
  city: null,
  description: { format: "html", content: "<p>One &amp; two</p>" },
  properties: { case_ref: "T-77" },
} as unknown as Incident;

const base = new Map(fields.map((definition) => [pathOf(definition), storedValue(incident, definition)]));

describe("an edited section", () => {
  it("holds ids of handles, and the words of a text", () => {
    expect(fields.map((definition) => widgetValue(definition, base.get(pathOf(definition))))).toEqual([4, [19, 22], "", "One & two", "T-77"]);
  });

  it("sends only what was changed, with what was seen before", () => {
    const draft = new Map<string, number | number[] | string>([["severity_code", 6], ["incident_type_ids", [22, 19]], ["city", " "], ["properties.case_ref", "T-78"]]);
    expect(patchChanges(fields, base, draft)).toEqual([
      { field: "severity_code", old_value: { object: 4 }, new_value: { object: 6 } },
      { field: "properties.case_ref", old_value: { object: "T-77" }, new_value: { object: "T-78" } },
    ]);
  });

  it("sends a text as text, and the old one as it came", () => {
    expect(patchChanges(fields, base, new Map([["description", "new\ntext"]]))).toEqual([
      { field: "description", old_value: { object: { format: "html", content: "<p>One &amp; two</p>" } }, new_value: { object: { format: "text", content: "new\ntext" } } },
    ]);
  });

  it("empties a field with null", () => {
    expect(patchChanges(fields, base, new Map([["properties.case_ref", ""]]))[0]?.new_value).toEqual({ object: null });
  });

  it("finds a conflict only where both changed, and to different values", () => {
    const now = { ...incident, severity_code: { id: 5, name: "Medium" }, city: "Lyon", properties: { case_ref: "T-80" } } as unknown as Incident;
    const draft = new Map<string, number | string>([["severity_code", 6], ["city", "Lyon"], ["properties.case_ref", "T-77"]]);
    expect([...conflictsOf(fields, base, draft, now)]).toEqual([["severity_code", 5]]);
  });

  it("keeps the line ends of a rich text", () => {
    expect(plainOf({ format: "html", content: "<p>a<br>b</p><ul><li>c</li></ul>" })).toBe("a\nb\nc");
  });
});
