import type { ConditionDTO, ViewItemDTO } from "@soarkit/protocol";
import type { Selectable } from "kysely";
import type { PlatformQueries } from "../database.js";
import { announce } from "../live/changes.js";
import type { LogicType, Rule } from "./rule.js";
import type { RulesTable } from "./schema.js";

/** Every rule in the order in which they run. */
export async function listRules(queries: PlatformQueries): Promise<Rule[]> {
  const rows = await queries.selectFrom("rules").selectAll().orderBy("position").orderBy("id").execute();
  return rows.map(ruleOf);
}

/** The rule with this id, name or uuid. */
export async function findRule(queries: PlatformQueries, by: { id: number } | { name: string } | { uuid: string }): Promise<Rule | undefined> {
  let query = queries.selectFrom("rules").selectAll();
  if ("id" in by) query = query.where("id", "=", by.id);
  else if ("name" in by) query = query.where("name", "=", by.name);
  else query = query.where("uuid", "=", by.uuid);
  const row = await query.executeTakeFirst();
  return row === undefined ? undefined : ruleOf(row);
}

/** Writes a new rule at the end of the order and answers its id. */
export async function insertRule(queries: PlatformQueries, values: Omit<Rule, "id" | "position">): Promise<number> {
  const last = await queries.selectFrom("rules").select("position").orderBy("position", "desc").executeTakeFirst();
  const row = await queries
    .insertInto("rules")
    .values({ ...columnsOf(values), position: (last?.position ?? 0) + 1 })
    .returning("id")
    .executeTakeFirstOrThrow();
  announce(queries, { topics: ["configuration"], kind: "rule.changed", id: row.id });
  return row.id;
}

/** Replaces a rule's values; its place in the order stays. */
export async function updateRule(queries: PlatformQueries, id: number, values: Omit<Rule, "id" | "position">): Promise<void> {
  await queries.updateTable("rules").set(columnsOf(values)).where("id", "=", id).execute();
  announce(queries, { topics: ["configuration"], kind: "rule.changed", id });
}

/** Gives a rule its place in the order. */
export async function setPosition(queries: PlatformQueries, id: number, position: number): Promise<void> {
  await queries.updateTable("rules").set({ position }).where("id", "=", id).execute();
  announce(queries, { topics: ["configuration"], kind: "rule.changed" });
}

/** Removes a rule. What it ran stays in the action status. */
export async function deleteRule(queries: PlatformQueries, id: number): Promise<void> {
  await queries.deleteFrom("rules").where("id", "=", id).execute();
  announce(queries, { topics: ["configuration"], kind: "rule.changed", id });
}

/** Names of the rules that send messages to a destination. */
export async function rulesSendingTo(queries: PlatformQueries, destinationId: number): Promise<string[]> {
  return (await listRules(queries)).filter((rule) => rule.destinationIds.includes(destinationId)).map((rule) => rule.name);
}

/** Names of the rules that start a workflow. */
export async function rulesStarting(queries: PlatformQueries, workflowId: number): Promise<string[]> {
  return (await listRules(queries)).filter((rule) => rule.workflowIds.includes(workflowId)).map((rule) => rule.name);
}

/** Ids and names of all workflows, for handles. */
export async function workflowNames(queries: PlatformQueries): Promise<{ id: number; name: string; programmaticName: string; objectType: string }[]> {
  const rows = await queries.selectFrom("workflows").select(["workflow_id", "name", "programmatic_name", "object_type"]).execute();
  return rows.map((row) => ({ id: row.workflow_id, name: row.name, programmaticName: row.programmatic_name, objectType: row.object_type }));
}

function columnsOf(values: Omit<Rule, "id" | "position">) {
  return {
    name: values.name,
    enabled: values.enabled ? 1 : 0,
    type: values.type,
    object_type: values.objectType,
    logic_type: values.logicType,
    custom_condition: values.customCondition,
    conditions: JSON.stringify(values.conditions),
    destination_ids: JSON.stringify(values.destinationIds),
    workflow_ids: JSON.stringify(values.workflowIds),
    automations: JSON.stringify(values.automations),
    view_items: JSON.stringify(values.viewItems),
    timeout_seconds: values.timeoutSeconds,
    uuid: values.uuid,
    tags: JSON.stringify(values.tags),
  };
}

function ruleOf(row: Selectable<RulesTable>): Rule {
  return {
    id: row.id,
    name: row.name,
    enabled: row.enabled === 1,
    type: row.type === 1 ? 1 : 0,
    objectType: row.object_type,
    logicType: row.logic_type as LogicType,
    customCondition: row.custom_condition,
    conditions: JSON.parse(row.conditions) as ConditionDTO[],
    destinationIds: JSON.parse(row.destination_ids) as number[],
    workflowIds: JSON.parse(row.workflow_ids) as number[],
    automations: JSON.parse(row.automations) as unknown[],
    viewItems: JSON.parse(row.view_items) as ViewItemDTO[],
    timeoutSeconds: row.timeout_seconds,
    position: row.position,
    uuid: row.uuid,
    tags: JSON.parse(row.tags) as unknown[],
  };
}
