import { xmlAttribute, xmlJson } from "./xml-text.js";

/** One step of a process: a call of a function. */
export interface ProcessStep {
  readonly name: string;
  readonly functionUuid: string;
  /** The JSON of `resilient:function` (soar-protocol §3.4). */
  readonly definition: unknown;
}

/** A process whose steps run one after the other. */
export interface ProcessDescription {
  readonly id: string;
  readonly name: string;
  readonly steps: readonly ProcessStep[];
}

interface Shape {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const middle = 200;
const gap = 60;

/** The process as BPMN 2.0 with its diagram, so that viewers can draw it. */
export function renderBpmn({ id, name, steps }: ProcessDescription): string {
  const shapes = placeShapes(steps.length);
  const flows = shapes.slice(1).map((target, index) => ({ id: `SequenceFlow_${index + 1}`, source: shapes[index] ?? target, target }));
  const incoming = (node: number): string => (node === 0 ? "" : `<incoming>SequenceFlow_${node}</incoming>`);
  const outgoing = (node: number): string => (node === shapes.length - 1 ? "" : `<outgoing>SequenceFlow_${node + 1}</outgoing>`);
  const tasks = steps.map(
    (step, index) =>
      `<serviceTask id="ServiceTask_${index + 1}" name="${xmlAttribute(step.name)}" resilient:type="function"><extensionElements>` +
      `<resilient:function uuid="${step.functionUuid}">${xmlJson(step.definition)}</resilient:function></extensionElements>` +
      `${incoming(index + 1)}${outgoing(index + 1)}</serviceTask>`,
  );
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"' +
      ' xmlns:omgdc="http://www.omg.org/spec/DD/20100524/DC" xmlns:omgdi="http://www.omg.org/spec/DD/20100524/DI"' +
      ' xmlns:resilient="http://resilient.ibm.com/bpmn" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"' +
      ' targetNamespace="http://www.camunda.org/test">',
    `<process id="${xmlAttribute(id)}" isExecutable="true" name="${xmlAttribute(name)}"><documentation/>`,
    `<startEvent id="StartEvent_1">${outgoing(0)}</startEvent>`,
    ...tasks,
    `<endEvent id="EndEvent_1">${incoming(shapes.length - 1)}</endEvent>`,
    ...flows.map((flow) => `<sequenceFlow id="${flow.id}" sourceRef="${flow.source.id}" targetRef="${flow.target.id}"/>`),
    "</process>",
    `<bpmndi:BPMNDiagram id="BPMNDiagram_1"><bpmndi:BPMNPlane id="BPMNPlane_1" bpmnElement="${xmlAttribute(id)}">`,
    ...shapes.map(renderShape),
    ...flows.map(renderEdge),
    "</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>",
    "</definitions>",
  ];
  return lines.join("\n");
}

/** Start event, the tasks and the end event, side by side. */
function placeShapes(steps: number): readonly Shape[] {
  const shapes: Shape[] = [{ id: "StartEvent_1", x: 160, y: middle - 18, width: 36, height: 36 }];
  let x = 160 + 36 + gap;
  for (let step = 1; step <= steps; step++, x += 100 + gap) shapes.push({ id: `ServiceTask_${step}`, x, y: middle - 40, width: 100, height: 80 });
  return [...shapes, { id: "EndEvent_1", x, y: middle - 18, width: 36, height: 36 }];
}

function renderShape(shape: Shape): string {
  return `<bpmndi:BPMNShape id="${shape.id}_di" bpmnElement="${shape.id}"><omgdc:Bounds x="${shape.x}" y="${shape.y}" width="${shape.width}" height="${shape.height}"/></bpmndi:BPMNShape>`;
}

function renderEdge({ id, source, target }: { id: string; source: Shape; target: Shape }): string {
  return (
    `<bpmndi:BPMNEdge id="${id}_di" bpmnElement="${id}"><omgdi:waypoint x="${source.x + source.width}" y="${middle}"/>` +
    `<omgdi:waypoint x="${target.x}" y="${middle}"/></bpmndi:BPMNEdge>`
  );
}
