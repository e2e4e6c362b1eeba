import { ObjectType, type ObjectTypeName } from "@soarkit/protocol";
import type { PlatformDatabase, PlatformTransaction } from "../database.js";
import { builtInArtifactTypes } from "./built-in-artifact-types.js";
import { builtInFields, builtInIncidentTypes, builtInTypeNames, type BuiltInField } from "./built-in-fields.js";
import { stableUuid } from "./stable-uuid.js";

/**
 * Adds the types, fields, values, incident types and artifact types of this version that the database does not have
 * yet; what is there stays as people made it.
 */
export async function addBuiltIns(database: PlatformDatabase, now: number): Promise<void> {
  await database.transaction(async (trx) => {
    await addTypesAndFields(trx);
    await addIncidentTypes(trx, now);
    await addArtifactTypes(trx);
  });
}

async function addTypesAndFields(trx: PlatformTransaction): Promise<void> {
  const types = new Set((await trx.selectFrom("types").select("id").execute()).map((row) => row.id));
  const rows = await trx.selectFrom("fields").select(["type_id", "name"]).execute();
  const fields = new Set(rows.map((row) => `${row.type_id}/${row.name}`));
  const usedIds = await trx.selectFrom("fields").select((eb) => eb.fn.max("id").as("id")).where("id", "<", 999).executeTakeFirst();
  let nextId = (usedIds?.id ?? 99) + 1;
  for (const [name, id] of Object.entries(ObjectType) as [ObjectTypeName, number][]) {
    if (!types.has(id)) {
      const displayName = builtInTypeNames[name] ?? name;
      await trx
        .insertInto("types")
        .values({ id, type_id: id, type_name: name, display_name: displayName, uuid: stableUuid(`type ${name}`), parent_types: "[]", system: 1 })
        .execute();
    }
    for (const [position, field] of (builtInFields[name] ?? []).entries()) {
      if (fields.has(`${id}/${field.name}`)) continue;
      await addField(trx, { typeName: name, typeId: id, id: nextId++, position }, field);
    }
  }
}

async function addField(
  trx: PlatformTransaction,
  place: { typeName: string; typeId: number; id: number; position: number },
  field: BuiltInField,
): Promise<void> {
  await trx
    .insertInto("fields")
    .values({
      id: place.id,
      uuid: stableUuid(`field ${place.typeName}/${field.name}`),
      type_id: place.typeId,
      name: field.name,
      text: field.text,
      tooltip: "",
      placeholder: "",
      prefix: field.prefix ?? null,
      input_type: field.inputType,
      required: field.required ?? null,
      rich_text: field.richText === true ? 1 : 0,
      blank_option: field.inputType === "select" ? 1 : 0,
      system: 1,
      position: place.position,
      extra: JSON.stringify(field.readOnly === true ? { read_only: true } : {}),
    })
    .execute();
  for (const [position, [id, label]] of (field.values ?? []).entries()) {
    const uuid = stableUuid(`value ${place.typeName}/${field.name}/${label}`);
    await trx
      .insertInto("field_values")
      .values({ id, field_id: place.id, uuid, label, enabled: 1, is_default: 0, hidden: 0, position, properties: null })
      .execute();
  }
}

async function addIncidentTypes(trx: PlatformTransaction, now: number): Promise<void> {
  const known = new Set((await trx.selectFrom("incident_types").select("id").execute()).map((row) => row.id));
  for (const [id, name] of builtInIncidentTypes) {
    if (known.has(id)) continue;
    const uuid = stableUuid(`incident type ${name}`);
    await trx
      .insertInto("incident_types")
      .values({ id, uuid, name, description: "", parent_id: null, enabled: 1, hidden: 0, system: 1, create_date: now })
      .execute();
  }
}

async function addArtifactTypes(trx: PlatformTransaction): Promise<void> {
  const known = new Set((await trx.selectFrom("artifact_types").select("id").execute()).map((row) => row.id));
  for (const type of builtInArtifactTypes) {
    if (known.has(type.id)) continue;
    await trx
      .insertInto("artifact_types")
      .values({
        id: type.id,
        uuid: stableUuid(`artifact type ${type.name}`),
        name: type.name,
        programmatic_name: type.name,
        description: type.name,
        file: type.file ? 1 : 0,
        multi_aware: type.multiAware ? 1 : 0,
        system: 1,
        enabled: 1,
      })
      .execute();
  }
}
