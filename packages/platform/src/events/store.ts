import type { PrincipalDTO } from "@soarkit/protocol";
import { prepared } from "@soarkit/runtime";
import { sql, type Insertable, type Selectable } from "kysely";
import { principalDTO, type Principal } from "../accounts/principal.js";
import type { PlatformQueries, PlatformTransaction } from "../database.js";
import { announce } from "../live/changes.js";
import type { EventChange, EventObjectType, EventProgress, EventStates, ObjectState, QueuedEvent, RuleOutcome } from "./event.js";
import type { EventHistoryTable, EventsTable } from "./schema.js";

/** Written into the statement, not given to it: so their index can be used. */
const parked = sql.lit(1);
const insertEvent = prepared((queries: PlatformQueries, row: Insertable<EventsTable>) => queries.insertInto("events").values(row));
const deleteEvent = prepared((queries: PlatformQueries, { id }: { id: number }) => queries.deleteFrom("events").where("id", "=", id));
const insertHistory = prepared((queries: PlatformQueries, row: Insertable<EventHistoryTable>) => queries.insertInto("event_history").values(row));

/**
 * Queues a change for the rules, in the transaction that makes it. A new object has no `before`, a deleted one no
 * `after`; both are the object as it is stored. The rules are asked after the commit.
 */
export async function queueEvent<Type extends EventObjectType>(
  trx: PlatformTransaction,
  event: { type: Type; id: number; incidentId: number; before: EventStates[Type] | null; after: EventStates[Type] | null; principal: Principal; at: number },
): Promise<void> {
  const { cause } = event.principal;
  await insertEvent(trx, {
    incident_id: event.incidentId,
    object_type: event.type,
    object_id: event.id,
    before: event.before === null ? null : JSON.stringify(event.before),
    after: event.after === null ? null : JSON.stringify(event.after),
    principal: JSON.stringify(principalDTO(event.principal)),
    chain: JSON.stringify(cause?.chain ?? []),
    cause: cause?.event ?? null,
    skip: ",",
    created: event.at,
    progress: null,
    parked: 0,
  });
  announce(trx, { of: "event" });
}

/** Queues the run of a menu item that waits for its script. */
export async function queueRun(
  trx: PlatformTransaction,
  run: { object: { readonly type: string; readonly id: number; readonly incidentId: number }; principal: Principal; chain: readonly number[]; at: number; progress: EventProgress },
): Promise<void> {
  await insertEvent(trx, {
    incident_id: run.object.incidentId,
    object_type: run.object.type,
    object_id: run.object.id,
    before: null,
    after: null,
    principal: JSON.stringify(principalDTO(run.principal)),
    chain: JSON.stringify(run.chain),
    cause: null,
    skip: ",",
    created: run.at,
    progress: JSON.stringify(run.progress),
    parked: 1,
  });
  announce(trx, { of: "event" });
}

/** The oldest events that no earlier event of their incident holds up, in their order. */
export async function nextEvents(queries: PlatformQueries, limit: number): Promise<QueuedEvent[]> {
  const rows = await queries
    .selectFrom("events")
    .selectAll()
    .where("parked", "=", 0)
    .where("incident_id", "not in", (select) => select.selectFrom("events").select("incident_id").where("parked", "=", parked))
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(eventOf);
}

/** The oldest events that wait for a script, without those named. */
export async function parkedEvents(queries: PlatformQueries, without: readonly number[], limit: number): Promise<QueuedEvent[]> {
  let query = queries.selectFrom("events").selectAll().where("parked", "=", parked);
  if (without.length > 0) query = query.where("id", "not in", without);
  return (await query.orderBy("id").limit(limit).execute()).map(eventOf);
}

/** Puts an event aside until its script has run. */
export async function parkEvent(trx: PlatformTransaction, id: number, progress: EventProgress): Promise<void> {
  await trx.updateTable("events").set({ parked: 1, progress: JSON.stringify(progress) }).where("id", "=", id).execute();
}

