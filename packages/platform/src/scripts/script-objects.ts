import type { PrincipalDTO } from "@soarkit/protocol";
import type { ScriptContext } from "./script-context.js";

/** Where the objects that scripts see come from. */
export interface ScriptSnapshots {
  readonly incidents: { snapshot(id: number): Promise<object> };
  readonly artifacts: { snapshot(id: number): Promise<object> };
  readonly notes: { snapshot(id: number): Promise<object> };
}

/** What a script is about. */
export interface ScriptSubject {
  readonly incidentId: number;
  readonly object: { readonly type: string; readonly id: number };
  readonly principal: PrincipalDTO;
  readonly rule: { readonly name: string; readonly properties: Readonly<Record<string, unknown>> } | null;
}

/** The globals of a script: the incident, the object it works on, the rule and who acts (soar-protocol §4). */
export async function scriptGlobals(snapshots: ScriptSnapshots, subject: ScriptSubject): Promise<ScriptContext["globals"]> {
  const { incidentId, object, principal, rule } = subject;
  return {
    incident: await snapshots.incidents.snapshot(incidentId),
    ...(object.type === "artifact" ? { artifact: await snapshots.artifacts.snapshot(object.id) } : {}),
    ...(object.type === "note" ? { note: await snapshots.notes.snapshot(object.id) } : {}),
    principal,
    ...(rule === null ? {} : { rule: { ...rule, properties: { ...rule.properties } } }),
  };
}
