import { SoarkitError, type ActionDTO, type ConditionDTO, type Handle, type HandleFormat, type ViewItemDTO } from "@soarkit/protocol";
import { newId, parseInput } from "@soarkit/runtime";
import type { PlatformDatabase, PlatformQueries, PlatformTransaction } from "../database.js";
import { resolveDestination } from "../messaging/destinations/destinations.js";
import { listDestinations } from "../messaging/destinations/store.js";
import { defaultTimeoutSeconds } from "../messaging/function-calls.js";
import { findType } from "../types/field-store.js";
import { findField, type Fields } from "../types/fields.js";
import { checkConditions } from "./conditions.js";
import { ruleAutomations } from "./automation-input.js";
import { ruleInputSchema, type RuleChange } from "./input.js";
import { ruleDTO, type RuleNames } from "./rule-dto.js";
import type { Rule } from "./rule.js";
import { deleteRule, findRule, insertRule, listRules, setPosition, updateRule, workflowNames } from "./store.js";

/** The rules (soar-protocol §1.12): what runs when, and what people can run by hand. */
export class Rules {
  #all: readonly Rule[] | undefined;
  #generation = 0;

  constructor(private readonly deps: { readonly database: PlatformDatabase; readonly fields: Pick<Fields, "list"> }) {}

  /** Every rule in the order in which they run. */
  async list(format: HandleFormat, queries: PlatformQueries = this.deps.database.db): Promise<ActionDTO[]> {
    const names = await this.names(queries);
    return (await listRules(queries)).map((rule) => ruleDTO(rule, names, format));
  }

  /** One rule by id or name. @throws SoarkitError `OBJECT_UNKNOWN`. */
  async get(handle: Handle, format: HandleFormat, queries: PlatformQueries = this.deps.database.db): Promise<ActionDTO> {
    const rule = await this.require(handle, queries);
    return ruleDTO(rule, await this.names(queries), format);
  }

