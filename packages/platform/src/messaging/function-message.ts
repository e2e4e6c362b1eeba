import { ObjectType, type FunctionMessage, type PrincipalDTO } from "@soarkit/protocol";
import type { StoredFunction } from "./functions/store.js";

/** The workflow whose step makes a call. */
export interface CallingWorkflow {
  readonly id: number;
  readonly name: string;
  readonly programmaticName: string;
  /** API name of the object type it works on. */
  readonly objectType: string;
  readonly description?: string | null;
  readonly uuid?: string | null;
}

/** What a function message tells. */
export interface FunctionMessageParts {
  readonly function: StoredFunction;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly principal: PrincipalDTO;
  readonly workflow: CallingWorkflow;
  readonly instanceId: number;
}

/** Body of a function message (soar-protocol §2.6 "FunctionDataDTO"), key by key as a real platform sends it. */
export function functionMessage(parts: FunctionMessageParts): FunctionMessage {
  const { workflow } = parts;
  return {
    function: {
      id: parts.function.id,
      name: parts.function.name,
      display_name: parts.function.displayName,
      description: null,
      creator: null,
      uuid: null,
      version: null,
      view_items: [],
      workflows: [],
      tags: parts.function.tags,
    },
    groups: [],
    inputs: { ...parts.inputs },
    principal: { ...parts.principal },
    playbook_instance: null,
    workflow: {
      workflow_id: workflow.id,
      name: workflow.name,
      programmatic_name: workflow.programmaticName,
      description: workflow.description ?? null,
      object_type: { id: objectTypeId(workflow.objectType), name: workflow.objectType },
      actions: [],
      tags: [],
      uuid: workflow.uuid ?? null,
    },
    workflow_instance: {
      workflow_instance_id: parts.instanceId,
      workflow: { workflow_id: workflow.id, programmatic_name: workflow.programmaticName },
    },
  };
}

/** Id of a built-in object type; null for one that has none here, such as a data table. */
export function objectTypeId(name: string): number | null {
  return Object.hasOwn(ObjectType, name) ? ObjectType[name as keyof typeof ObjectType] : null;
}

/** Headers of a message to an integration server (soar-protocol §2.5); the broker adds those of its own. */
export function messageHeaders(parts: {
  payload: "FunctionDataDTO" | "ActionDataDTO";
  replyTo: string;
  correlationId: string;
  contextToken: string;
  timestamp: number;
}): Record<string, string> {
  return {
    "reply-to": parts.replyTo,
    "correlation-id": parts.correlationId,
    Co3MessagePayload: parts.payload,
    Co3ContentType: "application/json",
    Co3ContextToken: parts.contextToken,
    JMSXUserID: "SYSTEM",
    timestamp: String(parts.timestamp),
    persistent: "true",
    priority: "4",
    expires: "0",
  };
}
