import type { ObjectTypeName } from "@soarkit/protocol";
import type { Principal } from "../accounts/principal.js";
import { knownFields, scopeOf } from "../accounts/workspaces/rights.js";
import { sql } from "kysely";
import type { Artifacts } from "../artifacts/artifacts.js";
import { queryArtifacts } from "../artifacts/query.js";
import type { PlatformDatabase } from "../database.js";
import { plainText } from "../http/text-content.js";
import { incidentName, type Incident } from "../incidents/incident.js";
import type { Incidents } from "../incidents/incidents.js";
import { queryIncidents } from "../incidents/query.js";
import type { Query } from "../incidents/query-input.js";
import { searchText, toIncident } from "../incidents/store.js";
import type { View } from "../http/formats.js";
import type { ArtifactTypes } from "../types/artifact-types.js";
import type { Fields } from "../types/fields.js";
import { likePattern } from "./conditions.js";

/** One find (soar-protocol §1.9 `search_ex`). */
export interface SearchResultDTO {
  type_id: string;
  org_id: number;
  obj_id: number;
  obj_name: string;
  obj_creator_id: number;
  obj_create_date: number;
  inc_id: number;
  inc_name: string;
  inc_owner_id: number | null;
  task_id: null;
  task_name: null;
  match_field_name: string;
  match_field_value: string;
  score: number;
  result: unknown;
}

/** How finds are written, and for whom: nothing is found in other workspaces than the reader's. */
type Reader = View & { readonly principal: Principal };

/** Most finds of one type. */
const mostFound = 100;

/** What the search needs. */
export interface SearchDeps {
  readonly database: PlatformDatabase;
  readonly incidents: Incidents;
  readonly artifacts: Artifacts;
  readonly artifactTypes: ArtifactTypes;
  readonly fields: Fields;
  readonly orgId: number;
}

/** Finds the text anywhere in incidents, artifacts and notes; newest first, exact values before others. */
export async function search(
  deps: SearchDeps,
  asked: { text: string; types: ReadonlySet<string>; incidentFilters: Query["filters"]; view: Reader },
): Promise<SearchResultDTO[]> {
  const wanted = searchText(asked.text.trim());
  if (wanted === "") return [];
  const allowed = asked.incidentFilters.length === 0 ? undefined : await allowedIncidents(deps, asked.incidentFilters, asked.view.principal);
  const results = [
    ...(asked.types.has("incident") ? await incidentResults(deps, wanted, asked.view) : []),
    ...(asked.types.has("artifact") ? await artifactResults(deps, wanted, asked.view) : []),
    ...(asked.types.has("note") ? await noteResults(deps, wanted, asked.view) : []),
  ].filter((result) => allowed?.has(result.inc_id) ?? true);
  return results.sort((a, b) => b.score - a.score || b.obj_create_date - a.obj_create_date);
}

async function allowedIncidents(deps: SearchDeps, filters: Query["filters"], principal: Principal): Promise<Set<number>> {
  const page = await queryIncidents(deps.database.db, knownFields(await deps.fields.list("incident"), principal), { start: 0, length: 10_000, filters, sorts: [{ fieldName: "id", descending: true }] }, scopeOf(principal));
  return new Set(page.incidents.map((incident) => incident.id));
}

function scoreOf(value: string, wanted: string): number {
  return value === wanted ? 2 : 1;
}

function result(orgId: number, type: ObjectTypeName, incident: Incident, object: Pick<SearchResultDTO, "obj_id" | "obj_name" | "obj_creator_id" | "obj_create_date" | "match_field_name" | "match_field_value" | "score" | "result">): SearchResultDTO {
  const owner = incident.values["owner_id"];
  return {
    type_id: type,
    org_id: orgId,
    inc_id: incident.id,
    inc_name: incidentName(incident),
    inc_owner_id: typeof owner === "number" ? owner : null,
    task_id: null,
    task_name: null,
    ...object,
  };
}

