import type { ActionMessage, FunctionMessage } from "@soarkit/protocol";

/** What a message asks for: a function of an app, or what an app does when a rule sends it an object. */
export type Call =
  | { readonly kind: "function"; readonly name: string; readonly message: FunctionMessage }
  | { readonly kind: "action"; readonly name: string; readonly message: ActionMessage; readonly rule: { readonly id: number; readonly name: string } };

/** The incident that a call names: a function's input `incident_id`, or the incident of an action. */
export function incidentOf(call: Call): number | undefined {
  const id = call.kind === "function" ? call.message.inputs["incident_id"] : call.message.incident?.id;
  return typeof id === "number" ? id : undefined;
}
