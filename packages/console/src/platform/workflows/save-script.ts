import type { WorkflowDTO } from "@soarkit/protocol";
import { get, put } from "../../api/platform.js";
import { scriptOf, type ScriptStage, withScript } from "./bpmn/function-step.js";
import { readSteps } from "./bpmn/steps.js";

/** Somebody else saved the same script meanwhile. */
export class ScriptChangedMeanwhile extends Error {
  override readonly name = "ScriptChangedMeanwhile";

  constructor(readonly workflow: WorkflowDTO) {
    super("Somebody saved another text of this script meanwhile.");
  }
}

/** A script to be saved into a step. */
export interface ScriptSave {
  workflow: number;
  /** Id of the BPMN element. */
  step: string;
  stage: ScriptStage;
  text: string;
  /** What the script said when the edit began. */
  base: string;
}

/**
 * Saves a script as a new version of its workflow, on top of the newest version, so that changes to other steps stay.
 * @throws ScriptChangedMeanwhile, HttpError
 */
export async function saveScript({ workflow: id, step, stage, text, base }: ScriptSave): Promise<WorkflowDTO> {
  const path = `/workflows/${id}?handle_format=objects`;
  const newest = await get<WorkflowDTO>(path);
  const content = readSteps(newest.content.xml).steps.find((candidate) => candidate.id === step)?.content;
  const now = content === undefined ? "" : scriptOf(content, stage);
  if (now !== base && now !== text) throw new ScriptChangedMeanwhile(newest);
  return put<WorkflowDTO>(path, { content: { xml: withScript(newest.content.xml, step, stage, text) } });
}
