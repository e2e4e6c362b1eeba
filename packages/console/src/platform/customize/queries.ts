import type { ActionDTO, Entities, FieldDefDTO, FunctionDTO, ScriptDTO, WorkflowDTO } from "@soarkit/protocol";
import { useQuery } from "@tanstack/react-query";
import { get } from "../../api/platform.js";

const objects = "handle_format=objects";

/** All workflows with their BPMN. */
export function useWorkflows() {
  return useQuery({ queryKey: ["configuration", "workflow", "list"], queryFn: async ({ signal }) => (await get<Entities<WorkflowDTO>>(`/workflows?${objects}`, { signal })).entities });
}

/** How one workflow is fetched. */
export function workflowQuery(id: number) {
  return { queryKey: ["configuration", "workflow", "one", id], queryFn: ({ signal }: { signal?: AbortSignal }) => get<WorkflowDTO>(`/workflows/${id}?${objects}`, signal === undefined ? {} : { signal }) };
}

/** One workflow with its BPMN. */
export function useWorkflow(id: number) {
  return useQuery(workflowQuery(id));
}

/** All functions. */
export function useFunctions() {
  return useQuery({ queryKey: ["configuration", "function", "list"], queryFn: async ({ signal }) => (await get<Entities<FunctionDTO>>(`/functions?${objects}`, { signal })).entities });
}

/** All rules, in their order. */
export function useRules() {
  return useQuery({ queryKey: ["configuration", "rule", "list"], queryFn: async ({ signal }) => (await get<Entities<ActionDTO>>(`/actions?${objects}`, { signal })).entities });
}

/** All global scripts. */
export function useScripts() {
  return useQuery({ queryKey: ["configuration", "script", "list"], queryFn: async ({ signal }) => (await get<Entities<ScriptDTO>>(`/scripts?${objects}`, { signal })).entities });
}

/** Fields of a type: `__function` for inputs of functions, `actioninvocation` for activity fields. */
export function useFields(type: "__function" | "actioninvocation") {
  return useQuery({ queryKey: ["configuration", "field", type], queryFn: ({ signal }) => get<FieldDefDTO[]>(`/types/${type}/fields?${objects}`, { signal }) });
}
