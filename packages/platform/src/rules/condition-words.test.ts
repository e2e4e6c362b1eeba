import { describe, expect, it } from "vitest";
import { conditionInWords, valueInWords } from "./condition-words.js";

const said = (field_name: string | null, method: string, value: unknown = null) => conditionInWords({ field_name, method, value, type: null, evaluation_id: null }, "artifact");

describe("a condition in words", () => {
  it("says two values of a long list and counts the others", () => {
    const types = ["IP Address", "DNS Name", ...Array.from({ length: 28 }, (_, index) => `Type ${index}`)];
    expect(said("artifact.type", "in", types)).toBe("the type is one of IP Address, DNS Name and 28 more");
    expect(said("artifact.type", "not_in", ["URL", "Port", "Mutex"])).toBe("the type is none of URL, Port or Mutex");
  });

  it("names fields of other objects with their object, and leaves out what only machines read", () => {
    expect(said("incident.severity_code", "equals", "High")).toBe("the incident's severity is High");
    expect(said("incident.properties.ticket_number", "has_a_value")).toBe("the incident's ticket number has a value");
    expect(said(null, "object_added")).toBe("the object was created");
    expect(said("value", "equals", true)).toBe("the value is yes");
  });

  it("says nothing as empty, handles by name, and text without markup", () => {
    expect([valueInWords(undefined), valueInWords([]), valueInWords({ id: 4, name: "Low" }), valueInWords({ format: "html", content: "<b>x</b> y" }), valueInWords(7)]).toEqual(["empty", "empty", "Low", "x y", "7"]);
    expect(valueInWords("x".repeat(400))).toHaveLength(301);
  });
});
