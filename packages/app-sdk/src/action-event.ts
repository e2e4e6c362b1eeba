import { type ActionMessage, type ArtifactDTO, type IncidentDTO, ObjectType, SoarkitError } from "@soarkit/protocol";
import type { InputMap, InputValues } from "./inputs/input.js";
import { readInputs } from "./inputs/read-inputs.js";

/** Objects on which an action can be declared. */
export type ActionObject = "incident" | "artifact";

/** What a rule told: the object, its incident, and what a person filled into the dialog. */
export interface ActionEvent<Properties extends InputMap = InputMap, Kind extends ActionObject = ActionObject> {
  /** The rule that sent the message. */
  readonly rule: { readonly id: number; readonly name: string };
  readonly objectType: Kind;
  /** What happened to the object; undefined for menu items, and on platforms that do not tell. */
  readonly operation: "created" | "modified" | "deleted" | undefined;
  /** As it was when the rule ran, with handles as ids; without tasks, artifacts and notes. */
  readonly incident: IncidentDTO;
  /** As it was when the rule ran, for rules on artifacts. */
  readonly artifact: Kind extends "artifact" ? ArtifactDTO : undefined;
  /** Values of the dialog's activity fields, selects by label. */
  readonly properties: InputValues<Properties>;
  /** Label of a select value in the incident or artifact, as the message tells it: `label("incident", "workspace", incident.workspace)`. */
  readonly label: (type: ActionObject, field: string, value: unknown) => string | undefined;
}

/**
 * The event in an action message.
 *
 * @throws SoarkitError ACTION_MESSAGE_INVALID, INPUT_MISSING, INPUT_INVALID
 */
export function readActionEvent<Properties extends InputMap, Kind extends ActionObject>(
  rule: { readonly id: number; readonly name: string },
  spec: { readonly objectType: Kind; readonly properties: Properties },
  message: ActionMessage,
): ActionEvent<Properties, Kind> {
  const refuse = (reason: string) => new SoarkitError("ACTION_MESSAGE_INVALID", { rule: rule.name, reason });
  const { objectType } = spec;
  if (message.object_type !== undefined && message.object_type !== null && message.object_type !== ObjectType[objectType]) {
    throw refuse(`it is about objects of type ${message.object_type}, and the app handles it on ${objectType}s (${ObjectType[objectType]})`);
  }
  if (!message.incident) throw refuse("it carries no incident");
  if (objectType === "artifact" && !message.artifact) throw refuse("it carries no artifact");
  return {
    rule,
    objectType,
    operation: operationOf(message.operation_type),
    incident: message.incident as unknown as IncidentDTO,
    artifact: (objectType === "artifact" ? message.artifact : undefined) as ActionEvent<Properties, Kind>["artifact"],
    properties: readInputs(spec.properties, withLabels(message)),
    label: (type, field, value) => labelOf(message, type, field, value),
  };
}

function operationOf(received: string | null | undefined): ActionEvent["operation"] {
  const word = received?.toLowerCase();
  return word === "created" || word === "modified" || word === "deleted" ? word : undefined;
}

/** Dialog values with the labels of selects in place of their ids. */
function withLabels(message: ActionMessage): Record<string, unknown> {
  const label = (name: string, value: unknown): unknown => labelOf(message, "actioninvocation", name, value) ?? value;
  return Object.fromEntries(Object.entries(message.properties ?? {}).map(([name, value]) => [name, Array.isArray(value) ? value.map((item) => label(name, item)) : label(name, value)]));
}

function labelOf(message: ActionMessage, type: string, field: string, value: unknown): string | undefined {
  if (typeof value === "object" && value !== null && "name" in value && typeof value.name === "string") return value.name;
  const values = message.type_info?.[type]?.fields?.[field]?.values;
  return typeof value === "number" || typeof value === "string" ? values?.[String(value)]?.label : undefined;
}
