import { describe, expect, it } from "vitest";
import { readSteps } from "./steps.js";
import { sampleWorkflow } from "./workflow.test-data.js";

describe("readSteps", () => {
  const { steps } = readSteps(sampleWorkflow);

  it("lists the steps in the order in which they run, ends last", () => {
    expect(steps.map((step) => step.id)).toEqual(["Start_1", "Task_1", "Choice", "Task_2", "End_1"]);
    expect(steps.map((step) => step.name)).toEqual(["Start", "First", "Found?", "Second", "End"]);
  });

  it("says when a flow is taken, and which is the default", () => {
    const [, , choice] = steps;
    expect(choice?.next).toEqual([
      { target: "Task_2", name: "yes", isDefault: false, condition: "incident.severity_code equals High" },
      { target: "End_1", name: "", isDefault: true },
    ]);
  });

  it("reads the content of function steps, also when there is none", () => {
    expect(steps[1]?.content?.post_processing_script).toBe("if a < b && c:\n  pass");
    expect(steps[3]?.content).toEqual({});
  });

  it("names the line of XML that cannot be read", () => {
    expect(readSteps("<a>\n<b>\n</a>")).toEqual({ steps: [], problem: "Line 3: </a> closes <b>." });
    expect(readSteps('<a x="1>').problem).toBe("Line 1: this tag cannot be read.");
    expect(readSteps("").problem).toBe("Line 1: there is no element.");
  });

  it("keeps a step whose JSON is broken and says why", () => {
    const broken = readSteps(sampleWorkflow.replace('{"inputs":{}', "{inputs")).steps.find((step) => step.id === "Task_1");
    expect(broken?.content).toBeUndefined();
    expect(broken?.problem).toMatch(/JSON/);
  });
});
