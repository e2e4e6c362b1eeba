import type { ActionDTO, FunctionDTO, WorkflowDTO } from "@soarkit/protocol";
import { describe, expect, it } from "vitest";
import { functionsIn, stepsOf } from "./steps.js";

const xml = '<definitions><serviceTask><extensionElements><resilient:function uuid="u1">{}</resilient:function></extensionElements></serviceTask><resilient:function name="x" uuid="u2"/></definitions>';
const rule = (change: Partial<ActionDTO>) => ({ message_destinations: [], workflows: [], ...change }) as unknown as ActionDTO;
const workflow = { name: "Example: Import", programmatic_name: "example_import", content: { xml } } as unknown as WorkflowDTO;
const staxx = { uuid: "u1", display_name: "Staxx Import", destination_handle: "fn_anomali_staxx" } as unknown as FunctionDTO;

describe("what happens when a rule is run", () => {
  it("finds the functions of a workflow in their order", () => {
    expect(functionsIn(xml)).toEqual(["u1", "u2"]);
    expect(functionsIn("<definitions/>")).toEqual([]);
  });

  it("follows workflow, function and destination", () => {
    expect(stepsOf(rule({ workflows: ["Example: Import"] }), [workflow], [staxx])).toEqual([
      { workflow: "example_import", function: "Staxx Import", destination: "fn_anomali_staxx" },
      { workflow: "example_import", function: "a function that is not here", destination: undefined },
    ]);
  });

  it("names a message to a destination, and a workflow that is not here", () => {
    expect(stepsOf(rule({ message_destinations: ["trustar"], workflows: ["gone"] }), [workflow], [])).toEqual([
      { workflow: undefined, function: undefined, destination: "trustar" },
      { workflow: "gone", function: undefined, destination: undefined },
    ]);
  });
});
