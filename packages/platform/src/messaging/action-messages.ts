import { acksQueue, actionsQueue, correlationId, InvocationStatus, type ArtifactDTO, type IncidentDTO } from "@soarkit/protocol";
import { newId } from "@soarkit/runtime";
import { principalDTO, type Principal } from "../accounts/principal.js";
import type { PlatformDatabase, PlatformTransaction } from "../database.js";
import type { FieldDefinition } from "../types/field-definition.js";
import type { Fields } from "../types/fields.js";
import type { ContextTokens } from "./context/context-tokens.js";
import { findDestination, findUser, type MessageDestination } from "./destinations/store.js";
import { messageHeaders, objectTypeId } from "./function-message.js";
import type { InvokedRule } from "./invocations/invocation.js";
import { insertInvocation } from "./invocations/store.js";
import { insertMessage } from "./outbox/store.js";

/** A run of a rule that sends messages. */
export interface SendingRun {
  readonly rule: InvokedRule & { readonly destinationIds: readonly number[]; readonly timeoutSeconds: number };
  readonly object: { readonly type: string; readonly id: number; readonly name: string; readonly incidentId: number };
  readonly principal: Principal;
  /** Activity-field values by API name, selects by value id. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The object and its incident as REST shows them. */
export type DescribeObject = (object: { readonly type: string; readonly id: number; readonly incidentId: number }) => Promise<{ incident: IncidentDTO; artifact: ArtifactDTO | null }>;

/** Messages that are ready to be stored. */
export interface PreparedMessages {
  readonly run: SendingRun;
  readonly destinations: readonly MessageDestination[];
  readonly body: string;
}

/** Sends objects to message destinations, as rules do (soar-protocol §2.7). */
export class ActionMessages {
  constructor(
    private readonly deps: {
      readonly database: PlatformDatabase;
      readonly orgId: number;
      readonly fields: Pick<Fields, "list">;
      readonly tokens: ContextTokens;
      /** The object and its incident as REST shows them: handles as ids, rich text as string. */
      readonly describe: DescribeObject;
      readonly onQueued: (queue: string, timeoutAt: number | null) => void;
    },
  ) {}

  /** Reads what the messages of a run tell; undefined when the rule sends none. */
  async prepare(run: SendingRun): Promise<PreparedMessages | undefined> {
    if (run.rule.destinationIds.length === 0) return undefined;
    const { db } = this.deps.database;
    const destinations: MessageDestination[] = [];
    for (const id of run.rule.destinationIds) {
      const destination = await findDestination(db, { id });
      if (destination !== undefined) destinations.push(destination);
    }
    const { incident, artifact } = await this.deps.describe(run.object);
    const body = {
      action_id: run.rule.id,
      object_type: objectTypeId(run.object.type),
      operation_type: null,
      incident: { ...incident, tasks: null, artifacts: null, comments: null },
      artifact,
      task: null,
      note: null,
      milestone: null,
      attachment: null,
      row: null,
      properties: run.properties,
      user: run.principal.kind === "user" ? ((await findUser(db, run.principal.id)) ?? null) : null,
      principal: principalDTO(run.principal),
      type_info: {
        incident: typeInfo(0, await this.deps.fields.list("incident"), { ...incident }),
        ...(artifact === null ? {} : { artifact: typeInfo(4, await this.deps.fields.list("artifact"), { ...artifact }) }),
        actioninvocation: typeInfo(6, await this.deps.fields.list("actioninvocation"), { properties: run.properties }),
      },
    };
    return { run, destinations, body: JSON.stringify(body) };
  }

  /** Stores the messages, each with its invocation, in the caller's transaction. */
  async send(trx: PlatformTransaction, prepared: PreparedMessages | undefined, of: { parentId: number; chain: readonly number[]; created: number }): Promise<void> {
    if (prepared === undefined) return;
    const { rule, object, principal } = prepared.run;
    for (const destination of prepared.destinations) {
      const timeoutAt = destination.expectAck ? of.created + rule.timeoutSeconds * 1000 : null;
      const invocationId = await insertInvocation(trx, {
        kind: "message",
        parentId: of.parentId,
        instanceId: null,
        executionId: null,
        rule: { id: rule.id, name: rule.name, type: rule.type },
        functionId: null,
        function: null,
        workflow: null,
        destination: destination.programmaticName,
        incidentId: object.incidentId,
        object: { type: object.type, id: object.id, name: object.name },
        principal: principalDTO(principal),
        inputs: null,
        chain: of.chain,
        created: of.created,
        timeoutSeconds: rule.timeoutSeconds,
        timeoutAt,
        status: destination.expectAck ? InvocationStatus.pending : InvocationStatus.complete,
        outcome: destination.expectAck ? "pending" : "completed",
        state: destination.expectAck ? "pending" : "processed",
        error: null,
      });
      const queue = actionsQueue(this.deps.orgId, destination.programmaticName);
      await insertMessage(trx, {
        queue,
        messageId: `ID:soarkit-${newId()}`,
        headers: messageHeaders({
          payload: "ActionDataDTO",
          replyTo: `/queue/${acksQueue(this.deps.orgId, destination.programmaticName)}`,
          correlationId: correlationId(invocationId),
          contextToken: await this.deps.tokens.sign(trx, of.chain),
          timestamp: of.created,
        }),
        body: prepared.body,
        invocationId,
        created: of.created,
      });
      this.deps.onQueued(queue, timeoutAt);
    }
  }
}

/** All fields of a type, with only those values that occur in the object (soar-protocol §2.7). */
function typeInfo(typeId: number, fields: readonly FieldDefinition[], object: Readonly<Record<string, unknown>>) {
  const info = fields.map((field) => {
    const value = field.path.split(".").reduce<unknown>((holder, part) => (typeof holder === "object" && holder !== null ? (holder as Record<string, unknown>)[part] : undefined), object);
    const used: readonly unknown[] = Array.isArray(value) ? value : [value];
    const values = field.values
      .filter((candidate) => used.includes(candidate.value))
      .map(({ value: id, label, enabled, isDefault, hidden, uuid, properties }) => [String(id), { value: id, label, enabled, default: isDefault, hidden, uuid, properties }] as const);
    return [field.name, { id: field.id, values: Object.fromEntries(values) }] as const;
  });
  return { type_id: typeId, fields: Object.fromEntries(info) };
}
