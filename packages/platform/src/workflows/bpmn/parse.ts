import { messageOf, SoarkitError } from "@soarkit/protocol";
import { BpmnModdle } from "bpmn-moddle";
import * as z from "zod";
import { resilientDescriptor } from "./descriptor.js";
import type { Element, Flow, WorkflowModel } from "./model.js";
import { elementOf, elementsOf, extensionOf, textOf, type ModdleElement } from "./moddle-tree.js";
import { functionStepSchema, gatewayConditionSchema } from "./step-content.js";

const sizeLimit = 4_000_000;
const ignoredTypes = new Set(["bpmn:SequenceFlow", "bpmn:TextAnnotation", "bpmn:Association", "bpmn:DataObject", "bpmn:DataObjectReference"]);

type Refuse = (reason: string) => never;

/**
 * Reads the BPMN of a workflow (soar-protocol §3.4).
 * @param name of the workflow, for errors
 * @throws SoarkitError WORKFLOW_INVALID for BPMN that cannot be read, saying where.
 */
export async function parseWorkflow(name: string, xml: string): Promise<WorkflowModel> {
  const refuse: Refuse = (reason) => {
    throw new SoarkitError("WORKFLOW_INVALID", { name, reason });
  };
  if (xml.length > sizeLimit) return refuse("its BPMN is longer than 4,000,000 characters.");
  const process = await readProcess(xml, refuse);
  const parts = elementsOf(process, "flowElements");
  const flows = parts.filter((part) => part.$type === "bpmn:SequenceFlow").map((part) => flowOf(part, refuse));
  const elements = new Map<string, Element>();
  for (const part of parts) {
    if (ignoredTypes.has(part.$type)) continue;
    const element = elementFrom(part, flows, refuse);
    elements.set(element.id, element);
  }
  for (const flow of flows) {
    if (!elements.has(flow.source) || !elements.has(flow.target)) refuse(`its flow ${flow.id} does not connect two elements.`);
    if (flow.condition !== null && elements.get(flow.source)?.kind !== "exclusive") refuse(`its flow ${flow.id} has a condition but does not leave an exclusive gateway; put one before it.`);
  }
  const starts = [...elements.values()].filter((element) => element.kind === "start");
  const [start] = starts;
  if (start === undefined || starts.length > 1) return refuse(`it has ${starts.length} start events; it needs exactly one.`);
  return { processId: process.id ?? "", start, elements };
}

/**
 * Checks that everything in a workflow can be run here.
 * @throws SoarkitError WORKFLOW_INVALID naming the step that cannot.
 */
export function requireRunnable(name: string, model: WorkflowModel): void {
  for (const element of model.elements.values()) {
    if (element.kind !== "unsupported") continue;
    throw new SoarkitError("WORKFLOW_INVALID", { name, reason: `${element.what}; this platform runs functions, scripts, exclusive and parallel gateways.` });
  }
}

async function readProcess(xml: string, refuse: Refuse): Promise<ModdleElement> {
  const moddle = new BpmnModdle({ resilient: resilientDescriptor });
  const read = await moddle.fromXML(xml).catch((error: unknown) => refuse(`its BPMN cannot be read: ${messageOf(error)}`));
  const root = z.custom<ModdleElement>((value) => typeof value === "object" && value !== null).parse(read.rootElement);
  const processes = elementsOf(root, "rootElements").filter((element) => element.$type === "bpmn:Process");
  return processes.find((process) => process["isExecutable"] === true) ?? processes[0] ?? refuse("its BPMN has no process.");
}

function flowOf(part: ModdleElement, refuse: Refuse): Flow {
  const id = part.id ?? "";
  const expression = elementOf(part, "conditionExpression");
  const body = expression === undefined ? "" : (textOf(expression, "body") ?? "").trim();
  return {
    id,
    name: part.name ?? "",
    source: elementOf(part, "sourceRef")?.id ?? "",
    target: elementOf(part, "targetRef")?.id ?? "",
    condition: body === "" ? null : parseJson(gatewayConditionSchema, body, `the condition of its flow ${id}`, refuse),
  };
}

function elementFrom(part: ModdleElement, flows: readonly Flow[], refuse: Refuse): Element {
  const id = part.id ?? refuse(`an element of type ${part.$type} has no id.`);
  const name = part.name?.trim() === "" || part.name === undefined ? id : part.name.trim();
  const base = { id, name, incoming: flows.filter((flow) => flow.target === id), outgoing: flows.filter((flow) => flow.source === id) };
  switch (part.$type) {
    case "bpmn:StartEvent":
      return { ...base, kind: "start" };
    case "bpmn:EndEvent":
      return { ...base, kind: elementsOf(part, "eventDefinitions").some((event) => event.$type === "bpmn:TerminateEventDefinition") ? "terminate" : "end" };
    case "bpmn:ParallelGateway":
      return { ...base, kind: "parallel" };
    case "bpmn:ExclusiveGateway":
      return { ...base, kind: "exclusive", defaultFlow: elementOf(part, "default")?.id ?? null };
    case "bpmn:ServiceTask": {
      const called = extensionOf(part, "resilient:Function");
      if (called === undefined) return { ...base, kind: "unsupported", what: `its step "${name}" calls no function` };
      const functionUuid = textOf(called, "uuid") ?? refuse(`its step "${name}" does not say which function it calls.`);
      const content = parseJson(functionStepSchema, textOf(called, "content")?.trim() ?? "{}", `the content of its step "${name}"`, refuse);
      return { ...base, kind: "function", functionUuid, content };
    }
    case "bpmn:ScriptTask": {
      const script = extensionOf(part, "resilient:Script");
      const scriptUuid = (script === undefined ? undefined : textOf(script, "uuid")) ?? refuse(`its step "${name}" does not say which script it runs.`);
      return { ...base, kind: "script", scriptUuid };
    }
    default:
      return { ...base, kind: "unsupported", what: `its step "${name}" is a ${part.$type.replace("bpmn:", "")}` };
  }
}

function parseJson<S extends z.ZodType>(schema: S, text: string, what: string, refuse: Refuse): z.output<S> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return refuse(`${what} is no JSON: ${messageOf(error)}`);
  }
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  return refuse(`${what} is not right at ${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}`);
}
