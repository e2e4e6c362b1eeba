import type { InputType } from "@soarkit/protocol";
import type { PlatformQueries } from "../database.js";
import type { FieldDefinition, FieldValue } from "./field-definition.js";
import { ancestorsOf } from "./incident-type-tree.js";

/** The type with this name, or with this number in its place. */
export async function findType(queries: PlatformQueries, nameOrId: string | number): Promise<{ id: number; name: string } | undefined> {
  const id = typeof nameOrId === "number" ? nameOrId : /^\d{1,9}$/.test(nameOrId) ? Number(nameOrId) : undefined;
  const query = queries.selectFrom("types").select(["id", "type_name"]);
  const row = await (id === undefined ? query.where("type_name", "=", String(nameOrId)) : query.where("id", "=", id)).executeTakeFirst();
  return row === undefined ? undefined : { id: row.id, name: row.type_name };
}

/** The fields of a type with their values, in order: three queries whatever their number. */
export async function readFields(queries: PlatformQueries, typeName: string): Promise<FieldDefinition[]> {
  const rows = await queries
    .selectFrom("fields")
    .innerJoin("types", "types.id", "fields.type_id")
    .selectAll("fields")
    .select("types.type_name")
    .where("types.type_name", "=", typeName)
    .orderBy("fields.position")
    .orderBy("fields.id")
    .execute();
  const values = await queries
    .selectFrom("field_values")
    .innerJoin("fields", "fields.id", "field_values.field_id")
    .innerJoin("types", "types.id", "fields.type_id")
    .selectAll("field_values")
    .where("types.type_name", "=", typeName)
    .orderBy("field_values.position")
    .orderBy("field_values.id")
    .execute();
  const byField = new Map<number, FieldValue[]>();
  for (const row of values) {
    const list = byField.get(row.field_id) ?? [];
    byField.set(row.field_id, list);
    list.push({
      value: row.id,
      label: row.label,
      enabled: row.enabled === 1,
      isDefault: row.is_default === 1,
      hidden: row.hidden === 1,
      uuid: row.uuid,
      properties: row.properties === null ? null : (JSON.parse(row.properties) as unknown),
    });
  }
  const shared = await sharedValues(queries, typeName);
  return rows.map((row) => ({
    id: row.id,
    uuid: row.uuid,
    typeName: row.type_name,
    typeId: row.type_id,
    name: row.name,
    path: row.prefix === null ? row.name : `${row.prefix}.${row.name}`,
    text: row.text,
    tooltip: row.tooltip,
    placeholder: row.placeholder,
    prefix: row.prefix,
    inputType: row.input_type as InputType,
    required: row.required === "always" || row.required === "close" ? row.required : null,
    richText: row.rich_text === 1,
    blankOption: row.blank_option === 1,
    system: row.system === 1,
    position: row.position,
    values: shared.get(row.name) ?? byField.get(row.id) ?? [],
    extra: JSON.parse(row.extra) as Record<string, unknown>,
  }));
}

/** Values that are objects of their own: incident types, workspaces and artifact types. */
async function sharedValues(queries: PlatformQueries, typeName: string): Promise<Map<string, FieldValue[]>> {
  if (typeName === "incident") {
    const types = await queries.selectFrom("incident_types").select(["id", "uuid", "name", "enabled", "hidden", "parent_id"]).orderBy("name").execute();
    const workspaces = await queries.selectFrom("workspaces").select(["id", "uuid", "name", "enabled"]).orderBy("name").execute();
    return new Map([["incident_type_ids", types.map((type) => ({ ...valueOf(type), above: ancestorsOf(types, type.id).flatMap((id) => types.find((parent) => parent.id === id)?.name ?? []) }))], ["workspace", workspaces.map(valueOf)]]);
  }
  if (typeName !== "artifact") return new Map();
  const types = await queries.selectFrom("artifact_types").select(["id", "uuid", "name", "enabled"]).orderBy("name").execute();
  return new Map([["type", types.map(valueOf)]]);
}

function valueOf(row: { id: number; uuid: string; name: string; enabled: number; hidden?: number }): FieldValue {
  return { value: row.id, label: row.name, enabled: row.enabled === 1, isDefault: false, hidden: row.hidden === 1, uuid: row.uuid, properties: null };
}
