import { SoarkitError } from "@soarkit/protocol";
import { sql, type RawBuilder, type SqlBool } from "kysely";
import type { WorkspaceScope } from "../accounts/workspaces/rights.js";
import type { PlatformQueries } from "../database.js";
import type { Condition, Query } from "../incidents/query-input.js";
import { searchText } from "../incidents/store.js";
import { combine, compare, positiveMethod, presenceAsked, wantedValues } from "../search/conditions.js";
import { artifactTypeOf, type ArtifactType } from "../types/artifact-types.js";
import { asHandle } from "../types/stored-value.js";
import type { Artifact } from "./artifact.js";
import { toArtifact } from "./store.js";

const columns: Readonly<Record<string, string>> = {
  id: "id",
  type: "type",
  value: "search_value",
  description: "description",
  created: "created",
  create_date: "created",
  last_modified_time: "last_modified",
  parent_id: "parent_id",
  relating: "relating",
  creator: "creator_id",
  creator_principal: "creator_id",
  inc_id: "incident_id",
};

/** Finds artifacts of one incident, or of all in these workspaces. @throws SoarkitError `QUERY_INVALID`, `VALUE_INVALID`. */
export async function queryArtifacts(
  queries: PlatformQueries,
  types: ReadonlyMap<number, ArtifactType>,
  query: Query,
  within: { readonly incidentId: number } | { readonly scope: WorkspaceScope },
): Promise<{ total: number; filtered: number; artifacts: Artifact[] }> {
  const scope = "incidentId" in within ? sql<SqlBool>`incident_id = ${within.incidentId}` : inWorkspaces(within.scope);
  const filters = query.filters.map((filter) => combine(filter.conditions.map((condition) => toSql(types, condition)), filter.any));
  const where = sql<SqlBool>`(${scope}) and ${combine(filters, true)}`;
  let select = queries.selectFrom("artifacts").selectAll().where(where);
  for (const sort of query.sorts) select = select.orderBy(sql.ref(column(sort.fieldName)), sort.descending ? "desc" : "asc");
  const rows = await select.orderBy("id", query.sorts[0]?.descending === true ? "desc" : "asc").limit(query.length).offset(query.start).execute();
  const count = (condition: RawBuilder<SqlBool>) => queries.selectFrom("artifacts").select((eb) => eb.fn.countAll<number>().as("n")).where(condition).executeTakeFirstOrThrow();
  const total = await count(scope);
  const filtered = filters.length === 0 ? total : await count(where);
  return { total: total.n, filtered: filtered.n, artifacts: rows.map(toArtifact) };
}

function inWorkspaces(scope: WorkspaceScope): RawBuilder<SqlBool> {
  return scope === undefined ? sql<SqlBool>`1 = 1` : sql<SqlBool>`incident_id in (select id from incidents where workspace in (${sql.join(scope)}))`;
}

function column(name: string): string {
  const found = Object.hasOwn(columns, name) ? columns[name] : undefined;
  if (found === undefined) throw new SoarkitError("QUERY_INVALID", { reason: `artifacts have no field ${name.slice(0, 200)}; use ${Object.keys(columns).join(", ")}.` });
  return found;
}

function toSql(types: ReadonlyMap<number, ArtifactType>, asked: Condition): RawBuilder<SqlBool> {
  const name = asked.fieldName.replace(/^artifact\./, "");
  const target = sql.ref<number | string | null>(`artifacts.${column(name)}`);
  const presence = presenceAsked(asked.method);
  if (presence !== undefined) return presence ? sql<SqlBool>`${target} is not null` : sql<SqlBool>`${target} is null`;
  const { method, negated } = positiveMethod(asked);
  const wanted = wantedValues(asked).map((value): string | number => {
    if (name === "type") return artifactTypeOf(types, asHandle(value)).id;
    if (name === "value" || name === "description") {
      if (typeof value === "string") return searchText(value);
    } else if (typeof value === "number" && Number.isFinite(value)) return value;
    else if (typeof value === "boolean") return value ? 1 : 0;
    throw new SoarkitError("QUERY_INVALID", { reason: `${asked.fieldName} cannot be compared with this value.` });
  });
  const found = compare(target, { ...asked, method }, wanted);
  return negated ? sql<SqlBool>`(${target} is null or not ${found})` : found;
}
