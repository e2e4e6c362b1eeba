import { acksQueue, actionsQueue, correlationId, InvocationStatus, ObjectType, SoarkitError, type IncidentDTO } from "@soarkit/protocol";
import { newId } from "@soarkit/runtime";
import { principalDTO, type Principal } from "../accounts/principal.js";
import type { PlatformQueries, PlatformTransaction } from "../database.js";
import type { EventChange, ObjectState } from "../events/event.js";
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
  /** The rules that led to it, oldest first, itself last. */
  readonly chain: readonly number[];
  /** Activity-field values by API name, selects by value id. */
  readonly values: { readonly ids: Readonly<Record<string, unknown>> };
  /** What happened to the object; null for a menu item. */
  readonly change: EventChange | null;
  /** The object as it was last, for when it is gone. */
  readonly last?: ObjectState | null | undefined;
  readonly created: number;
}

/** The object and its incident as REST shows them, or as they were last; `object` is null for an incident. */
export type DescribeObject = (
  object: { readonly type: string; readonly id: number; readonly incidentId: number },
  last: ObjectState | null | undefined,
  within: PlatformQueries,
) => Promise<{ incident: IncidentDTO; object: Readonly<Record<string, unknown>> | null }>;

/** Sends objects to message destinations, as rules do (soar-protocol §2.7). */
export class ActionMessages {
  constructor(
    private readonly deps: {
      readonly orgId: number;
      readonly fields: Pick<Fields, "list">;
      readonly tokens: ContextTokens;
      /** The object and its incident as REST shows them: handles as ids, rich text as string. */
      readonly describe: DescribeObject;
      readonly onQueued: (queue: string, timeoutAt: number | null) => void;
    },
  ) {}

  /**
   * Stores the messages of a run, each with its invocation, in the caller's transaction.
   * @throws SoarkitError `RULE_CANNOT_RUN` when a destination is gone.
   */
  async send(trx: PlatformTransaction, runId: number, run: SendingRun): Promise<void> {
    const { rule } = run;
    const body = await this.body(trx, run);
    for (const id of rule.destinationIds) {
      const destination = await findDestination(trx, { id });
      if (destination === undefined) throw new SoarkitError("RULE_CANNOT_RUN", { rule: rule.name, reason: `its message destination ${id} was deleted. Choose another one.` });
      await this.sendTo(trx, runId, run, destination, body);
    }
  }

  private async body(trx: PlatformTransaction, { rule, object, principal, values, change, last }: SendingRun): Promise<string> {
    const described = await this.deps.describe(object, last, trx);
    const { incident } = described;
    const typeId = objectTypeId(object.type);
    return JSON.stringify({
      action_id: rule.id,
      object_type: typeId,
      operation_type: change,
      incident: { ...incident, tasks: null, artifacts: null, comments: null },
      task: null,
      artifact: null,
      note: null,
      milestone: null,
      attachment: null,
      row: null,
      ...(described.object === null ? {} : { [object.type]: described.object }),
      properties: values.ids,
      user: principal.kind === "user" ? ((await findUser(trx, principal.id)) ?? null) : null,
      principal: principalDTO(principal),
      type_info: {
        incident: typeInfo(ObjectType.incident, await this.deps.fields.list("incident", trx), { ...incident }),
        ...(described.object === null || typeId === null ? {} : { [object.type]: typeInfo(typeId, await this.deps.fields.list(object.type, trx), described.object) }),
        actioninvocation: typeInfo(ObjectType.actioninvocation, await this.deps.fields.list("actioninvocation", trx), { properties: values.ids }),
      },
    });
  }

  private async sendTo(trx: PlatformTransaction, runId: number, run: SendingRun, destination: MessageDestination, body: string): Promise<void> {
    const { rule, object, principal, chain, created } = run;
    const timeoutAt = destination.expectAck ? created + rule.timeoutSeconds * 1000 : null;
    const invocationId = await insertInvocation(trx, {
      kind: "message",
      parentId: runId,
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
      chain,
      created,
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
        contextToken: await this.deps.tokens.sign(trx, chain),
        timestamp: created,
      }),
      body,
      invocationId,
      created,
    });
    this.deps.onQueued(queue, timeoutAt);
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
