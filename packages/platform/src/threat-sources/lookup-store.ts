import type { ThreatLookupState } from "@soarkit/protocol";
import { sql, type Selectable } from "kysely";
import type { PlatformQueries, PlatformTransaction } from "../database.js";
import type { Lookup } from "./lookup.js";
import type { ThreatLookupRow } from "./schema.js";

/** Parts of what is under way: those of a source that is off rest. */
const underWay: readonly ThreatLookupState[] = ["ask", "wait"];

/** What begins a look-up anew: it is due at `next_at`, its round is counted when it is asked. */
const anew = { state: "ask", remote_id: null, error: null, failures: 0, give_up_at: null } as const;

/** A look-up of a row. */
export function toLookup(row: Selectable<ThreatLookupRow>): Lookup {
  return {
    artifactId: row.artifact_id,
    sourceId: row.source_id,
    state: row.state as ThreatLookupState,
    round: row.round,
    remoteId: row.remote_id,
    asked: row.asked,
    answered: row.answered,
    answerMs: row.answer_ms,
    statuses: row.statuses,
    error: row.error,
    hits: row.hits,
    failures: row.failures,
    nextAt: row.next_at,
    giveUpAt: row.give_up_at,
  };
}

/** Queues artifacts at sources; what is under way or was answered begins anew. */
export async function queueLookups(trx: PlatformTransaction, artifacts: readonly number[], sources: readonly number[], nextAt: number): Promise<void> {
  if (artifacts.length === 0 || sources.length === 0) return;
  const rows = artifacts.flatMap((artifact_id) => sources.map((source_id) => ({ artifact_id, source_id, ...anew, round: 0, statuses: "", hits: 0, next_at: nextAt })));
  for (let start = 0; start < rows.length; start += 500) {
    await trx
      .insertInto("threat_lookups")
      .values(rows.slice(start, start + 500))
      .onConflict((conflict) => conflict.columns(["artifact_id", "source_id"]).doUpdateSet({ ...anew, next_at: nextAt, round: sql`threat_lookups.round + 1` }))
      .execute();
  }
}

/** Ids that a sweep looks at in one go. */
const sweepWindow = 2_000;

/** The next artifacts of open incidents for a sweep, and where it goes on; null at the end. */
export async function artifactsToSweep(queries: PlatformQueries, after: number, types: readonly number[]): Promise<{ artifacts: { id: number; incidentId: number }[]; next: number | null }> {
  const last = await queries.selectFrom("artifacts").select((eb) => eb.fn.max("id").as("id")).executeTakeFirst();
  const rows = await queries
    .selectFrom("artifacts")
    .innerJoin("incidents", "incidents.id", "artifacts.incident_id")
    .select(["artifacts.id", "artifacts.incident_id as incidentId"])
    .where("artifacts.id", ">", after)
    .where("artifacts.id", "<=", after + sweepWindow)
    .where("artifacts.type", "in", types)
    .where("incidents.plan_status", "=", "A")
    .execute();
  return { artifacts: rows, next: after + sweepWindow < (last?.id ?? 0) ? after + sweepWindow : null };
}

/** What is due at a source, in its order. */
export async function dueLookups(queries: PlatformQueries, sourceId: number, now: number, limit: number): Promise<Lookup[]> {
  const rows = await queries.selectFrom("threat_lookups").selectAll().where("source_id", "=", sourceId).where("next_at", "<=", now).orderBy("next_at").limit(limit).execute();
  return rows.map(toLookup);
}

/** When the next look-up of a source falls due after a moment. */
export async function nextDue(queries: PlatformQueries, sourceId: number, after: number): Promise<number | undefined> {
  const row = await queries.selectFrom("threat_lookups").select("next_at").where("source_id", "=", sourceId).where("next_at", ">", after).orderBy("next_at").limit(1).executeTakeFirst();
  return row?.next_at ?? undefined;
}

/** The look-up of an artifact at a source. */
export async function findLookup(queries: PlatformQueries, artifactId: number, sourceId: number): Promise<Lookup | undefined> {
  const row = await queries.selectFrom("threat_lookups").selectAll().where("artifact_id", "=", artifactId).where("source_id", "=", sourceId).executeTakeFirst();
  return row === undefined ? undefined : toLookup(row);
}

/** Writes where a look-up stands. */
export async function saveLookup(trx: PlatformTransaction, lookup: Lookup): Promise<void> {
  await trx
    .updateTable("threat_lookups")
    .set({
      state: lookup.state,
      round: lookup.round,
      remote_id: lookup.remoteId,
      asked: lookup.asked,
      answered: lookup.answered,
      answer_ms: lookup.answerMs,
      statuses: lookup.statuses,
      error: lookup.error,
      hits: lookup.hits,
      failures: lookup.failures,
      next_at: lookup.nextAt,
      give_up_at: lookup.giveUpAt,
    })
    .where("artifact_id", "=", lookup.artifactId)
    .where("source_id", "=", lookup.sourceId)
    .execute();
}

/** Forgets what is under way at a source. */
export async function dropUnderWay(trx: PlatformTransaction, sourceId: number): Promise<void> {
  await trx.deleteFrom("threat_lookups").where("source_id", "=", sourceId).where("state", "in", underWay).execute();
}

/** Takes what is under way about the artifacts of an incident out of a source's queue. */
export async function dropOfIncident(trx: PlatformTransaction, incidentId: number, sourceId: number): Promise<void> {
  await trx
    .deleteFrom("threat_lookups")
    .where("source_id", "=", sourceId)
    .where("state", "in", underWay)
    .where("artifact_id", "in", (select) => select.selectFrom("artifacts").select("id").where("incident_id", "=", incidentId))
    .execute();
}

