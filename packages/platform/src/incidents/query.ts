import { SoarkitError } from "@soarkit/protocol";
import { sql, type RawBuilder, type SqlBool } from "kysely";
import type { WorkspaceScope } from "../accounts/workspaces/rights.js";
import type { PlatformQueries } from "../database.js";
import { combine, compare, positiveMethod, presenceAsked, wantedValues } from "../search/conditions.js";
import type { FieldDefinition } from "../types/field-definition.js";
import { findField } from "../types/fields.js";
import { asHandle, toStored } from "../types/stored-value.js";
import type { Incident } from "./incident.js";
import type { Condition, Query } from "./query-input.js";
import { columnPaths, searchText, toIncident } from "./store.js";

/** One page of incidents. */
export interface IncidentPage {
  readonly total: number;
  readonly filtered: number;
  readonly incidents: readonly Incident[];
}

/** Columns that conditions and sorts use directly; other fields are looked up in `incident_values`. */
const columns: ReadonlySet<string> = new Set(["id", "create_date", "inc_last_modified_date", "creator_id", ...columnPaths.filter((path) => path !== "name")]);

/**
 * Finds incidents. Without sorts the order is that of their ids.
 * @param scope the workspaces to look in; undefined looks in all.
 * @throws SoarkitError `QUERY_INVALID`, `VALUE_INVALID` naming the field.
 */
export async function queryIncidents(queries: PlatformQueries, fields: readonly FieldDefinition[], query: Query, scope: WorkspaceScope): Promise<IncidentPage> {
  const inScope = scope === undefined ? sql<SqlBool>`1 = 1` : sql<SqlBool>`incidents.workspace in (${sql.join(scope)})`;
  const count = () => queries.selectFrom("incidents").select((eb) => eb.fn.countAll<number>().as("n")).where(inScope);
  const total = await count().executeTakeFirstOrThrow();
  const set = await filtersToSql(queries, fields, query, "set");
  const filtered = query.filters.length === 0 ? total : await count().where(set).executeTakeFirstOrThrow();
  // Where many incidents match, the page is full long before all of them are looked for.
  const where = filtered.n * manyMatch < total.n ? set : await filtersToSql(queries, fields, query, "each");
  let select = queries.selectFrom("incidents").selectAll("incidents").where(inScope).where(where);
  for (const sort of query.sorts) select = select.orderBy(sortKey(fields, sort.fieldName), sort.descending ? "desc" : "asc");
  const idOrder = query.sorts[0]?.descending === true ? "desc" : "asc";
  const rows = await select.orderBy("incidents.id", idOrder).limit(query.length).offset(query.start).execute();
  return { total: total.n, filtered: filtered.n, incidents: rows.map(toIncident) };
}

/** How values of fields are looked for: all incidents that hold one, or one incident after the other. */
type LookUp = "set" | "each";

/** One of so many incidents must match for the page to be looked for incident by incident. */
const manyMatch = 20;

async function filtersToSql(queries: PlatformQueries, fields: readonly FieldDefinition[], query: Query, lookUp: LookUp): Promise<RawBuilder<SqlBool>> {
  const filters: RawBuilder<SqlBool>[] = [];
  for (const filter of query.filters) {
    const conditions: RawBuilder<SqlBool>[] = [];
    for (const condition of filter.conditions) conditions.push(await toSql(queries, fields, condition, lookUp));
    filters.push(combine(conditions, filter.any));
  }
  return combine(filters, true);
}

function bareName(name: string): string {
  return name.startsWith("incident.") ? name.slice("incident.".length) : name;
}