  /** The rule itself. @throws SoarkitError `OBJECT_UNKNOWN`. */
  async require(handle: Handle, queries: PlatformQueries = this.deps.database.db): Promise<Rule> {
    const wanted = typeof handle === "object" ? handle.id : handle;
    const byId = typeof wanted === "number" || /^\d{1,15}$/.test(wanted) ? await findRule(queries, { id: Number(wanted) }) : undefined;
    const rule = byId ?? (await findRule(queries, { name: String(wanted) }));
    if (rule === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "rule", id: String(wanted).slice(0, 200) });
    return rule;
  }

  /** Every rule in the order in which they run, from memory: rules change rarely and are asked for with every object shown and changed. */
  async all(queries: PlatformQueries = this.deps.database.db): Promise<readonly Rule[]> {
    if (this.#all !== undefined) return this.#all;
    const generation = this.#generation;
    const rules = await listRules(queries);
    // What a change that is still open sees is not what everybody sees.
    if (queries === this.deps.database.db && generation === this.#generation) this.#all = rules;
    return rules;
  }

  /** The enabled menu items. */
  async menuItems(queries?: PlatformQueries): Promise<readonly Rule[]> {
    return (await this.all(queries)).filter((rule) => rule.type === 1 && rule.enabled);
  }

  /** Creates a rule from a DTO and answers its id. @throws SoarkitError `BODY_INVALID`, `NAME_TAKEN`, `CONDITION_INVALID`, `REQUEST_INVALID`. */
  create(body: unknown): Promise<number> {
    const input = parseInput(ruleInputSchema, body, "rule");
    return this.change((trx) => this.save(trx, undefined, input));
  }

  /** Replaces the members that the DTO has. @throws SoarkitError as `create`, and `OBJECT_UNKNOWN`. */
  update(handle: Handle, body: unknown): Promise<number> {
    const input = parseInput(ruleInputSchema.partial(), body, "rule");
    return this.change(async (trx) => this.save(trx, await this.require(handle, trx), input));
  }

  /** Removes a rule; what it ran stays in the action status. @throws SoarkitError `OBJECT_UNKNOWN`. */
  async delete(handle: Handle): Promise<void> {
    await this.change(async (trx) => deleteRule(trx, (await this.require(handle, trx)).id));
  }

  /** Ids of the rules in the order in which they run. */
  async order(): Promise<number[]> {
    return (await listRules(this.deps.database.db)).map((rule) => rule.id);
  }

  /** Puts the rules named into this order, before all others. @throws SoarkitError `OBJECT_UNKNOWN`. */
  async setOrder(handles: readonly Handle[]): Promise<void> {
    await this.change(async (trx) => {
      const first: number[] = [];
      for (const handle of handles) first.push((await this.require(handle, trx)).id);
      await this.reorder(trx, first);
    });
  }

  /** `setOrder` by ids, as a part of a larger change. */
  async reorder(trx: PlatformTransaction, first: readonly number[]): Promise<void> {
    this.forget();
    const rest = (await listRules(trx)).map((rule) => rule.id).filter((id) => !first.includes(id));
    for (const [index, id] of [...new Set(first), ...rest].entries()) await setPosition(trx, id, index + 1);
  }

  /** Puts these rules, in their order, behind all others; as a part of a larger change. */
  async appendInOrder(trx: PlatformTransaction, ids: readonly number[]): Promise<void> {
    const others = (await listRules(trx)).map((rule) => rule.id).filter((id) => !ids.includes(id));
    await this.reorder(trx, [...others, ...ids]);
  }

  /** Writes a new rule, or the members given over an existing one; answers its id. */
  async save(trx: PlatformTransaction, existing: Rule | undefined, input: RuleChange): Promise<number> {
    this.forget();
    const name = input.name ?? existing?.name ?? "";
    const uuid = input.uuid ?? existing?.uuid ?? newId();
    for (const by of [{ name }, { uuid }]) {
      const other = await findRule(trx, by);
      if (other !== undefined && other.id !== existing?.id) throw new SoarkitError("NAME_TAKEN", { kind: "rule", name: Object.values(by).join() });
    }
    const objectType = input.object_type === undefined ? (existing?.objectType ?? "incident") : await objectTypeName(trx, name, input.object_type);
    const values: Omit<Rule, "id" | "position"> = {
      name,
      enabled: input.enabled ?? existing?.enabled ?? true,
      type: input.type ?? existing?.type ?? 0,
      objectType,
      logicType: input.logic_type ?? existing?.logicType ?? "all",
      customCondition: input.custom_condition === undefined ? (existing?.customCondition ?? null) : input.custom_condition,
      conditions: input.conditions === undefined ? (existing?.conditions ?? []) : await this.conditions(trx, objectType, input.conditions),
      destinationIds: input.message_destinations == null ? (existing?.destinationIds ?? []) : await destinationIds(trx, name, input.message_destinations),
      workflowIds: input.workflows == null ? (existing?.workflowIds ?? []) : await workflowIds(trx, name, objectType, input.workflows),
      automations: input.automations === undefined ? (existing?.automations ?? []) : await ruleAutomations(trx, this.deps.fields, { name, objectType }, input.automations),
      viewItems: input.view_items === undefined ? (existing?.viewItems ?? []) : await this.viewItems(trx, name, input.view_items),
      timeoutSeconds: input.timeout_seconds ?? existing?.timeoutSeconds ?? defaultTimeoutSeconds,
      uuid,
      tags: input.tags ?? existing?.tags ?? [],
    };
    checkConditions({ logic_type: values.logicType, conditions: values.conditions, custom_condition: values.customCondition }, `the rule ${name}`);
    if (existing === undefined) return insertRule(trx, values);
    await updateRule(trx, existing.id, values);
    return existing.id;
  }

  /** Called when rules change: later reads wait for the change's end and see its result. */
  forget(): void {
    this.#generation++;
    this.#all = undefined;
  }

  private async change<R>(work: (trx: PlatformTransaction) => Promise<R>): Promise<R> {
    try {
      return await this.deps.database.transaction(work);
    } finally {
      this.forget();
    }
  }

  /** Values of select fields by label, however they were sent. */
  private async conditions(trx: PlatformTransaction, objectType: string, conditions: readonly ConditionDTO[]): Promise<ConditionDTO[]> {
    const labelled: ConditionDTO[] = [];
    for (const condition of conditions) {
      const [first = "", ...rest] = (condition.field_name ?? "").split(".");
      const type = rest.length === 0 || first === "properties" ? objectType : first;
      const field = findField(await this.deps.fields.list(type, trx), type === first ? rest.join(".") : (condition.field_name ?? ""));
      const label = (value: unknown): unknown =>
        typeof value === "number" && field !== undefined ? (field.values.find((candidate) => candidate.value === value)?.label ?? value) : value;
      const { value } = condition;
      labelled.push({ ...condition, value: Array.isArray(value) ? value.map(label) : label(value) });
    }
    return labelled;
  }

  /** Activity fields by uuid, whatever they were named by. */
  private async viewItems(trx: PlatformTransaction, name: string, items: readonly ViewItemDTO[]): Promise<ViewItemDTO[]> {
    const fields = await this.deps.fields.list("actioninvocation", trx);
    return items.map((item) => {
      if (item.element !== "field" && item.element !== "field_uuid") return item;
      const field = fields.find((candidate) => candidate.uuid === item.content) ?? findField(fields, item.content);
      if (field !== undefined) return { ...item, element: "field_uuid", field_type: "actioninvocation", content: field.uuid };
      throw cannotSave(name, `there is no activity field ${item.content}; create it as a field of type actioninvocation first.`);
    });
  }

  private async names(queries: PlatformQueries): Promise<RuleNames> {
    const workflows = await workflowNames(queries);
    const destinations = await listDestinations(queries);
    return {
      workflows: new Map(workflows.map((workflow) => [workflow.id, workflow.programmaticName])),
      destinations: new Map(destinations.map((destination) => [destination.id, destination.name])),
    };
  }
}

async function objectTypeName(queries: PlatformQueries, rule: string, handle: Handle): Promise<string> {
  const type = await findType(queries, typeof handle === "object" ? handle.id : typeof handle === "string" ? handle.toLowerCase() : handle);
  if (type === undefined) throw cannotSave(rule, `there is no object type ${typeof handle === "object" ? handle.id : handle}; GET types lists them.`);
  return type.name;
}

async function destinationIds(queries: PlatformQueries, rule: string, handles: readonly Handle[]): Promise<number[]> {
  const ids: number[] = [];
  for (const handle of handles) {
    const destination = await resolveDestination(queries, handle);
    if (destination === undefined) throw cannotSave(rule, `there is no message destination ${shown(handle)}; create it first.`);
    ids.push(destination.id);
  }
  return [...new Set(ids)];
}

async function workflowIds(queries: PlatformQueries, rule: string, objectType: string, handles: readonly Handle[]): Promise<number[]> {
  const workflows = await workflowNames(queries);
  const ids = handles.map((handle) => {
    const wanted = typeof handle === "object" ? handle.id : handle;
    const found = workflows.find((workflow) => workflow.id === wanted || workflow.programmaticName === wanted) ?? workflows.find((workflow) => workflow.name === wanted);
    if (found === undefined) throw cannotSave(rule, `there is no workflow ${shown(handle)}; create it first.`);
    if (found.objectType !== objectType) throw cannotSave(rule, `the workflow ${found.name} works on ${found.objectType} objects, the rule on ${objectType} ones; choose another workflow.`);
    return found.id;
  });
  return [...new Set(ids)];
}

function shown(handle: Handle): string {
  return String(typeof handle === "object" ? handle.id : handle);
}

function cannotSave(rule: string, reason: string): SoarkitError {
  return new SoarkitError("REQUEST_INVALID", { what: `The rule ${rule}`, reason });
}