/** Takes one look-up out of the queue, unless it was asked anew since it was read. */
export async function dropLookup(queries: PlatformQueries, { artifactId, sourceId, round }: Lookup): Promise<void> {
  await queries.deleteFrom("threat_lookups").where("artifact_id", "=", artifactId).where("source_id", "=", sourceId).where("round", "=", round).execute();
}

/** The artifacts of an open incident that a source was never asked about. */
export async function neverAsked(queries: PlatformQueries, incidentId: number, sourceId: number): Promise<{ id: number; type: number; value: string; incidentId: number }[]> {
  return queries
    .selectFrom("artifacts")
    .innerJoin("incidents", "incidents.id", "artifacts.incident_id")
    .select(["artifacts.id", "artifacts.type", "artifacts.value", "artifacts.incident_id as incidentId"])
    .where("artifacts.incident_id", "=", incidentId)
    .where("incidents.plan_status", "=", "A")
    .where("artifacts.id", "not in", (select) => select.selectFrom("threat_lookups").select("artifact_id").where("source_id", "=", sourceId))
    .execute();
}

/** Forgets what was asked about an artifact. */
export async function deleteLookups(trx: PlatformTransaction, artifactId: number): Promise<void> {
  await trx.deleteFrom("threat_lookups").where("artifact_id", "=", artifactId).execute();
}

/** Longest time over which look-ups that rested are spread, milliseconds. */
const longestSpread = 3_600_000;

/** Lets the look-ups of an incident that rest go on, spread over a second for each artifact, at most an hour. @param sourceId those of one source alone. */
export async function resumeLookups(trx: PlatformTransaction, incidentId: number, now: number, sourceId?: number): Promise<void> {
  const { n } = await trx.selectFrom("artifacts").select((eb) => eb.fn.countAll<number>().as("n")).where("incident_id", "=", incidentId).executeTakeFirstOrThrow();
  const spread = Math.min(Math.max(n, 1) * 1_000, longestSpread);
  await trx
    .updateTable("threat_lookups")
    .set({ next_at: sql`${now} + abs(random()) % ${spread}` })
    .where("next_at", "is", null)
    .where("state", "in", ["answered", "failed"])
    .where("artifact_id", "in", (select) => select.selectFrom("artifacts").select("id").where("incident_id", "=", incidentId))
    .$if(sourceId !== undefined, (update) => update.where("source_id", "=", sourceId ?? 0))
    .execute();
}

/** The sources that still work on each of these artifacts. */
export async function pendingSources(queries: PlatformQueries, artifacts: readonly number[]): Promise<Map<number, { id: number; name: string }[]>> {
  const pending = new Map<number, { id: number; name: string }[]>();
  for (let start = 0; start < artifacts.length; start += 500) {
    const rows = await lookupsWithSources(queries)
      .select(["threat_lookups.artifact_id", "threat_sources.id", "threat_sources.name"])
      .where("artifact_id", "in", artifacts.slice(start, start + 500))
      .where("state", "in", underWay)
      .where("threat_sources.enabled", "=", 1)
      .orderBy("threat_sources.name")
      .execute();
    for (const { artifact_id, id, name } of rows) pending.set(artifact_id, [...(pending.get(artifact_id) ?? []), { id, name }]);
  }
  return pending;
}

/** What every source was asked about an artifact. */
export function lookupsOfArtifact(queries: PlatformQueries, artifactId: number) {
  return lookupsWithSources(queries).selectAll("threat_lookups").select(["threat_sources.name", "threat_sources.enabled"]).where("artifact_id", "=", artifactId).orderBy("threat_sources.name").execute();
}

/** The look-ups of a source that began last. */
export function lastLookups(queries: PlatformQueries, sourceId: number, limit: number) {
  return lookupsWithSources(queries)
    .innerJoin("artifacts", "artifacts.id", "threat_lookups.artifact_id")
    .innerJoin("artifact_types", "artifact_types.id", "artifacts.type")
    .selectAll("threat_lookups")
    .select(["threat_sources.name", "threat_sources.enabled", "artifacts.incident_id", "artifacts.value", "artifact_types.name as type_name"])
    .where("source_id", "=", sourceId)
    .where("asked", "is not", null)
    .orderBy("asked", "desc")
    .limit(limit)
    .execute();
}

/** Look-ups of each source: since when, how many and with how many hits; under way, and the next of them. */
export async function countLookups(queries: PlatformQueries, since: number): Promise<{ today: Map<number, { asked: number; hits: number }>; waiting: Map<number, { waiting: number; next_at: number | null }> }> {
  const today = await queries
    .selectFrom("threat_lookups")
    .select(["source_id", (eb) => eb.fn.countAll<number>().as("asked"), (eb) => eb.fn.sum<number>("hits").as("hits")])
    .where("asked", ">=", since)
    .groupBy("source_id")
    .execute();
  const waiting = await queries
    .selectFrom("threat_lookups")
    .select(["source_id", (eb) => eb.fn.countAll<number>().as("waiting"), (eb) => eb.fn.min("next_at").as("next_at")])
    .where("state", "in", underWay)
    .groupBy("source_id")
    .execute();
  return { today: new Map(today.map((row) => [row.source_id, row])), waiting: new Map(waiting.map((row) => [row.source_id, row])) };
}

function lookupsWithSources(queries: PlatformQueries) {
  return queries.selectFrom("threat_lookups").innerJoin("threat_sources", "threat_sources.id", "threat_lookups.source_id");
}
