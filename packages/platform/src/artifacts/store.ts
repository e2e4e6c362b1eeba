import type { Selectable } from "kysely";
import { newId } from "@soarkit/runtime";
import type { WorkspaceScope } from "../accounts/workspaces/rights.js";
import type { FileHolder } from "../attachments/attachment-dto.js";
import type { PlatformQueries, PlatformTransaction } from "../database.js";
import { searchText } from "../incidents/store.js";
import type { Artifact, ArtifactState, Hit } from "./artifact.js";
import type { ArtifactRow } from "./schema.js";

/** An artifact of a row. */
export function toArtifact(row: Selectable<ArtifactRow>): Artifact {
  return {
    id: row.id,
    incidentId: row.incident_id,
    type: row.type,
    value: row.value,
    description: row.description === null ? null : { format: row.description_format === "html" ? "html" : "text", content: row.description },
    creatorId: row.creator_id,
    created: row.created,
    lastModified: row.last_modified,
    parentId: row.parent_id,
    relating: row.relating === null ? null : row.relating === 1,
    properties: JSON.parse(row.properties) as { name: string; value: string }[],
  };
}

function columns(artifact: Omit<Artifact, "id">) {
  return {
    incident_id: artifact.incidentId,
    type: artifact.type,
    value: artifact.value,
    search_value: searchText(artifact.value),
    description_format: artifact.description?.format ?? null,
    description: artifact.description?.content ?? null,
    creator_id: artifact.creatorId,
    created: artifact.created,
    last_modified: artifact.lastModified,
    parent_id: artifact.parentId,
    relating: artifact.relating === null ? null : artifact.relating ? 1 : 0,
    properties: JSON.stringify(artifact.properties),
  };
}

/** The artifact with this id. */
export async function findArtifact(queries: PlatformQueries, id: number): Promise<Artifact | undefined> {
  const row = await queries.selectFrom("artifacts").selectAll().where("id", "=", id).executeTakeFirst();
  return row === undefined ? undefined : toArtifact(row);
}

/** The artifacts of an incident, oldest first. */
export async function artifactsOf(queries: PlatformQueries, incidentId: number): Promise<Artifact[]> {
  const rows = await queries.selectFrom("artifacts").selectAll().where("incident_id", "=", incidentId).orderBy("id").execute();
  return rows.map(toArtifact);
}

/** Stores a new artifact. */
export async function insertArtifact(trx: PlatformTransaction, artifact: Omit<Artifact, "id">): Promise<Artifact> {
  return toArtifact(await trx.insertInto("artifacts").values(columns(artifact)).returningAll().executeTakeFirstOrThrow());
}

/** Stores a changed artifact. */
export async function updateArtifact(trx: PlatformTransaction, artifact: Artifact): Promise<void> {
  await trx.updateTable("artifacts").set(columns(artifact)).where("id", "=", artifact.id).execute();
}

/** Deletes an artifact with its hits; its children stay without a parent. */
export async function deleteArtifact(trx: PlatformTransaction, id: number): Promise<void> {
  await trx.updateTable("artifacts").set({ parent_id: null }).where("parent_id", "=", id).execute();
  await trx.deleteFrom("artifacts").where("id", "=", id).execute();
}

/** Notes on the incident that something of it changed; its version stays, because its own fields did not. */
export async function touchIncident(trx: PlatformTransaction, incidentId: number, at: number): Promise<void> {
  await trx.updateTable("incidents").set({ inc_last_modified_date: at }).where("id", "=", incidentId).execute();
}

/** Stores a hit. */
export async function insertHit(trx: PlatformTransaction, hit: Omit<Hit, "id">, lookedUp: boolean): Promise<Hit> {
  const id = newId();
  await trx
    .insertInto("artifact_hits")
    .values({ id, artifact_id: hit.artifactId, source_id: hit.sourceId, looked_up: lookedUp ? 1 : 0, create_date: hit.created, active: hit.active ? 1 : 0, properties: JSON.stringify(hit.properties) })
    .execute();
  return { id, ...hit };
}

