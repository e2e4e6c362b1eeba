import { acksQueue, actionsQueue, correlationId, InvocationMessageType, InvocationStatus, SoarkitError, type PrincipalDTO } from "@soarkit/protocol";
import { newId } from "@soarkit/runtime";
import type { PlatformDatabase, PlatformQueries, PlatformTransaction } from "../database.js";
import type { Fields } from "../types/fields.js";
import type { ContextTokens } from "./context/context-tokens.js";
import { findDestination } from "./destinations/store.js";
import { functionMessage, messageHeaders, type CallingWorkflow } from "./function-message.js";
import { functionInputs } from "./functions/inputs.js";
import { findFunction } from "./functions/store.js";
import type { InvocationState, InvokedRule } from "./invocations/invocation.js";
import { outcomeOf } from "./invocations/reply.js";
import { appendMessage, findByExecution, findInvocation, findRunOfInstance, insertInvocation, setError, setProcessed } from "./invocations/store.js";
import { insertMessage } from "./outbox/store.js";
import { recordStepError } from "./step-errors.js";

/** How long an answer is waited for when no rule says otherwise (soar-protocol §1.12): a day, in seconds. */
export const defaultTimeoutSeconds = 86_400;

/** A workflow step's wish to have a function run. */
export interface FunctionCallRequest {
  readonly instanceId: number;
  /** The step's visit in the workflow; the same again after a restart. */
  readonly executionId: string;
  /** uuid of the function, as BPMN names it. */
  readonly function: string;
  /** Raw values by field name: labels for selects, text for rich text. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly workflow: CallingWorkflow;
  readonly incidentId: number;
  readonly object: { readonly type: string; readonly id: number; readonly name: string };
  readonly principal: PrincipalDTO;
  readonly rule?: InvokedRule | null;
}

/** Where a call stands. */
export interface FunctionCallState {
  readonly invocationId: number;
  /** answered: run the post-process script now; failed: the workflow stops at this step; processed: go on. */
  readonly state: InvocationState;
  /** The reply's results; null when it had none. */
  readonly results: unknown;
  /** What went wrong: also set on an answered call whose results say `success: false`. */
  readonly error?: string;
}

/** A script or gateway of a step that went wrong. */
export interface StepScriptError {
  readonly instanceId: number;
  readonly executionId: string;
  readonly invocationId?: number | undefined;
  readonly stage: "pre-process" | "post-process" | "script" | "condition";
  readonly message: string;
}

const stageNames: Readonly<Record<StepScriptError["stage"], string>> = {
  "pre-process": "The pre-process script",
  "post-process": "The post-process script",
  script: "The script",
  condition: "The condition",
};

/** What function calls need of their surroundings. */
export interface FunctionCallsDeps {
  readonly database: PlatformDatabase;
  readonly orgId: number;
  readonly tokens: ContextTokens;
  readonly fields: Pick<Fields, "list">;
  /**
   * Called inside the transaction that stored a message. The broker then reads the queue; that read waits for the
   * transaction (one connection), so it finds the message after the commit and nothing after a rollback.
   */
  readonly onQueued: (queue: string, timeoutAt: number) => void;
  readonly now: () => number;
}

/** The calls of workflows to functions: each is an invocation and a message to the function's destination. */
export class FunctionCalls {
  constructor(private readonly deps: FunctionCallsDeps) {}

  /**
   * Stores a call and its message in the caller's transaction. The same step of the same instance again gets the
   * call it made before.
   * @throws SoarkitError `OBJECT_UNKNOWN` for a function that does not exist, `FUNCTION_INPUT_INVALID`.
   */
  async call(trx: PlatformTransaction, request: FunctionCallRequest): Promise<{ invocationId: number; created: boolean }> {
    const existing = await findByExecution(trx, request.instanceId, request.executionId);
    if (existing !== undefined) return { invocationId: existing.id, created: false };
    const called = await findFunction(trx, { uuid: request.function });
    if (called === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "function", id: request.function });
    const destination = await findDestination(trx, { id: called.destinationId });
    if (destination === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "message destination", id: called.destinationId });
    const all = await this.deps.fields.list("__function", trx);
    const uuids = new Set(called.viewItems.map((item) => item.content));
    const fields = all.filter((field) => uuids.has(field.uuid) || uuids.has(field.name));
    const inputs = functionInputs(called.name, fields, request.inputs);

