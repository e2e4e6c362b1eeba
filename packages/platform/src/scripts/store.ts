import type { Selectable } from "kysely";
import type { PlatformQueries } from "../database.js";
import { announce } from "../live/changes.js";
import type { ScriptRow } from "./schema.js";
import type { ScriptLanguage } from "./script-context.js";

/** A global script as it is stored. */
export interface StoredScript {
  readonly id: number;
  readonly uuid: string;
  readonly name: string;
  readonly programmaticName: string;
  readonly description: string | null;
  readonly language: ScriptLanguage;
  /** API name of the object type it works on. */
  readonly objectType: string;
  readonly source: string;
  readonly enabled: boolean;
  /** Name of who created it; times in milliseconds. */
  readonly creator: string;
  readonly created: number;
  readonly modifier: string;
  readonly modified: number;
}

function scriptOf(row: Selectable<ScriptRow>): StoredScript {
  return {
    id: row.id,
    uuid: row.uuid,
    name: row.name,
    programmaticName: row.programmatic_name,
    description: row.description,
    language: row.language === "python3" ? "python3" : "python",
    objectType: row.object_type,
    source: row.script_text,
    enabled: row.enabled === 1,
    creator: row.creator,
    created: row.created_date,
    modifier: row.last_modified_by,
    modified: row.last_modified_time,
  };
}

/** All scripts by name. */
export async function listScripts(queries: PlatformQueries): Promise<StoredScript[]> {
  return (await queries.selectFrom("scripts").selectAll().orderBy("name").execute()).map(scriptOf);
}

/** One script by id, name or uuid. */
export async function findScript(queries: PlatformQueries, by: { id: number } | { name: string } | { uuid: string }): Promise<StoredScript | undefined> {
  let query = queries.selectFrom("scripts").selectAll();
  if ("id" in by) query = query.where("id", "=", by.id);
  else if ("uuid" in by) query = query.where("uuid", "=", by.uuid);
  else query = query.where("name", "=", by.name);
  const row = await query.executeTakeFirst();
  return row === undefined ? undefined : scriptOf(row);
}

/** Writes a script, new when it has no id yet, and answers its id. */
export async function saveScript(queries: PlatformQueries, script: Omit<StoredScript, "id">, id: number | undefined): Promise<number> {
  const values = {
    uuid: script.uuid,
    name: script.name,
    programmatic_name: script.programmaticName,
    description: script.description,
    language: script.language,
    object_type: script.objectType,
    script_text: script.source,
    enabled: script.enabled ? 1 : 0,
    creator: script.creator,
    created_date: script.created,
    last_modified_by: script.modifier,
    last_modified_time: script.modified,
  };
  let saved = id;
  if (saved === undefined) saved = (await queries.insertInto("scripts").values(values).returning("id").executeTakeFirstOrThrow()).id;
  else await queries.updateTable("scripts").set(values).where("id", "=", saved).execute();
  announce(queries, { topics: ["configuration"], kind: "script.changed", id: saved, by: script.modifier });
  return saved;
}

/** Removes a script. */
export async function deleteScript(queries: PlatformQueries, id: number): Promise<void> {
  await queries.deleteFrom("scripts").where("id", "=", id).execute();
  announce(queries, { topics: ["configuration"], kind: "script.changed", id });
}