async function incidentResults(deps: SearchDeps, wanted: string, view: Reader): Promise<SearchResultDTO[]> {
  const scope = scopeOf(view.principal);
  const rows = await deps.database.db
    .selectFrom("incident_values")
    .innerJoin("incidents", "incidents.id", "incident_values.incident_id")
    .selectAll("incidents")
    .select(["incident_values.path", "incident_values.text_value"])
    .where(sql<boolean>`incident_values.text_value like ${likePattern(wanted)} escape '\\'`)
    .$if(scope !== undefined, (query) => query.where("incidents.workspace", "in", scope ?? []))
    .orderBy("incidents.id", "desc")
    .limit(mostFound)
    .execute();
  const found = new Map<number, { incident: Incident; path: string; value: string }>();
  for (const { path, text_value: value, ...row } of rows) {
    if (!found.has(row.id) || path === "name") found.set(row.id, { incident: toIncident(row), path, value: value ?? "" });
  }
  const dtos = await deps.incidents.toDTOs([...found.values()].map(({ incident }) => incident), view);
  return [...found.values()].map(({ incident, path, value }, index) =>
    result(deps.orgId, "incident", incident, {
      obj_id: incident.id,
      obj_name: incidentName(incident),
      obj_creator_id: incident.creatorId,
      obj_create_date: incident.createDate,
      match_field_name: path,
      match_field_value: value,
      score: scoreOf(value, wanted),
      result: dtos[index],
    }),
  );
}

async function artifactResults(deps: SearchDeps, wanted: string, view: Reader): Promise<SearchResultDTO[]> {
  const condition = { fieldName: "value", method: "contains", value: wanted };
  const query: Query = { start: 0, length: mostFound, filters: [{ any: false, conditions: [condition] }], sorts: [{ fieldName: "id", descending: true }] };
  const found = await queryArtifacts(deps.database.db, await deps.artifactTypes.all(), query, { scope: scopeOf(view.principal) });
  const incidents = await incidentsById(deps, found.artifacts.map((artifact) => artifact.incidentId));
  const dtos = await deps.artifacts.toDTOs(found.artifacts, view);
  return found.artifacts.flatMap((artifact, index) => {
    const incident = incidents.get(artifact.incidentId);
    if (incident === undefined) return [];
    return result(deps.orgId, "artifact", incident, {
      obj_id: artifact.id,
      obj_name: artifact.value,
      obj_creator_id: artifact.creatorId,
      obj_create_date: artifact.created,
      match_field_name: "value",
      match_field_value: artifact.value.slice(0, 1000),
      score: scoreOf(searchText(artifact.value), wanted),
      result: dtos[index],
    });
  });
}

async function noteResults(deps: SearchDeps, wanted: string, view: Reader): Promise<SearchResultDTO[]> {
  const scope = scopeOf(view.principal);
  const rows = await deps.database.db
    .selectFrom("notes")
    .selectAll()
    .where("is_deleted", "=", 0)
    .where(sql<boolean>`lower(content) like ${likePattern(wanted)} escape '\\'`)
    .$if(scope !== undefined, (query) => query.where("incident_id", "in", deps.database.db.selectFrom("incidents").select("id").where("workspace", "in", scope ?? [])))
    .orderBy("id", "desc")
    .limit(mostFound)
    .execute();
  const incidents = await incidentsById(deps, rows.map((row) => row.incident_id));
  return rows.flatMap((row) => {
    const incident = incidents.get(row.incident_id);
    const text = plainText({ format: row.format === "html" ? "html" : "text", content: row.content });
    if (incident === undefined || !text.toLowerCase().includes(wanted)) return [];
    return result(deps.orgId, "note", incident, {
      obj_id: row.id,
      obj_name: text.slice(0, 100),
      obj_creator_id: row.creator_id,
      obj_create_date: row.create_date,
      match_field_name: "text",
      match_field_value: text.slice(0, 1000),
      score: scoreOf(text.toLowerCase(), wanted),
      result: { id: row.id, text, inc_id: row.incident_id, create_date: row.create_date },
    });
  });
}

async function incidentsById(deps: SearchDeps, ids: readonly number[]): Promise<Map<number, Incident>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const rows = await deps.database.db.selectFrom("incidents").selectAll().where("id", "in", wanted).execute();
  return new Map(rows.map((row) => [row.id, toIncident(row)]));
}
