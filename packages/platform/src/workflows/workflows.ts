import { ObjectType, SoarkitError, type PrincipalDTO, type WorkflowInstanceDTO } from "@soarkit/protocol";
import type { Logger } from "@soarkit/runtime";
import { recordAudit } from "../audit/audit.js";
import type { WorkspaceScope } from "../accounts/workspaces/rights.js";
import type { PlatformDatabase, PlatformTransaction } from "../database.js";
import type { FunctionCalls } from "../messaging/function-calls.js";
import { incidentNames } from "../artifacts/store.js";
import { listCallsOfInstance, reopenRuns } from "../messaging/invocations/store.js";
import type { EffectTargets } from "../scripts/effects.js";
import type { ScriptingLog } from "../scripting-log/scripting-log.js";
import type { ScriptSnapshots } from "../scripts/script-objects.js";
import type { ScriptRunner } from "../scripts/script-runner.js";
import type { Fields } from "../types/fields.js";
import { requireRunnable } from "./bpmn/parse.js";
import { WorkflowDefinitions } from "./definitions.js";
import type { Instance, InstanceObject, StartingRule } from "./instance.js";
import { TurnScheduler } from "./scheduler.js";
import { StepScripts } from "./step-scripts.js";
import { planOf } from "./instance-plan.js";
import { findInstance, findWaitingInstance, insertInstance, listInstances, listRunning, listSteps, readXml, saveStep, updateInstance } from "./store.js";
import { begin } from "./tokens.js";
import { makeTurn } from "./turn.js";

const mostListed = 500;

/** What workflows are made of. */
export interface WorkflowsOptions {
  readonly database: PlatformDatabase;
  readonly log: Logger;
  readonly scripts: Pick<ScriptRunner, "run">;
  readonly calls: Pick<FunctionCalls, "call" | "find" | "markProcessed" | "recordScriptError">;
  readonly fields: Pick<Fields, "list">;
  readonly targets: EffectTargets;
  readonly snapshots: ScriptSnapshots;
  readonly scriptingLog: Pick<ScriptingLog, "add" | "ofInstances">;
  readonly now?: () => number;
}

/** How a workflow is started. */
export interface StartWorkflow {
  /** Id or programmatic name. */
  readonly workflow: number | string;
  readonly object: InstanceObject;
  readonly incidentId: number;
  readonly rule?: StartingRule | null | undefined;
  readonly principal: PrincipalDTO;
  /** Scripts of different workspaces never share a process. Default: the default workspace. */
  readonly workspace?: string | undefined;
}

/** Workflows: their definitions, and the instances that run them (soar-protocol §3.4). State lives in the database. */
export class Workflows {
  readonly definitions: WorkflowDefinitions;
  readonly #database: PlatformDatabase;
  readonly #scheduler: TurnScheduler;
  readonly #log: Logger;
  readonly #scriptingLog: WorkflowsOptions["scriptingLog"];
  readonly #now: () => number;
  #stopping = false;

