import type { PlatformTransaction } from "../database.js";
import type { FieldDefinition } from "./field-definition.js";

/** What a field is used by, in words; undefined when by nothing. */
export async function fieldUser(trx: PlatformTransaction, field: FieldDefinition): Promise<string | undefined> {
  const mention = `%${field.uuid}%`;
  const called = await trx.selectFrom("functions").select("name").where("view_items", "like", mention).executeTakeFirst();
  if (called !== undefined) return `the function ${called.name}`;
  const rule = await trx.selectFrom("rules").select("name").where("view_items", "like", mention).executeTakeFirst();
  return rule === undefined ? undefined : `the rule ${rule.name}`;
}

/** What an artifact type is used by, in words; undefined when by nothing. */
export async function artifactTypeUser(trx: PlatformTransaction, type: { id: number; name: string; programmaticName: string }): Promise<string | undefined> {
  const artifact = await trx.selectFrom("artifacts").select(["id", "incident_id"]).where("type", "=", type.id).executeTakeFirst();
  return artifact === undefined ? ruleNaming(trx, "artifact.type", [type.name, type.programmaticName]) : `an artifact of incident ${artifact.incident_id}`;
}

/** What an incident type is used by, in words; undefined when by nothing. */
export async function incidentTypeUser(trx: PlatformTransaction, type: { id: number; name: string }): Promise<string | undefined> {
  const held = trx.selectFrom("incident_values").select("incident_id").where("path", "=", "incident_type_ids").where("number_value", "=", type.id);
  const incident = await held.executeTakeFirst();
  return incident === undefined ? ruleNaming(trx, "incident.incident_type_ids", [type.name]) : `incident ${incident.incident_id}`;
}

/** What searches know of incidents of a type follows its new name. */
export async function renameInIncidents(trx: PlatformTransaction, type: number, name: string): Promise<void> {
  const change = trx.updateTable("incident_values").set({ text_value: name.toLowerCase() });
  await change.where("path", "=", "incident_type_ids").where("number_value", "=", type).execute();
}

/** A rule with a condition that compares this field with one of these names. */
async function ruleNaming(trx: PlatformTransaction, field: string, names: readonly string[]): Promise<string | undefined> {
  const rules = await trx.selectFrom("rules").select(["name", "conditions"]).where("conditions", "like", `%"${field}"%`).execute();
  const wanted = names.map((name) => name.toLowerCase());
  const naming = rules.find(({ conditions }) => {
    const list = JSON.parse(conditions) as { field_name: string | null; value: unknown }[];
    return list.some(({ field_name, value }) => field_name === field && [value].flat().some((one) => typeof one === "string" && wanted.includes(one.toLowerCase())));
  });
  return naming === undefined ? undefined : `the rule ${naming.name}`;
}

/** Takes the values of an incident field out of all incidents, or moves them to its new path. */
export async function moveFieldValues(trx: PlatformTransaction, path: string, to: string | undefined): Promise<void> {
  const holders = await trx.selectFrom("incident_values").select("incident_id").distinct().where("path", "=", path).execute();
  for (const { incident_id: id } of holders) {
    const row = await trx.selectFrom("incidents").select("data").where("id", "=", id).executeTakeFirst();
    if (row === undefined) continue;
    const { [path]: held, ...rest } = JSON.parse(row.data) as Record<string, unknown>;
    const data = to === undefined ? rest : { ...rest, [to]: held };
    await trx.updateTable("incidents").set({ data: JSON.stringify(data) }).where("id", "=", id).execute();
  }
  if (to === undefined) await trx.deleteFrom("incident_values").where("path", "=", path).execute();
  else await trx.updateTable("incident_values").set({ path: to }).where("path", "=", path).execute();
}