/** The hits that look-ups brought for an artifact: their ids by what they say. @param sourceId of one source alone. */
export async function lookedUpHits(queries: PlatformQueries, artifactId: number, sourceId?: number): Promise<{ id: string; properties: string }[]> {
  let query = queries.selectFrom("artifact_hits").select(["id", "properties"]).where("artifact_id", "=", artifactId).where("looked_up", "=", 1);
  if (sourceId !== undefined) query = query.where("source_id", "=", sourceId);
  return query.orderBy("create_date").execute();
}

/** Deletes hits. */
export async function deleteHits(trx: PlatformTransaction, ids: readonly string[]): Promise<void> {
  for (const some of slices(ids)) await trx.deleteFrom("artifact_hits").where("id", "in", some).execute();
}

/** The hits of these artifacts, by artifact, oldest first. */
export async function hitsOf(queries: PlatformQueries, artifacts: readonly Artifact[]): Promise<Map<number, Hit[]>> {
  const hits = new Map<number, Hit[]>();
  for (const ids of slices(artifacts.map((artifact) => artifact.id))) {
    const rows = await queries
      .selectFrom("artifact_hits")
      .innerJoin("threat_sources", "threat_sources.id", "artifact_hits.source_id")
      .selectAll("artifact_hits")
      .select("threat_sources.name as source")
      .where("artifact_id", "in", ids)
      .orderBy("artifact_hits.create_date")
      .orderBy("artifact_hits.id")
      .execute();
    for (const row of rows) {
      const list = hits.get(row.artifact_id) ?? [];
      hits.set(row.artifact_id, list);
      list.push({
        id: row.id,
        artifactId: row.artifact_id,
        source: row.source,
        sourceId: row.source_id,
        created: row.create_date,
        active: row.active === 1,
        properties: JSON.parse(row.properties) as Hit["properties"],
      });
    }
  }
  return hits;
}

/** The artifact with its hits. */
export async function withHits(queries: PlatformQueries, artifact: Artifact): Promise<ArtifactState> {
  return { ...artifact, hits: (await hitsOf(queries, [artifact])).get(artifact.id) ?? [] };
}

/** Names, owners and versions of the incidents of these artifacts or other objects. */
export async function incidentNames(queries: PlatformQueries, artifacts: readonly { readonly incidentId: number }[]): Promise<Map<number, FileHolder>> {
  const names = new Map<number, FileHolder>();
  for (const ids of slices([...new Set(artifacts.map((artifact) => artifact.incidentId))])) {
    const rows = await queries.selectFrom("incidents").select(["id", "name", "owner_id", "vers"]).where("id", "in", ids).execute();
    for (const row of rows) names.set(row.id, { name: row.name, owner: row.owner_id, vers: row.vers });
  }
  return names;
}

/** In how many other incidents each artifact's value occurs, by artifact id. */
export async function relatedCounts(queries: PlatformQueries, artifacts: readonly Artifact[], scope: WorkspaceScope): Promise<Map<number, number>> {
  const incidents = new Map<string, Set<number>>();
  for (const values of slices([...new Set(artifacts.map((artifact) => searchText(artifact.value)))])) {
    let query = queries.selectFrom("artifacts").select(["type", "search_value", "incident_id"]).distinct().where("search_value", "in", values);
    if (scope !== undefined) query = query.where("incident_id", "in", queries.selectFrom("incidents").select("id").where("workspace", "in", scope));
    const rows = await query.limit(100_000).execute();
    for (const row of rows) {
      const key = `${row.type} ${row.search_value}`;
      const set = incidents.get(key) ?? new Set<number>();
      incidents.set(key, set);
      set.add(row.incident_id);
    }
  }
  return new Map(artifacts.map((artifact) => [artifact.id, Math.max(0, (incidents.get(`${artifact.type} ${searchText(artifact.value)}`)?.size ?? 1) - 1)]));
}

function* slices<T>(items: readonly T[]): Generator<T[]> {
  for (let start = 0; start < items.length; start += 500) yield items.slice(start, start + 500);
}