  constructor(options: WorkflowsOptions) {
    const { database, log } = options;
    const now = options.now ?? Date.now;
    this.#database = database;
    this.#log = log;
    this.#scriptingLog = options.scriptingLog;
    this.#now = now;
    this.definitions = new WorkflowDefinitions({ database, now });
    const scripts = new StepScripts({ scripts: options.scripts, snapshots: options.snapshots, scriptingLog: options.scriptingLog, now });
    const { calls, fields, targets } = options;
    const deps = { database, definitions: this.definitions, scripts, calls, fields, targets, now, stopping: () => this.#stopping };
    this.#scheduler = new TurnScheduler({ turn: (id) => makeTurn(deps, id), log });
  }

  /**
   * Begins an instance in the caller's transaction; call `kick` with its id after the commit.
   * @throws SoarkitError OBJECT_UNKNOWN, WORKFLOW_INVALID (cannot be run here, or works on another type of object)
   */
  async start(trx: PlatformTransaction, request: StartWorkflow): Promise<number> {
    const record = await this.definitions.require(trx, request.workflow);
    const workflow = { id: record.workflow_id, version: record.content_version, name: record.name };
    if (record.object_type !== request.object.type) {
      throw new SoarkitError("WORKFLOW_INVALID", { name: record.name, reason: `it works on objects of type ${record.object_type}, not ${request.object.type}.` });
    }
    const model = await this.definitions.model(trx, workflow);
    requireRunnable(record.name, model);
    return insertInstance(trx, {
      workflowId: workflow.id,
      version: workflow.version,
      incidentId: request.incidentId,
      object: request.object,
      startDate: this.#now(),
      principal: request.principal,
      rule: request.rule ?? null,
      workspace: request.workspace ?? "default",
      state: begin(model),
    });
  }

  /** Lets an instance go on; to be called after the commit that started it. */
  kick(instanceId: number): void {
    this.#scheduler.kick(instanceId);
  }

  /** Lets every running instance go on; at the platform's start. */
  async resumeAll(): Promise<void> {
    let last = 0;
    for (;;) {
      const ids = await listRunning(this.#database.db, last, mostListed);
      for (const id of ids) this.kick(id);
      const end = ids.at(-1);
      if (end === undefined) return;
      last = end;
    }
  }

  /** Called after the final reply to a call was stored. */
  functionAnswered(invocationId: number): void {
    findWaitingInstance(this.#database.db, invocationId).then(
      (id) => {
        if (id !== undefined) this.kick(id);
      },
      (error: unknown) => {
        if (!this.#stopping) this.#log.error({ err: error, invocation: invocationId }, "the workflow of an answered invocation was not found; it goes on at the next start");
      },
    );
  }

  /**
   * Ends an instance for good. Functions that still run are not waited for; their replies change nothing any more.
   * @throws SoarkitError OBJECT_UNKNOWN, WORKFLOW_INSTANCE_STATE when it has ended already
   */
  terminate(instanceId: number, reason: string, principal: { readonly id: number }): Promise<void> {
    return this.#database.transaction(async (trx) => {
      const { status, incidentId, workflow } = await this.#require(trx, instanceId);
      const at = this.#now();
      const open = status === "running" || status === "error";
      const ended = open && (await updateInstance(trx, instanceId, status, { status: "terminated", endDate: at, terminateReason: reason }));
      if (!ended) throw new SoarkitError("WORKFLOW_INSTANCE_STATE", { id: instanceId, status, wish: "terminated" });
      const object = { objectType: "workflow_instance", objectId: instanceId, objectName: workflow.name };
      await recordAudit(trx, { kind: "workflow_terminated", principalId: principal.id, incidentId, ...object, detail: { reason }, at });
    });
  }

  /**
   * Makes the step at which an instance stopped once more. A post-process script is run on the stored results, never
   * the function again; a function that broke is called again.
   * @throws SoarkitError OBJECT_UNKNOWN, WORKFLOW_INSTANCE_STATE when it is not in the status `error`
   */
  async retry(instanceId: number): Promise<void> {
    await this.#database.transaction(async (trx) => {
      const { status } = await this.#require(trx, instanceId);
      if (status !== "error" || !(await updateInstance(trx, instanceId, "error", { status: "running", error: null }))) {
        throw new SoarkitError("WORKFLOW_INSTANCE_STATE", { id: instanceId, status, wish: "retried" });
      }
      for (const step of await listSteps(trx, instanceId)) {
        if (step.state !== "error") continue;
        const again = step.stage === "function" ? { invocationId: null, attempt: step.attempt + 1 } : {};
        await saveStep(trx, instanceId, { ...step, ...again, state: "waiting", stage: null, error: null });
      }
      await reopenRuns(trx, instanceId);
    });
    this.kick(instanceId);
  }

  /** Whether an instance runs. @throws SoarkitError OBJECT_UNKNOWN */
  async status(id: number): Promise<Instance["status"]> {
    return (await this.#require(this.#database.db, id)).status;
  }

  /** One instance with its steps, and the version of the workflow that it runs. @throws SoarkitError OBJECT_UNKNOWN */
  async instance(id: number): Promise<WorkflowInstanceDTO & { content: { xml: string; version: number } }> {
    const { db } = this.#database;
    const instance = await this.#require(db, id);
    const { workflow } = instance;
    const parts = {
      model: await this.definitions.model(db, workflow),
      steps: await listSteps(db, id),
      calls: await listCallsOfInstance(db, id),
      scripts: await this.#scriptingLog.ofInstances([id]),
    };
    const content = { xml: (await readXml(db, workflow.id, workflow.version)) ?? "", version: workflow.version };
    const [dto] = await this.#show([instance]);
    return { ...(dto ?? instanceDTO(instance, undefined)), steps: planOf(instance, parts), content };
  }

  /** The newest instances of an incident, of a workflow, or of all. */
  async list(filter: { incidentId?: number | undefined; workflowId?: number | undefined; scope?: WorkspaceScope }, limit = mostListed): Promise<WorkflowInstanceDTO[]> {
    return this.#show(await listInstances(this.#database.db, filter, Math.min(limit, mostListed)));
  }

  async #show(instances: readonly Instance[]): Promise<WorkflowInstanceDTO[]> {
    const names = await incidentNames(this.#database.db, instances);
    return instances.map((instance) => instanceDTO(instance, names.get(instance.incidentId)?.name));
  }

  /** Resolves when every instance has gone as far as it can now; for tests and for stopping. */
  idle(): Promise<void> {
    return this.#scheduler.idle();
  }

  /** Begins no more turns and waits for those under way; they go on at the next start. */
  stop(): Promise<void> {
    this.#stopping = true;
    return this.#scheduler.stop();
  }

  async #require(queries: PlatformDatabase["db"], id: number): Promise<Instance> {
    const instance = await findInstance(queries, id);
    if (instance === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "workflow instance", id });
    return instance;
  }
}

function instanceDTO(instance: Instance, incidentName: string | undefined): WorkflowInstanceDTO {
  const { workflow, object } = instance;
  const incident = { object_id: instance.incidentId, object_name: incidentName ?? "", type_id: ObjectType.incident, type_name: "incident", parent: null };
  return {
    workflow_instance_id: instance.id,
    workflow: { workflow_id: workflow.id, name: workflow.name, programmatic_name: workflow.programmaticName },
    status: instance.status,
    start_date: instance.startDate,
    end_date: instance.endDate,
    terminate_reason: instance.terminateReason,
    error: instance.error,
    object: {
      object_id: object.id,
      object_name: object.name,
      type_id: Object.hasOwn(ObjectType, object.type) ? ObjectType[object.type as keyof typeof ObjectType] : -1,
      type_name: object.type,
      parent: object.type === "incident" ? null : incident,
    },
  };
}
