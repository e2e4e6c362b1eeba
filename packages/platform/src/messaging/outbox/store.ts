import type { PlatformQueries } from "../../database.js";

/** A message on its way to a queue. */
export interface OutgoingMessage {
  readonly queue: string;
  readonly messageId: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly invocationId: number | null;
  /** Milliseconds since the epoch. */
  readonly created: number;
}

/** A stored message as the broker offers it. */
export interface OutboxMessage {
  readonly sequence: number;
  readonly messageId: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly deliveries: number;
}

/** Puts a message at the end of its queue. */
export async function insertMessage(queries: PlatformQueries, message: OutgoingMessage): Promise<void> {
  await queries
    .insertInto("outbox")
    .values({
      queue: message.queue,
      message_id: message.messageId,
      headers: JSON.stringify(message.headers),
      body: message.body,
      deliveries: 0,
      invocation_id: message.invocationId,
      created: message.created,
    })
    .execute();
}

/** Messages of a queue behind `after`, oldest first. */
export async function readMessages(queries: PlatformQueries, queue: string, after: number, limit: number): Promise<OutboxMessage[]> {
  const rows = await queries
    .selectFrom("outbox")
    .select(["sequence", "message_id", "headers", "body", "deliveries"])
    .where("queue", "=", queue)
    .where("sequence", ">", after)
    .orderBy("sequence")
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    sequence: row.sequence,
    messageId: row.message_id,
    headers: JSON.parse(row.headers) as Record<string, string>,
    body: row.body,
    deliveries: row.deliveries,
  }));
}

/** Counts one more delivery of each message. */
export async function countDelivery(queries: PlatformQueries, queue: string, sequences: readonly number[]): Promise<void> {
  await queries
    .updateTable("outbox")
    .set((row) => ({ deliveries: row("deliveries", "+", 1) }))
    .where("queue", "=", queue)
    .where("sequence", "in", sequences)
    .execute();
}

/** Removes acknowledged messages. */
export async function removeMessages(queries: PlatformQueries, queue: string, sequences: readonly number[]): Promise<void> {
  await queries.deleteFrom("outbox").where("queue", "=", queue).where("sequence", "in", sequences).execute();
}

/** Removes an invocation's message: nobody gets it any more, also not again. */
export async function removeMessageOf(queries: PlatformQueries, invocationId: number): Promise<void> {
  await queries.deleteFrom("outbox").where("invocation_id", "=", invocationId).execute();
}

/** How many messages of a queue nobody has acknowledged, and when the oldest of them was stored. */
export async function queueDepth(queries: PlatformQueries, queue: string): Promise<{ depth: number; oldest: number | null }> {
  const row = await queries
    .selectFrom("outbox")
    .select((select) => [select.fn.countAll<number>().as("depth"), select.fn.min("created").as("oldest")])
    .where("queue", "=", queue)
    .executeTakeFirstOrThrow();
  // An aggregate over no rows is null, whatever its column's type says.
  const oldest = row.oldest as number | null;
  return { depth: row.depth, oldest };
}
