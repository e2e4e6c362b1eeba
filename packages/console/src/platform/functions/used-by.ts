import type { FunctionDTO, WorkflowDTO } from "@soarkit/protocol";
import { readSteps } from "../workflows/bpmn/steps.js";

/** A step that calls a function. */
export interface Use {
  workflow: WorkflowDTO;
  step: { id: string; name: string };
}

/** Where a function is called. */
export function usesOf(called: FunctionDTO, workflows: readonly WorkflowDTO[]): Use[] {
  return workflows.flatMap((workflow) => readSteps(workflow.content.xml).steps.filter((step) => step.functionUuid === called.uuid).map((step) => ({ workflow, step: { id: step.id, name: step.name } })));
}
