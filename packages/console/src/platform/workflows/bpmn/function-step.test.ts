import { describe, expect, it } from "vitest";
import { withScript } from "./function-step.js";
import { readSteps } from "./steps.js";
import { sampleWorkflow } from "./workflow.test-data.js";

const stepOf = (xml: string, id: string) => readSteps(xml).steps.find((step) => step.id === id);

describe("withScript", () => {
  const script = 'note = u"<b>\\u00e9</b> & more"\nif 1 < 2 and "]]>" != None:\r\n\tincident.addNote(note)\n';

  it("writes one script and reads it back as it was", () => {
    const changed = withScript(sampleWorkflow, "Task_1", "post-process", script);
    expect(stepOf(changed, "Task_1")?.content).toEqual({ inputs: {}, post_processing_script: script, pre_processing_script: "inputs.x = artifact.value", other: { kept: [1, 2] } });
  });

  it("leaves every other byte as it is", () => {
    const changed = withScript(sampleWorkflow, "Task_1", "pre-process", script);
    const opening = '<resilient:function uuid="f-1">';
    const before = sampleWorkflow.slice(0, sampleWorkflow.indexOf(opening) + opening.length);
    const after = sampleWorkflow.slice(sampleWorkflow.indexOf("</resilient:function>"));
    expect(changed.startsWith(before)).toBe(true);
    expect(changed.endsWith(after)).toBe(true);
  });

  it("opens an element that closed itself", () => {
    const changed = withScript(sampleWorkflow, "Task_2", "pre-process", "x");
    expect(changed).toContain('<resilient:function uuid="f-2">{"pre_processing_script":"x"}</resilient:function>');
    expect(stepOf(changed, "Task_2")?.content).toEqual({ pre_processing_script: "x" });
  });

  it("replaces JSON that stood in a CDATA section", () => {
    const inCdata = sampleWorkflow.replace(/(uuid="f-1">)[^<]*/, '$1<![CDATA[{"pre_processing_script":"a < b"}]]>');
    expect(stepOf(inCdata, "Task_1")?.content?.pre_processing_script).toBe("a < b");
    expect(stepOf(withScript(inCdata, "Task_1", "pre-process", "a > b"), "Task_1")?.content).toEqual({ pre_processing_script: "a > b" });
  });

  it("gives the text back untouched when nothing changes", () => {
    expect(withScript(sampleWorkflow, "Task_1", "pre-process", "inputs.x = artifact.value")).toBe(sampleWorkflow);
  });

  it("refuses a step that is not there or calls no function", () => {
    expect(() => withScript(sampleWorkflow, "Choice", "pre-process", "x")).toThrow("no function step Choice");
  });
});
