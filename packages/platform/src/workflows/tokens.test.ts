import { describe, expect, it } from "vitest";
import { parseWorkflow } from "./bpmn/parse.js";
import type { WorkflowModel } from "./bpmn/model.js";
import { begin, elementAt, isOver, leave, parseState, stuckJoins, type TokenState } from "./tokens.js";

const task = (id: string): string => `<serviceTask id="${id}" name="${id}" resilient:type="function"><extensionElements><resilient:function uuid="f-${id}">{}</resilient:function></extensionElements></serviceTask>`;
const xml = (elements: string, flows: readonly (readonly [string, string, string?])[]): string => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:resilient="http://resilient.ibm.com/bpmn" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="http://www.camunda.org/test">
<process id="wf" isExecutable="true" name="Test"><documentation/><startEvent id="S"/><endEvent id="E"/>${elements}${flows
  .map(([from, to, condition], at) => {
    const inside = condition === undefined ? "" : `<conditionExpression language="resilient-conditions" xsi:type="tFormalExpression"><![CDATA[${condition}]]></conditionExpression>`;
    return `<sequenceFlow id="${from}-${to}-${at}" sourceRef="${from}" targetRef="${to}">${inside}</sequenceFlow>`;
  })
  .join("")}<textAnnotation id="T"><text>a remark</text></textAnnotation></process></definitions>`;

const always = '{"conditions": [], "logic_type": "all"}';
const open = (state: TokenState): string[] => state.visits.map((visit) => visit.element);
function finish(model: WorkflowModel, state: TokenState, element: string, target?: string): TokenState {
  const visit = state.visits.find((candidate) => candidate.element === element);
  if (visit === undefined) throw new Error(`not at ${element}`);
  const { outgoing } = elementAt(model, element);
  return leave(model, state, visit.executionId, target === undefined ? outgoing : outgoing.filter((flow) => flow.target === target));
}

describe("the way through a workflow", () => {
  it("goes from step to step to the end", async () => {
    const model = await parseWorkflow("w", xml(task("A") + task("B"), [["S", "A"], ["A", "B"], ["B", "E"]]));
    let state = begin(model);
    expect(open(state)).toEqual(["A"]);
    state = finish(model, state, "A");
    expect(open(state)).toEqual(["B"]);
    expect(isOver(state)).toBe(false);
    expect(isOver(finish(model, state, "B"))).toBe(true);
  });

  it("joins parallel branches only when each has arrived, whichever way a branch went through a gateway", async () => {
    const elements = `<parallelGateway id="P"/><exclusiveGateway id="G"/><exclusiveGateway id="M"/><parallelGateway id="J"/>${task("A")}${task("B")}${task("C")}${task("D")}`;
    const model = await parseWorkflow("w", xml(elements, [["S", "P"], ["P", "A"], ["P", "G"], ["G", "B", always], ["G", "C"], ["B", "M"], ["C", "M"], ["M", "J"], ["A", "J"], ["J", "D"], ["D", "E"]]));
    let state = begin(model);
    expect(open(state)).toEqual(["A", "G"]);
    state = finish(model, state, "G", "B");
    state = finish(model, state, "A");
    expect(open(state), "the join waits for B").toEqual(["B"]);
    state = finish(model, parseState(JSON.stringify(state)), "B");
    expect(open(state)).toEqual(["D"]);
    expect(isOver(finish(model, state, "D"))).toBe(true);
  });

  it("gives every visit of a loop a name of its own, and stops one that never ends", async () => {
    const model = await parseWorkflow("w", xml(`${task("A")}<exclusiveGateway id="G"/>`, [["S", "A"], ["A", "G"], ["G", "A", always], ["G", "E"]]));
    const names = new Set<string>();
    let state = begin(model);
    const round = (): void => {
      names.add(state.visits[0]?.executionId ?? "");
      state = finish(model, finish(model, state, "A"), "G", "A");
    };
    for (let count = 0; count < 5; count++) round();
    expect(names.size).toBe(5);
    expect(() => {
      for (;;) round();
    }).toThrow(/more than 10000 steps/);
  });

  it("says which gateway waits for a branch that cannot come", async () => {
    const model = await parseWorkflow("w", xml(`<exclusiveGateway id="G"/><parallelGateway id="J"/>${task("A")}${task("B")}`, [["S", "G"], ["G", "A", always], ["G", "B"], ["A", "J"], ["B", "J"], ["J", "E"]]));
    const state = finish(model, finish(model, begin(model), "G", "A"), "A");
    expect(isOver(state)).toBe(false);
    expect(stuckJoins(state)).toEqual(["J"]);
  });
});

describe("reading a workflow's BPMN", () => {
  it("reads names, the function step's content and conditions", async () => {
    const step = `<serviceTask id="A" name="Look up" resilient:type="function"><extensionElements><resilient:function uuid="u1">{"inputs":{},"pre_processing_script":"inputs.a = artifact.value if 1 &lt; 2 else None","result_name":"out"}</resilient:function></extensionElements></serviceTask>`;
    const model = await parseWorkflow("w", xml(step, [["S", "A"], ["A", "E"]]));
    expect(elementAt(model, "A")).toMatchObject({ kind: "function", name: "Look up", functionUuid: "u1", content: { pre_processing_script: "inputs.a = artifact.value if 1 < 2 else None", result_name: "out" } });
  });

  it.each([
    ["no XML", "hello", /cannot be read/],
    ["no start", "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'><process id='p'/></definitions>", /0 start events/],
    ["a step whose content is no JSON", xml('<serviceTask id="A"><extensionElements><resilient:function uuid="u">{oops</resilient:function></extensionElements></serviceTask>', [["S", "A"]]), /content of its step "A" is no JSON/],
    ["a condition away from a gateway", xml(task("A"), [["S", "A"], ["A", "E", always]]), /exclusive gateway/],
  ])("refuses %s and says why", async (_what, text, reason) => {
    await expect(parseWorkflow("Look up", text)).rejects.toThrow(reason);
  });
});
