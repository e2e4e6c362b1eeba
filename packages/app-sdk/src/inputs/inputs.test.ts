import { SoarkitError } from "@soarkit/protocol";
import fc from "fast-check";
import { describe, expect, expectTypeOf, it } from "vitest";
import { booleanInput, dateInput, multiselectInput, numberInput, selectInput, textareaInput, textInput } from "./input-kinds.js";
import { readInputs } from "./read-inputs.js";

const inputs = {
  staxx_indicator: textInput({ required: true }),
  staxx_confidence_lvl: numberInput({ minimum: 0, maximum: 100, aliases: ["staxx_confidence"] }),
  staxx_max_results: numberInput(),
  staxx_severity: selectInput({ values: ["low", "medium", "very-high"], default: "low" }),
  staxx_tlp: selectInput({ values: ["RED", "AMBER"] }),
  staxx_tags: multiselectInput({ values: ["a", "b"] }),
  staxx_note: textareaInput(),
  staxx_flag: booleanInput({ default: false }),
  staxx_since: dateInput(),
};
const problem = (received: Record<string, unknown>): SoarkitError => {
  try {
    readInputs(inputs, { staxx_indicator: "x", ...received });
  } catch (error) {
    if (error instanceof SoarkitError) return error;
    throw error;
  }
  throw new Error("it was accepted");
};

describe("the inputs of a call", () => {
  it("have the types of their declarations", () => {
    const values = readInputs(inputs, { staxx_indicator: "x" });
    expectTypeOf(values.staxx_indicator).toEqualTypeOf<string>();
    expectTypeOf(values.staxx_max_results).toEqualTypeOf<number | undefined>();
    expectTypeOf(values.staxx_severity).toEqualTypeOf<"low" | "medium" | "very-high">();
    expectTypeOf(values.staxx_tlp).toEqualTypeOf<"RED" | "AMBER" | undefined>();
    expectTypeOf(values.staxx_tags).toEqualTypeOf<readonly ("a" | "b")[] | undefined>();
    expectTypeOf(values.staxx_flag).toEqualTypeOf<boolean>();
    expect(values).toEqual({ staxx_indicator: "x", staxx_severity: "low", staxx_flag: false });
  });

  it("are flattened from what the platform sends", () => {
    const received = {
      staxx_indicator: "198.51.100.7", staxx_confidence_lvl: 0, staxx_severity: { id: 53, name: "very-high" }, staxx_tlp: "amber",
      staxx_tags: [{ id: 1, name: "b" }, "a", "b"], staxx_note: { format: "html", content: "<b>x</b>" }, staxx_flag: "Yes", staxx_since: 1_700_000_000_000, unknown: 1,
    };
    expect(readInputs(inputs, received)).toEqual({
      staxx_indicator: "198.51.100.7", staxx_confidence_lvl: 0, staxx_severity: "very-high", staxx_tlp: "AMBER",
      staxx_tags: ["b", "a"], staxx_note: "<b>x</b>", staxx_flag: true, staxx_since: 1_700_000_000_000, staxx_max_results: undefined,
    });
  });

  it("are read under their older names when the present one is missing", () => {
    expect(readInputs(inputs, { staxx_indicator: "x", staxx_confidence: " 80 " }).staxx_confidence_lvl).toBe(80);
    expect(readInputs(inputs, { staxx_indicator: "x", staxx_confidence: "80", staxx_confidence_lvl: 5 }).staxx_confidence_lvl).toBe(5);
    expect(problem({ staxx_confidence: "high" }).message).toBe('The input staxx_confidence cannot be used: "high" is not a whole number. It is a whole number from 0 to 100.');
  });

  it("are refused with the field's name and what it accepts", () => {
    expect(problem({ staxx_indicator: "" }).message).toBe("The input staxx_indicator is required but was not given. It is a text.");
    expect(problem({ staxx_indicator: { format: "text", content: "" } }).code).toBe("INPUT_MISSING");
    expect(problem({ staxx_confidence_lvl: 101 }).message).toContain("101 is out of range. It is a whole number from 0 to 100.");
    expect(problem({ staxx_confidence_lvl: 1.5 }).message).toContain("1.5 is not a whole number");
    expect(problem({ staxx_severity: { id: 1, name: "huge" } }).message).toContain('"huge" is not one of its values. Accepted values: low, medium, very-high.');
    expect(problem({ staxx_tlp: 7 }).message).toContain("neither a label nor {id, name}");
    expect(problem({ staxx_flag: "perhaps" }).message).toContain("neither true nor false");
    expect(problem({ staxx_since: 8.64e15 + 1 }).message).toContain("not a time");
  });

  it("are read or refused whatever arrives, never anything else", () => {
    fc.assert(fc.property(fc.dictionary(fc.constantFrom(...Object.keys(inputs)), fc.anything()), (received) => {
      try {
        readInputs(inputs, received);
      } catch (error) {
        expect(error).toBeInstanceOf(SoarkitError);
      }
    }));
  });

  it("do not come from what every object inherits", () => {
    expect(readInputs({ constructor: textInput(), to_string: textInput({ aliases: ["toString"] }) }, {})).toEqual({});
  });
});