/** Takes an event out of the queue. Answers false when it is gone. */
export async function takeEvent(trx: PlatformTransaction, id: number): Promise<boolean> {
  const { numAffectedRows = 0n } = await deleteEvent(trx, { id });
  return numAffectedRows > 0n;
}

/** Says that a rule has seen what an event's rules changed, so that it is not asked about that again. */
export async function markSeen(trx: PlatformTransaction, cause: number, ruleId: number): Promise<void> {
  await trx
    .updateTable("events")
    .set({ skip: sql`skip || ${`${ruleId},`}` })
    .where("cause", "=", cause)
    .execute();
}

/** The incident as it was when it was deleted, while that event is still queued. */
export async function deletedIncident(queries: PlatformQueries, id: number): Promise<EventStates["incident"] | undefined> {
  const row = await queries.selectFrom("events").select("before").where("incident_id", "=", id).where("object_type", "=", "incident").where("after", "is", null).executeTakeFirst();
  return row?.before == null ? undefined : (JSON.parse(row.before) as EventStates["incident"]);
}

/** Keeps what became of an event. */
export async function keepHistory(trx: PlatformTransaction, event: QueuedEvent & { readonly change: EventChange }, name: string, outcomes: readonly RuleOutcome[], done: number): Promise<void> {
  await insertHistory(trx, {
    id: event.id,
    incident_id: event.incidentId,
    object_type: event.objectType,
    object_id: event.objectId,
    object_name: name.slice(0, 300),
    change: event.change,
    principal: JSON.stringify(event.principal),
    chain: JSON.stringify(event.chain),
    created: event.created,
    done,
    outcomes: JSON.stringify(outcomes),
  });
}

/** What became of the last changes of an object, newest first. */
export async function historyOf(queries: PlatformQueries, object: { readonly type: string; readonly id: number; readonly incidentId: number }, limit: number): Promise<{ id: number; change: EventChange; by: PrincipalDTO; at: number; outcomes: RuleOutcome[] }[]> {
  const rows = await queries.selectFrom("event_history").selectAll().where("incident_id", "=", object.incidentId).where("object_type", "=", object.type).where("object_id", "=", object.id).orderBy("id", "desc").limit(limit).execute();
  return rows.map((row) => ({ id: row.id, change: row.change as EventChange, by: JSON.parse(row.principal) as PrincipalDTO, at: row.created, outcomes: JSON.parse(row.outcomes) as RuleOutcome[] }));
}

/** Removes what is older. */
export async function pruneHistory(queries: PlatformQueries, before: number): Promise<void> {
  await queries.deleteFrom("event_history").where("done", "<", before).execute();
}

/** A mark inside a transaction to which `work` is undone when it throws; what came before it stays. */
export async function withSavepoint<R>(trx: PlatformTransaction, work: () => Promise<R>): Promise<R> {
  await sql`savepoint activity`.execute(trx);
  try {
    const result = await work();
    await sql`release savepoint activity`.execute(trx);
    return result;
  } catch (error) {
    await sql`rollback to savepoint activity`.execute(trx);
    await sql`release savepoint activity`.execute(trx);
    throw error;
  }
}

function eventOf(row: Selectable<EventsTable>): QueuedEvent {
  const state = (text: string | null): ObjectState | null =>
    text === null ? null : ({ type: row.object_type, id: row.object_id, state: JSON.parse(text) as unknown } as ObjectState);
  const changed: EventChange = row.before === null ? "created" : row.after === null ? "deleted" : "modified";
  const change = row.before === null && row.after === null ? null : changed;
  return {
    id: row.id,
    incidentId: row.incident_id,
    objectType: row.object_type as EventObjectType,
    objectId: row.object_id,
    change,
    before: state(row.before),
    after: state(row.after),
    principal: JSON.parse(row.principal) as PrincipalDTO,
    chain: JSON.parse(row.chain) as number[],
    skip: row.skip.split(",").filter((id) => id !== "").map(Number),
    created: row.created,
    progress: row.progress === null ? null : (JSON.parse(row.progress) as EventProgress),
  };
}
