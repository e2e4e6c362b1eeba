import type { PrincipalDTO, TextContent, ViewItemDTO } from "@soarkit/protocol";
import type { Selectable } from "kysely";
import type { PlatformQueries } from "../../database.js";
import { announce } from "../../live/changes.js";
import type { FunctionsTable } from "../schema.js";

/** A function as it is stored. */
export interface StoredFunction {
  readonly id: number;
  readonly name: string;
  readonly displayName: string;
  readonly uuid: string;
  readonly description: TextContent | null;
  readonly destinationId: number;
  /** Inputs: `content` is the uuid of a field of type `__function`. */
  readonly viewItems: readonly ViewItemDTO[];
  readonly version: number;
  readonly tags: readonly unknown[];
  /** Members that are given back as they came, such as `output_json_example`. */
  readonly extra: Readonly<Record<string, unknown>>;
  readonly creator: PrincipalDTO;
  readonly created: number;
  readonly modifier: PrincipalDTO;
  readonly modified: number;
}

/** Every function by name. */
export async function listFunctions(queries: PlatformQueries): Promise<StoredFunction[]> {
  const rows = await queries.selectFrom("functions").selectAll().orderBy("name").execute();
  return rows.map(functionOf);
}

/** The function with this id, name or uuid. */
export async function findFunction(queries: PlatformQueries, by: { id: number } | { name: string } | { uuid: string }): Promise<StoredFunction | undefined> {
  let query = queries.selectFrom("functions").selectAll();
  if ("id" in by) query = query.where("id", "=", by.id);
  else if ("name" in by) query = query.where("name", "=", by.name);
  else query = query.where("uuid", "=", by.uuid);
  const row = await query.executeTakeFirst();
  return row === undefined ? undefined : functionOf(row);
}

/** Writes a new function and answers its id. */
export async function insertFunction(queries: PlatformQueries, values: Omit<StoredFunction, "id">): Promise<number> {
  const row = await queries.insertInto("functions").values(columnsOf(values)).returning("id").executeTakeFirstOrThrow();
  announce(queries, { topics: ["configuration"], kind: "function.changed", id: row.id });
  return row.id;
}

/** Replaces a function's values. */
export async function updateFunction(queries: PlatformQueries, id: number, values: Omit<StoredFunction, "id">): Promise<void> {
  await queries.updateTable("functions").set(columnsOf(values)).where("id", "=", id).execute();
  announce(queries, { topics: ["configuration"], kind: "function.changed", id });
}

/** Removes a function. */
export async function deleteFunction(queries: PlatformQueries, id: number): Promise<void> {
  await queries.deleteFrom("functions").where("id", "=", id).execute();
  announce(queries, { topics: ["configuration"], kind: "function.changed", id });
}

/** The workflows whose current version calls each function, by the function's uuid. */
export async function workflowsByFunction(queries: PlatformQueries): Promise<ReadonlyMap<string, CallingWorkflow[]>> {
  const rows = await queries
    .selectFrom("workflows as workflow")
    .innerJoin("workflow_versions as version", (join) =>
      join.onRef("version.workflow_id", "=", "workflow.workflow_id").onRef("version.content_version", "=", "workflow.content_version"),
    )
    .select(["workflow.workflow_id", "workflow.name", "workflow.programmatic_name", "workflow.uuid", "version.xml"])
    .orderBy("workflow.name")
    .execute();
  const calling = new Map<string, CallingWorkflow[]>();
  for (const { xml, ...workflow } of rows) {
    const called = new Set([...xml.matchAll(/<(?:\w+:)?function\s[^>]*?uuid="([^"]{1,100})"/g)].flatMap((match) => match[1] ?? []));
    for (const uuid of called) calling.set(uuid, [...(calling.get(uuid) ?? []), workflow]);
  }
  return calling;
}

/** A workflow that calls a function. */
export interface CallingWorkflow {
  workflow_id: number;
  name: string;
  programmatic_name: string;
  uuid: string;
}

/** Names of the workflows whose current version calls a function. */
export async function workflowsCalling(queries: PlatformQueries, functionUuid: string): Promise<string[]> {
  const rows = await queries
    .selectFrom("workflows as workflow")
    .innerJoin("workflow_versions as version", (join) =>
      join.onRef("version.workflow_id", "=", "workflow.workflow_id").onRef("version.content_version", "=", "workflow.content_version"),
    )
    .select("workflow.name")
    .where("version.xml", "like", `%${functionUuid}%`)
    .orderBy("workflow.name")
    .execute();
  return rows.map((row) => row.name);
}

function columnsOf(values: Omit<StoredFunction, "id">) {
  return {
    name: values.name,
    display_name: values.displayName,
    uuid: values.uuid,
    description: values.description === null ? null : JSON.stringify(values.description),
    destination_id: values.destinationId,
    view_items: JSON.stringify(values.viewItems),
    version: values.version,
    tags: JSON.stringify(values.tags),
    extra: JSON.stringify(values.extra),
    creator: JSON.stringify(values.creator),
    created: values.created,
    modifier: JSON.stringify(values.modifier),
    modified: values.modified,
  };
}

function functionOf(row: Selectable<FunctionsTable>): StoredFunction {
  return {
    id: row.id,
    name: row.name,
    displayName: row.display_name,
    uuid: row.uuid,
    description: row.description === null ? null : (JSON.parse(row.description) as TextContent),
    destinationId: row.destination_id,
    viewItems: JSON.parse(row.view_items) as ViewItemDTO[],
    version: row.version,
    tags: JSON.parse(row.tags) as unknown[],
    extra: JSON.parse(row.extra) as Record<string, unknown>,
    creator: JSON.parse(row.creator) as PrincipalDTO,
    created: row.created,
    modifier: JSON.parse(row.modifier) as PrincipalDTO,
    modified: row.modified,
  };
}
