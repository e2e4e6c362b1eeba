import type { PlatformQueries } from "../../database.js";
import { announce } from "../../live/changes.js";
import type { MessageDestinationsTable } from "../schema.js";
import type { Selectable } from "kysely";

/** A message destination with the ids of those who may read its queue. */
export interface MessageDestination {
  readonly id: number;
  readonly name: string;
  readonly programmaticName: string;
  /** 0 queue, 1 topic. */
  readonly destinationType: 0 | 1;
  readonly expectAck: boolean;
  readonly uuid: string;
  readonly tags: readonly unknown[];
  readonly users: readonly number[];
  readonly apiKeys: readonly number[];
}

/** What a save writes. */
export type MessageDestinationValues = Omit<MessageDestination, "id">;

/** Every destination by name. */
export async function listDestinations(queries: PlatformQueries): Promise<MessageDestination[]> {
  const rows = await queries.selectFrom("message_destinations").selectAll().orderBy("name").execute();
  const readers = await queries.selectFrom("message_destination_readers").selectAll().orderBy("principal_id").execute();
  return rows.map((row) => destinationOf(row, readers.filter((reader) => reader.destination_id === row.id)));
}

/** The destination with this id, name, programmatic name or uuid. */
export async function findDestination(
  queries: PlatformQueries,
  by: { id: number } | { name: string } | { programmaticName: string } | { uuid: string },
): Promise<MessageDestination | undefined> {
  let query = queries.selectFrom("message_destinations").selectAll();
  if ("id" in by) query = query.where("id", "=", by.id);
  else if ("name" in by) query = query.where("name", "=", by.name);
  else if ("programmaticName" in by) query = query.where("programmatic_name", "=", by.programmaticName);
  else query = query.where("uuid", "=", by.uuid);
  const row = await query.orderBy("id").executeTakeFirst();
  if (row === undefined) return undefined;
  const readers = await queries.selectFrom("message_destination_readers").selectAll().where("destination_id", "=", row.id).orderBy("principal_id").execute();
  return destinationOf(row, readers);
}

/** Writes a new destination and answers its id. */
export async function insertDestination(queries: PlatformQueries, values: MessageDestinationValues, now: number): Promise<number> {
  const row = await queries.insertInto("message_destinations").values({ ...columnsOf(values), created: now }).returning("id").executeTakeFirstOrThrow();
  await writeReaders(queries, row.id, values);
  announce(queries, { topics: ["configuration", "messaging"], kind: "destination.changed", id: row.id });
  return row.id;
}

/** Replaces a destination's values. */
export async function updateDestination(queries: PlatformQueries, id: number, values: MessageDestinationValues): Promise<void> {
  await queries.updateTable("message_destinations").set(columnsOf(values)).where("id", "=", id).execute();
  await queries.deleteFrom("message_destination_readers").where("destination_id", "=", id).execute();
  await writeReaders(queries, id, values);
  announce(queries, { topics: ["configuration", "messaging"], kind: "destination.changed", id });
}

/** Removes a destination. */
export async function deleteDestination(queries: PlatformQueries, id: number): Promise<void> {
  await queries.deleteFrom("message_destinations").where("id", "=", id).execute();
  announce(queries, { topics: ["configuration", "messaging"], kind: "destination.changed", id });
}

/** True when the principal is in the destination's `users` or `api_keys`. */
export async function isReader(queries: PlatformQueries, programmaticName: string, principalId: number): Promise<boolean> {
  const row = await queries
    .selectFrom("message_destination_readers as reader")
    .innerJoin("message_destinations as destination", "destination.id", "reader.destination_id")
    .select("reader.principal_id")
    .where("destination.programmatic_name", "=", programmaticName)
    .where("reader.principal_id", "=", principalId)
    .executeTakeFirst();
  return row !== undefined;
}

/** Names of the functions that use a destination. */
export async function functionsOf(queries: PlatformQueries, destinationId: number): Promise<string[]> {
  const rows = await queries.selectFrom("functions").select("name").where("destination_id", "=", destinationId).orderBy("name").execute();
  return rows.map((row) => row.name);
}

/** A person as action messages name them (soar-protocol §1.11 "JustUserDTO"); undefined for anybody who is none. */
export async function findUser(queries: PlatformQueries, principalId: number): Promise<{ id: number; fname: string; lname: string; email: string; status: string } | undefined> {
  const row = await queries.selectFrom("users").select(["fname", "lname", "email", "status"]).where("principal_id", "=", principalId).executeTakeFirst();
  return row === undefined ? undefined : { id: principalId, ...row };
}

/** How many messages of a destination are not acknowledged or not answered yet. */
export async function pendingOf(queries: PlatformQueries, programmaticName: string, queue: string): Promise<number> {
  const waiting = await queries.selectFrom("outbox").select((select) => select.fn.countAll<number>().as("count")).where("queue", "=", queue).executeTakeFirstOrThrow();
  const unanswered = await queries
    .selectFrom("invocations")
    .select((select) => select.fn.countAll<number>().as("count"))
    .where("destination", "=", programmaticName)
    .where("state", "=", "pending")
    .executeTakeFirstOrThrow();
  return Math.max(waiting.count, unanswered.count);
}

async function writeReaders(queries: PlatformQueries, id: number, values: MessageDestinationValues): Promise<void> {
  const users = [...new Set(values.users)].map((principal) => ({ destination_id: id, kind: "user" as const, principal_id: principal }));
  const keys = [...new Set(values.apiKeys)].map((principal) => ({ destination_id: id, kind: "api_key" as const, principal_id: principal }));
  const all = [...users, ...keys];
  if (all.length > 0) await queries.insertInto("message_destination_readers").values(all).execute();
}

function columnsOf(values: MessageDestinationValues) {
  return {
    name: values.name,
    programmatic_name: values.programmaticName,
    destination_type: values.destinationType,
    expect_ack: values.expectAck ? 1 : 0,
    uuid: values.uuid,
    tags: JSON.stringify(values.tags),
  };
}

function destinationOf(
  row: Selectable<MessageDestinationsTable>,
  readers: readonly { kind: "user" | "api_key"; principal_id: number }[],
): MessageDestination {
  return {
    id: row.id,
    name: row.name,
    programmaticName: row.programmatic_name,
    destinationType: row.destination_type === 1 ? 1 : 0,
    expectAck: row.expect_ack === 1,
    uuid: row.uuid,
    tags: JSON.parse(row.tags) as unknown[],
    users: readers.filter((reader) => reader.kind === "user").map((reader) => reader.principal_id),
    apiKeys: readers.filter((reader) => reader.kind === "api_key").map((reader) => reader.principal_id),
  };
}