async function toSql(queries: PlatformQueries, fields: readonly FieldDefinition[], asked: Condition, lookUp: LookUp): Promise<RawBuilder<SqlBool>> {
  const name = bareName(asked.fieldName);
  const presence = presenceAsked(asked.method);
  const { method, negated } = positiveMethod(asked);
  const condition = { ...asked, method };
  const field = findField(fields, name);
  if (field === undefined && !columns.has(name)) throw unknown(asked.fieldName);
  const path = field?.path ?? name;
  if (columns.has(path)) {
    const column = sql.ref<number | string | null>(`incidents.${path}`);
    if (presence !== undefined) return presence ? sql<SqlBool>`${column} is not null` : sql<SqlBool>`${column} is null`;
    const found = compare(column, condition, await columnValues(queries, field, condition));
    return negated ? sql<SqlBool>`(${column} is null or not ${found})` : found;
  }
  if (field === undefined) throw unknown(asked.fieldName);
  if (path === "name" && presence === undefined) {
    const found = compare(sql.ref<string>("incidents.search_name"), condition, await fieldValues(queries, field, condition));
    return negated ? sql<SqlBool>`not ${found}` : found;
  }
  const holders = (more: RawBuilder<unknown>): RawBuilder<SqlBool> =>
    lookUp === "set"
      ? sql<SqlBool>`incidents.id in (select incident_id from incident_values where incident_values.path = ${path}${more})`
      : sql<SqlBool>`exists (select 1 from incident_values where incident_values.incident_id = incidents.id and incident_values.path = ${path}${more})`;
  if (presence !== undefined) return presence ? holders(sql``) : sql<SqlBool>`not ${holders(sql``)}`;
  const wanted = await fieldValues(queries, field, condition);
  const numeric = wanted.some((value) => typeof value === "number");
  const target = sql.ref<number | string | null>(numeric ? "incident_values.number_value" : "incident_values.text_value");
  const found = holders(sql` and ${compare(target, condition, wanted)}`);
  return negated ? sql<SqlBool>`not ${found}` : found;
}

async function columnValues(queries: PlatformQueries, field: FieldDefinition | undefined, condition: Condition): Promise<(number | string)[]> {
  if (field === undefined || ["create_date", "inc_last_modified_date"].includes(field.path)) {
    return wantedValues(condition).map((value) => {
      if (typeof value === "number" && Number.isFinite(value)) return value;
      if (typeof value === "string" && /^-?\d{1,15}$/.test(value)) return Number(value);
      throw new SoarkitError("QUERY_INVALID", { reason: `${condition.fieldName} is compared with numbers.` });
    });
  }
  if (field.path === "plan_status") return wantedValues(condition).map((value) => (typeof value === "string" ? statusLetter(value) : ""));
  return fieldValues(queries, field, condition);
}

function statusLetter(value: string): string {
  const lower = value.toLowerCase();
  return lower === "active" || lower === "a" ? "A" : lower === "closed" || lower === "c" ? "C" : value;
}

async function fieldValues(queries: PlatformQueries, field: FieldDefinition, condition: Condition): Promise<(number | string)[]> {
  const wanted: (number | string)[] = [];
  for (const value of wantedValues(condition)) {
    if (value === null || value === undefined) continue;
    if (field.inputType === "text" || field.inputType === "textarea") {
      if (typeof value !== "string") throw new SoarkitError("QUERY_INVALID", { reason: `${condition.fieldName} is compared with text.` });
      wanted.push(searchText(value));
      continue;
    }
    const single = field.inputType === "multiselect" || field.inputType === "multiselect_members" ? asHandle(value) : value;
    const stored = await toStored(field, single, queries);
    for (const item of Array.isArray(stored) ? stored : [stored]) {
      if (typeof item === "boolean") wanted.push(item ? 1 : 0);
      else if (typeof item === "number") wanted.push(item);
    }
  }
  return wanted;
}

function sortKey(fields: readonly FieldDefinition[], asked: string): RawBuilder<number | string | null> {
  const name = bareName(asked);
  const field = findField(fields, name);
  const path = field?.path ?? name;
  if (columns.has(path)) return sql`${sql.ref(`incidents.${path}`)}`;
  if (path === "name") return sql`${sql.ref("incidents.search_name")}`;
  if (field === undefined) throw unknown(asked);
  const textual = field.inputType === "text" || field.inputType === "textarea";
  const value = sql.ref(textual ? "incident_values.text_value" : "incident_values.number_value");
  return sql`(select min(${value}) from incident_values where incident_values.incident_id = incidents.id and incident_values.path = ${path})`;
}

function unknown(name: string): SoarkitError {
  return new SoarkitError("QUERY_INVALID", { reason: `incidents have no field ${name.slice(0, 200)}; GET types/incident/fields lists them.` });
}
