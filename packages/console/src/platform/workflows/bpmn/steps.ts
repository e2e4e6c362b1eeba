import { conditionText, type Conditions } from "../../rules/condition-text.js";
import { functionElement, type FunctionStepContent, readContent } from "./function-step.js";
import { childNamed, everyElement, innerText, scanXml, type XmlElement } from "./xml-scan.js";

/** What a step does. */
export type StepKind = "start" | "end" | "function" | "script" | "exclusive" | "parallel" | "other";

/** A way out of a step. */
export interface StepFlow {
  readonly target: string;
  readonly name: string;
  /** When it is taken, in words; undefined for always. */
  readonly condition?: string;
  /** Taken when no condition of the others holds. */
  readonly isDefault: boolean;
}

/** One step of a workflow as the step list shows it. */
export interface WorkflowStep {
  readonly id: string;
  readonly name: string;
  readonly kind: StepKind;
  /** Kind in words. */
  readonly kindText: string;
  readonly functionUuid?: string;
  readonly scriptUuid?: string;
  /** Of a function step; undefined when its JSON cannot be read. */
  readonly content?: FunctionStepContent;
  /** Why the content cannot be read. */
  readonly problem?: string;
  readonly next: readonly StepFlow[];
}

/** The steps of a workflow in the order in which they run, as far as there is one. */
export interface WorkflowSteps {
  readonly steps: readonly WorkflowStep[];
  /** Line and reason when the XML cannot be read; there are no steps then. */
  readonly problem?: string;
}

const kinds: Readonly<Record<string, readonly [StepKind, string]>> = {
  startEvent: ["start", "Start"],
  endEvent: ["end", "End"],
  serviceTask: ["function", "Function"],
  scriptTask: ["script", "Script"],
  exclusiveGateway: ["exclusive", "Decision"],
  parallelGateway: ["parallel", "Parallel paths"],
  userTask: ["other", "Task for a person"],
  callActivity: ["other", "Sub-workflow"],
  intermediateCatchEvent: ["other", "Waits for an event"],
};

/** Reads the steps out of a workflow's BPMN. */
export function readSteps(xml: string): WorkflowSteps {
  try {
    const all = [...everyElement(scanXml(xml))];
    const processes = all.filter((element) => element.local === "process");
    const process = processes.find((element) => element.attributes["isExecutable"] === "true") ?? processes[0];
    if (process === undefined) return { steps: [], problem: "The BPMN has no process." };
    const flows = process.children.filter((element) => element.local === "sequenceFlow");
    const steps = process.children.filter((element) => kinds[element.local] !== undefined && element.attributes["id"] !== undefined).map((element) => stepOf(xml, element, flows));
    return { steps: inOrder(steps) };
  } catch (error) {
    return { steps: [], problem: error instanceof Error ? error.message : String(error) };
  }
}

function stepOf(xml: string, element: XmlElement, flows: readonly XmlElement[]): WorkflowStep {
  const id = element.attributes["id"] ?? "";
  const [kind, kindText] = kinds[element.local] ?? (["other", element.local] as const);
  const given = (element.attributes["name"] ?? "").trim();
  const base = {
    id,
    name: given === "" ? (kind === "start" || kind === "end" ? kindText : id) : given,
    kind,
    kindText,
    next: flows.filter((flow) => flow.attributes["sourceRef"] === id).map((flow) => flowOf(xml, flow, element.attributes["default"])),
  };
  if (kind === "script") {
    const script = extension(element, "script")?.attributes["uuid"];
    return script === undefined ? base : { ...base, scriptUuid: script };
  }
  if (kind !== "function") return base;
  const called = functionElement(element);
  const uuid = called?.attributes["uuid"];
  if (called === undefined || uuid === undefined) return { ...base, kind: "other", kindText: "Message to a destination" };
  try {
    return { ...base, functionUuid: uuid, content: readContent(xml, called) };
  } catch (error) {
    return { ...base, functionUuid: uuid, problem: error instanceof Error ? error.message : String(error) };
  }
}

function extension(element: XmlElement, local: string): XmlElement | undefined {
  const extensions = childNamed(element, "extensionElements");
  return extensions === undefined ? undefined : childNamed(extensions, local);
}

function flowOf(xml: string, flow: XmlElement, byDefault: string | undefined): StepFlow {
  const expression = childNamed(flow, "conditionExpression");
  const text = expression === undefined ? "" : innerText(xml, expression).trim();
  const base = { target: flow.attributes["targetRef"] ?? "", name: flow.attributes["name"] ?? "", isDefault: byDefault !== undefined && byDefault === flow.attributes["id"] };
  return text === "" ? base : { ...base, condition: readCondition(text) };
}

function readCondition(text: string): string {
  try {
    return conditionText(JSON.parse(text) as Conditions);
  } catch {
    return text;
  }
}

/** Breadth first from the start; what no flow reaches follows in the order of the text. */
function inOrder(steps: readonly WorkflowStep[]): WorkflowStep[] {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const ordered = new Set<WorkflowStep>(steps.filter((step) => step.kind === "start"));
  for (const step of ordered) {
    for (const flow of step.next) {
      const target = byId.get(flow.target);
      if (target !== undefined && target.kind !== "end") ordered.add(target);
    }
  }
  const ends = steps.filter((step) => step.kind === "end");
  return [...ordered, ...steps.filter((step) => !ordered.has(step) && step.kind !== "end"), ...ends];
}
