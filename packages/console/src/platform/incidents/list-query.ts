import type { ListState } from "./list-state.js";

/** A condition of `POST /incidents/query_paged` (soar-protocol §1.9). */
export interface QueryCondition {
  field_name: string;
  method: string;
  value?: unknown;
}

/** Body of `POST /incidents/query_paged`. */
export interface IncidentQuery {
  start: number;
  length: number;
  filters: { logic_type: "all"; conditions: QueryCondition[] }[];
  sorts: { field_name: string; type: "asc" | "desc" }[];
}

const day = 86_400_000;

/** What a list state asks the platform. @param now milliseconds; time frames are counted from the start of its minute, so that a query stays the same for a while. */
export function toQuery(state: ListState, me: number | undefined, now: number): IncidentQuery {
  const conditions: QueryCondition[] = [];
  if (state.status !== "any") conditions.push({ field_name: "plan_status", method: "equals", value: state.status });
  if (state.q.trim() !== "") conditions.push(nameOrId(state.q.trim()));
  if (state.severity.length > 0) conditions.push({ field_name: "severity_code", method: "in", value: [...state.severity] });
  if (state.workspace.length > 0) conditions.push({ field_name: "workspace", method: "in", value: [...state.workspace] });
  if (state.type.length > 0) conditions.push({ field_name: "incident_type_ids", method: "contains", value: [...state.type] });
  if (state.owner === "none") conditions.push({ field_name: "owner_id", method: "not_has_a_value" });
  else if (state.owner === "me") conditions.push({ field_name: "owner_id", method: "in", value: me === undefined ? [] : [me] });
  else if (state.owner.length > 0) conditions.push({ field_name: "owner_id", method: "in", value: [...state.owner] });
  if (state.frame !== undefined) {
    const since = Math.floor(now / 60_000) * 60_000 - state.frame.days * day;
    conditions.push({ field_name: state.frame.field, method: "gte", value: since });
  }
  return {
    start: (state.page - 1) * state.size,
    length: state.size,
    filters: conditions.length === 0 ? [] : [{ logic_type: "all", conditions }],
    sorts: [{ field_name: state.sort.column, type: state.sort.descending ? "desc" : "asc" }],
  };
}

/** Only digits are taken as an incident's number. */
function nameOrId(text: string): QueryCondition {
  return /^#?\d{1,12}$/.test(text) ? { field_name: "id", method: "equals", value: Number(text.replace("#", "")) } : { field_name: "name", method: "contains", value: text };
}

/** The same query for those of the given incidents that still match it. */
export function stillMatching(query: IncidentQuery, ids: readonly number[]): IncidentQuery {
  const condition: QueryCondition = { field_name: "id", method: "in", value: [...ids] };
  const conditions = [...(query.filters[0]?.conditions ?? []), condition];
  return { ...query, start: 0, length: ids.length, filters: [{ logic_type: "all", conditions }] };
}
