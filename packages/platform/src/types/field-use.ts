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
