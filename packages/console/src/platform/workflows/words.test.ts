import type { FieldDefDTO, FunctionDTO } from "@soarkit/protocol";
import { describe, expect, it } from "vitest";
import { effectWords, errorLineOf } from "./effect-words.js";
import { inputRows } from "./step-inputs.js";

const field = (name: string, input: FieldDefDTO["input_type"], values: readonly { uuid: string; label: string }[] = []) =>
  ({ uuid: `uuid-${name}`, name, text: name, input_type: input, required: null, values }) as unknown as FieldDefDTO;

describe("inputRows", () => {
  const called = { view_items: ["confidence", "tlp", "indicator", "gone"].map((name) => ({ content: `uuid-${name}` })) } as unknown as FunctionDTO;
  const fields = [field("indicator", "text"), field("tlp", "select", [{ uuid: "red", label: "RED" }]), field("confidence", "number")];

  it("follows the function's order and says who sets what", () => {
    const rows = inputRows(called, fields, {
      inputs: { "uuid-tlp": { input_type: "static", static_input: { multiselect_value: [], select_value: "red" } }, "uuid-confidence": { input_type: "static", static_input: { number_value: 0 } } },
      pre_processing_script: "inputs.indicator = artifact.value\n# inputs.tlp = 'x'\nif inputs.confidence == 3:\n  pass",
    });
    expect(rows.map((row) => [row.name, row.value, row.byScript])).toEqual([["confidence", "0", false], ["tlp", "RED", false], ["indicator", undefined, true]]);
  });
});

describe("effectWords", () => {
  it("says what a script would do", () => {
    expect(effectWords({ kind: "add_note", target: "incident", text: { format: "html", content: "<b>hit</b>" } })).toEqual({ what: "Add a note to the incident", content: "<b>hit</b>" });
    expect(effectWords({ kind: "set_field", object: "incident", field: "severity_code", value: 6 })).toEqual({ what: "Set incident.severity_code", content: "6" });
    expect(effectWords({ kind: "add_hit", name: "Staxx", properties: [{ name: "Severity", type: "string", value: "high" }] }).content).toBe("Severity: high");
    expect(effectWords({ kind: "sing", song: 1 })).toEqual({ what: "sing", content: '{"kind":"sing","song":1}' });
  });

  it("finds the line that an error names", () => {
    expect(errorLineOf("The script failed in line 12: no such name.")).toBe(12);
    expect(errorLineOf("online 5")).toBeUndefined();
    expect(errorLineOf(undefined)).toBeUndefined();
  });
});
