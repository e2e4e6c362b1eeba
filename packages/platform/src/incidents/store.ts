import { prepared } from "@soarkit/runtime";
import type { Insertable, Selectable } from "kysely";
import { PrincipalDirectory } from "../accounts/principals.js";
import { defaultWorkspaceId } from "../accounts/workspaces/rights.js";
import type { PlatformQueries, PlatformTransaction } from "../database.js";
import { plainText } from "../http/text-content.js";
import type { FieldDefinition } from "../types/field-definition.js";
import { valueToLabel } from "../types/field-definition.js";
import type { StoredValue } from "../types/stored-value.js";
import { isText } from "../types/value-writer.js";
import type { Incident } from "./incident.js";
import type { IncidentRow, IncidentValueRow } from "./schema.js";

/** Fields with a column of their own. */
export const columnPaths = ["name", "discovered_date", "end_date", "due_date", "owner_id", "plan_status", "severity_code", "resolution_id", "workspace"] as const;

/** Longest text kept for conditions, in characters. */
export const searchLength = 1_000;

const incidentById = prepared((queries: PlatformQueries, { id }: { id: number }) => queries.selectFrom("incidents").selectAll().where("id", "=", id));
const insertRow = prepared((queries: PlatformQueries, row: Insertable<IncidentRow>) => queries.insertInto("incidents").values(row).returningAll());
const insertValue = prepared((queries: PlatformQueries, row: IncidentValueRow) => queries.insertInto("incident_values").values(row));
const deleteValues = prepared((queries: PlatformQueries, { incident, path }: { incident: number; path: string }) => queries.deleteFrom("incident_values").where("incident_id", "=", incident).where("path", "=", path));

/** An incident of a row. */
export function toIncident(row: Selectable<IncidentRow>): Incident {
  const values = JSON.parse(row.data) as Record<string, StoredValue>;
  for (const path of columnPaths) values[path] = row[path];
  return { id: row.id, vers: row.vers, creatorId: row.creator_id, createDate: row.create_date, modifiedDate: row.inc_last_modified_date, values };
}

/** The incident with this id. */
export async function findIncident(queries: PlatformQueries, id: number): Promise<Incident | undefined> {
  const [row] = (await incidentById(queries, { id })).rows;
  return row === undefined ? undefined : toIncident(row);
}

/** The incidents with these ids, as far as they exist. */
export async function findIncidents(queries: PlatformQueries, ids: readonly number[]): Promise<Incident[]> {
  const incidents: Incident[] = [];
  for (let start = 0; start < ids.length; start += 500) {
    const rows = await queries.selectFrom("incidents").selectAll().where("id", "in", ids.slice(start, start + 500)).execute();
    for (const row of rows) incidents.push(toIncident(row));
  }
  return incidents;
}

function columns(values: Readonly<Record<string, StoredValue>>) {
  const data = Object.fromEntries(Object.entries(values).filter(([path, value]) => value !== null && !(columnPaths as readonly string[]).includes(path)));
  return {
    name: text(values["name"]) ?? "",
    search_name: searchText(text(values["name"]) ?? ""),
    discovered_date: number(values["discovered_date"]) ?? 0,
    end_date: number(values["end_date"]),
    due_date: number(values["due_date"]),
    owner_id: number(values["owner_id"]),
    plan_status: text(values["plan_status"]) ?? "A",
    severity_code: number(values["severity_code"]),
    resolution_id: number(values["resolution_id"]),
    workspace: number(values["workspace"]) ?? defaultWorkspaceId,
    data: JSON.stringify(data),
  };
}

/** Stores a new incident and answers it with its id. */
export async function insertIncident(
  trx: PlatformTransaction,
  incident: { values: Readonly<Record<string, StoredValue>>; creatorId: number; at: number },
): Promise<Incident> {
  const { rows } = await insertRow(trx, { vers: 1, creator_id: incident.creatorId, create_date: incident.at, inc_last_modified_date: incident.at, ...columns(incident.values) });
  const [row] = rows as [Selectable<IncidentRow>];
  return toIncident(row);
}

/** Stores changed values under the next version; columns that stay are not written, nor are their indexes. */
export async function updateIncident(trx: PlatformTransaction, incident: Incident, values: Readonly<Record<string, StoredValue>>, at: number): Promise<Incident> {
  const before: Readonly<Record<string, unknown>> = columns(incident.values);
  const changed = Object.entries(columns(values)).filter(([column, value]) => value !== before[column]);
  const row = await trx
    .updateTable("incidents")
    .set({ vers: incident.vers + 1, inc_last_modified_date: at, ...Object.fromEntries(changed) })
    .where("id", "=", incident.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return toIncident(row);
}

/** Deletes an incident with its artifacts and notes. */
export async function deleteIncident(trx: PlatformTransaction, id: number): Promise<void> {
  await trx.deleteFrom("incidents").where("id", "=", id).execute();
}

/** Writes the values of these fields as conditions and sorts look for them. */
export async function indexValues(trx: PlatformTransaction, incident: Incident, fields: readonly FieldDefinition[], fresh: boolean): Promise<void> {
  for (const field of fields) {
    if (!fresh) await deleteValues(trx, { incident: incident.id, path: field.path });
    for (const row of searchRows(field, incident.values[field.path] ?? null)) await insertValue(trx, { incident_id: incident.id, path: field.path, ...row });
  }
}

function searchRows(field: FieldDefinition, value: StoredValue): { number_value: number | null; text_value: string | null }[] {
  if (value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item) => searchRows(field, item));
  if (typeof value === "boolean") return [{ number_value: value ? 1 : 0, text_value: null }];
  if (typeof value === "number") {
    const label = field.values.length > 0 ? valueToLabel(field, value) : undefined;
    return [{ number_value: value, text_value: label === undefined ? null : searchText(label) }];
  }
  return [{ number_value: null, text_value: searchText(isText(value) ? plainText(value) : value) }];
}

/** Text as it is looked for: lower case, bounded. */
export function searchText(value: string): string {
  return value.toLowerCase().slice(0, searchLength);
}

/** Everybody named in these incidents, in one query. */
export function peopleOf(queries: PlatformQueries, incidents: readonly Incident[], fields: readonly FieldDefinition[]): Promise<PrincipalDirectory> {
  const ids = new Set<number>();
  const paths = fields.filter((field) => ["select_owner", "select_user", "multiselect_members"].includes(field.inputType)).map((field) => field.path);
  for (const incident of incidents) {
    ids.add(incident.creatorId);
    for (const path of paths) {
      const value = incident.values[path] ?? null;
      for (const id of Array.isArray(value) ? value : [value]) if (typeof id === "number") ids.add(id);
    }
  }
  return PrincipalDirectory.read(queries, ids);
}

function text(value: StoredValue | undefined): string | null {
  return typeof value === "string" ? value : null;
}

function number(value: StoredValue | undefined): number | null {
  return typeof value === "number" ? value : null;
}
