import { InvocationStatus, SoarkitError, type ActionInvocationResultDTO, type Handle } from "@soarkit/protocol";
import { principalDTO, type Principal } from "../accounts/principal.js";
import type { PlatformDatabase, PlatformTransaction } from "../database.js";
import type { ActionMessages } from "../messaging/action-messages.js";
import type { ContextTokens } from "../messaging/context/context-tokens.js";
import { insertInvocation, linkInstance } from "../messaging/invocations/store.js";
import type { Fields } from "../types/fields.js";
import { activityValues } from "./activity-fields.js";
import type { RuleObject, RuleObjects } from "./objects.js";
import { ruleApplies } from "./rule-menu.js";
import type { Rule } from "./rule.js";
import type { Rules } from "./rules.js";

/** Most rules that may lead to each other; a longer chain is stopped. */
const longestChain = 50;

/** What rules need of workflows. */
export interface WorkflowStarter {
  /** Stores a new instance in the caller's transaction and answers its id. */
  start(
    trx: PlatformTransaction,
    request: {
      readonly workflow: number;
      readonly object: { readonly type: string; readonly id: number; readonly name: string };
      readonly incidentId: number;
      readonly rule: { readonly id: number; readonly name: string; readonly type: 0 | 1; readonly properties: Readonly<Record<string, unknown>> };
      readonly principal: ReturnType<typeof principalDTO>;
    },
  ): Promise<number>;
  /** Lets a stored instance run; after the commit. */
  kick(instanceId: number): void;
}

/** A person's or program's wish to run a menu item. */
export interface RunRequest {
  readonly action: Handle;
  readonly objectType: string;
  readonly objectId: number;
  /** The incident in the path; the object must belong to it. */
  readonly incidentId?: number;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly principal: Principal;
  /** `X-Co3ContextToken` of the request: names the rules that led to it. */
  readonly contextToken?: string | undefined;
}

/** Runs menu items: checks, then starts what the rule starts. */
export class RuleRuns {
  constructor(
    private readonly deps: {
      readonly database: PlatformDatabase;
      readonly rules: Rules;
      readonly objects: RuleObjects;
      readonly fields: Pick<Fields, "list">;
      readonly tokens: ContextTokens;
      readonly workflows: WorkflowStarter;
      readonly messages: ActionMessages;
      readonly now: () => number;
    },
  ) {}

  /**
   * Runs a menu item on an object. Nothing is written before everything is checked; the run, its workflow instances
   * and its messages are written in one transaction.
   * @throws SoarkitError `OBJECT_UNKNOWN`, `RULE_CANNOT_RUN`, `ACTIVITY_FIELD_INVALID`.
   */
  async run(request: RunRequest): Promise<ActionInvocationResultDTO> {
    const { database, now } = this.deps;
    const rule = await this.deps.rules.require(request.action);
    const object = await this.object(request);
    await this.check(rule, object, request.objectType);
    const fields = await this.deps.fields.list("actioninvocation");
    const shown = rule.viewItems.filter((item) => item.element === "field_uuid").map((item) => fields.find((field) => field.uuid === item.content));
    const values = activityValues(rule.name, shown.filter((field) => field !== undefined), request.properties);
    const chain = [...(await this.chain(request.contextToken)), rule.id];
    if (chain.length > longestChain) throw cannotRun(rule, `${longestChain} rules have led to each other. Change one of them so that they stop.`);
    const messages = await this.deps.messages.prepare({ rule, object, principal: request.principal, properties: values.ids });

    const created = now();
    const principal = principalDTO(request.principal);
    const invoked = { id: rule.id, name: rule.name, type: rule.type };
    const { runId, instances } = await database.transaction(async (trx) => {
      const id = await insertInvocation(trx, {
        kind: "rule",
        parentId: null,
        instanceId: null,
        executionId: null,
        rule: invoked,
        functionId: null,
        function: null,
        workflow: null,
        destination: null,
        incidentId: object.incidentId,
        object: { type: object.type, id: object.id, name: object.name },
        principal,
        inputs: values.labels,
        chain,
        created,
        timeoutSeconds: rule.timeoutSeconds,
        timeoutAt: null,
        status: InvocationStatus.pending,
        outcome: "pending",
        state: "processed",
        error: null,
      });
      const started: number[] = [];
      for (const workflow of rule.workflowIds) {
        const instance = await this.deps.workflows.start(trx, {
          workflow,
          object: { type: object.type, id: object.id, name: object.name },
          incidentId: object.incidentId,
          rule: { ...invoked, properties: values.labels },
          principal,
        });
        await linkInstance(trx, id, instance);
        started.push(instance);
      }
      await this.deps.messages.send(trx, messages, { parentId: id, chain, created });
      return { runId: id, instances: started };
    });
    for (const instance of instances) this.deps.workflows.kick(instance);
    return { id: runId, action: invoked, status: InvocationStatus.pending, create_date: created, messages: [], workflow_instance_ids: instances };
  }

  private async object({ objectType, objectId, incidentId }: RunRequest): Promise<RuleObject> {
    const object = await this.deps.objects.find(objectType, objectId);
    if (object === undefined || (incidentId !== undefined && object.incidentId !== incidentId)) {
      const where = incidentId === undefined ? "" : ` of incident ${incidentId}`;
      throw new SoarkitError("OBJECT_UNKNOWN", { kind: `${objectType}${where}`, id: objectId });
    }
    return object;
  }

  private async check(rule: Rule, object: RuleObject, objectType: string): Promise<void> {
    if (rule.type !== 1) throw cannotRun(rule, "it is automatic: it runs by itself when its conditions are met.");
    if (!rule.enabled) throw cannotRun(rule, "it is switched off. Switch it on under the rules.");
    if (rule.objectType !== objectType) throw cannotRun(rule, `it runs on ${rule.objectType} objects; this is the ${objectType} ${object.id}. Choose a fitting object.`);
    if (rule.automations.length > 0) throw cannotRun(rule, "it has automations, which menu items of this platform do not carry out. Let it start a workflow in their place.");
    if (rule.workflowIds.length === 0 && rule.destinationIds.length === 0) throw cannotRun(rule, "it starts nothing. Give it a workflow or a message destination.");
    if (await ruleApplies(rule, object, this.deps.now())) return;
    throw cannotRun(rule, `its conditions are not met by the ${objectType} ${object.id}. Compare them with the object, or choose another rule.`);
  }

  private async chain(token: string | undefined): Promise<readonly number[]> {
    if (token === undefined) return [];
    return (await this.deps.tokens.read(this.deps.database.db, token))?.actions ?? [];
  }
}

function cannotRun(rule: Rule, reason: string): SoarkitError {
  return new SoarkitError("RULE_CANNOT_RUN", { rule: rule.name, reason });
}
