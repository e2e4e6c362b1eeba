import type { ActionDTO, FunctionDTO, WorkflowDTO } from "@soarkit/protocol";
import { handleName } from "../../../api/handles.js";

/** What a rule sets off, before it is run. */
export interface RunStep {
  /** Name of the workflow; undefined for a message straight to a destination. */
  workflow: string | undefined;
  /** Display name of the function; undefined for a message of the rule itself. */
  function: string | undefined;
  /** Programmatic name of the message destination; undefined when a workflow calls no function. */
  destination: string | undefined;
}

/** The uuids of the functions that a workflow calls, in the order they stand in its BPMN. */
export function functionsIn(xml: string): string[] {
  return [...xml.matchAll(/<resilient:function\b[^>]*\buuid="([^"]+)"/g)].flatMap((match) => match[1] ?? []);
}

/** What happens when a rule is run. */
export function stepsOf(rule: ActionDTO, workflows: readonly WorkflowDTO[], functions: readonly FunctionDTO[]): RunStep[] {
  const messages = rule.message_destinations.map((destination) => ({ workflow: undefined, function: undefined, destination: handleName(destination) }));
  const calls = rule.workflows.flatMap((handle): RunStep[] => {
    const name = handleName(handle);
    const workflow = workflows.find((candidate) => candidate.name === name || candidate.programmatic_name === name);
    const called = workflow === undefined ? [] : functionsIn(workflow.content.xml);
    const shown = workflow?.programmatic_name ?? name;
    if (called.length === 0) return [{ workflow: shown, function: undefined, destination: undefined }];
    return called.map((uuid) => {
      const found = functions.find((candidate) => candidate.uuid === uuid);
      return { workflow: shown, function: found?.display_name ?? "a function that is not here", destination: found === undefined ? undefined : handleName(found.destination_handle) };
    });
  });
  return [...messages, ...calls];
}