    const run = await findRunOfInstance(trx, request.instanceId);
    const now = this.deps.now();
    const timeoutSeconds = run?.timeoutSeconds ?? defaultTimeoutSeconds;
    const timeoutAt = now + timeoutSeconds * 1000;
    const chain = run?.chain ?? (request.rule == null ? [] : [request.rule.id]);
    const invocationId = await insertInvocation(trx, {
      kind: "function",
      parentId: run?.id ?? null,
      instanceId: request.instanceId,
      executionId: request.executionId,
      rule: run?.rule ?? request.rule ?? null,
      functionId: called.id,
      function: { id: called.id, name: called.name, display_name: called.displayName },
      workflow: { workflow_id: request.workflow.id, name: request.workflow.name, programmatic_name: request.workflow.programmaticName },
      destination: destination.programmaticName,
      incidentId: request.incidentId,
      object: request.object,
      principal: request.principal,
      inputs,
      chain,
      created: now,
      timeoutSeconds,
      timeoutAt,
      status: InvocationStatus.pending,
      outcome: "pending",
      state: "pending",
      error: null,
    });
    const queue = actionsQueue(this.deps.orgId, destination.programmaticName);
    const body = functionMessage({ function: called, inputs, principal: request.principal, workflow: request.workflow, instanceId: request.instanceId });
    await insertMessage(trx, {
      queue,
      messageId: `ID:soarkit-${newId()}`,
      headers: messageHeaders({
        payload: "FunctionDataDTO",
        replyTo: `/queue/${acksQueue(this.deps.orgId, destination.programmaticName)}`,
        correlationId: correlationId(invocationId),
        contextToken: await this.deps.tokens.sign(trx, chain),
        timestamp: now,
      }),
      body: JSON.stringify(body),
      invocationId,
      created: now,
    });
    this.deps.onQueued(queue, timeoutAt);
    return { invocationId, created: true };
  }

  /** Where the call of a step stands; undefined when the step has made none. */
  async find(instanceId: number, executionId: string, queries: PlatformQueries = this.deps.database.db): Promise<FunctionCallState | undefined> {
    const invocation = await findByExecution(queries, instanceId, executionId);
    if (invocation === undefined) return undefined;
    const { id, state, results, error } = invocation;
    return { invocationId: id, state, results, ...(error === null ? {} : { error }) };
  }

  /** Says that the post-process effects of an answered call are written; in the same transaction as they. */
  async markProcessed(trx: PlatformTransaction, invocationId: number): Promise<void> {
    const invocation = await findInvocation(trx, invocationId);
    if (invocation === undefined) return;
    const { status, outcome, error, results } = invocation;
    const kept = outcome === "error" ? outcomeOf({ messageType: InvocationMessageType.information, text: "", complete: true, results }) : { status, outcome, error };
    await setProcessed(trx, invocationId, kept);
  }

  /** Shows a script's error in the action status: on its call, or as an entry of its own when none was made. */
  async recordScriptError(trx: PlatformTransaction | undefined, problem: StepScriptError): Promise<void> {
    if (trx === undefined) {
      await this.deps.database.transaction((own) => this.recordScriptError(own, problem));
      return;
    }
    const now = this.deps.now();
    const known = problem.invocationId ?? (await findByExecution(trx, problem.instanceId, problem.executionId))?.id;
    const id = known ?? (await recordStepError(trx, problem.instanceId, problem.message, now));
    if (id === undefined) return;
    if (known !== undefined) await setError(trx, known, problem.message);
    await appendMessage(trx, id, { type: InvocationMessageType.error, text: `${stageNames[problem.stage]} went wrong: ${problem.message}`, create_date: now });
  }
}
