import type { Insertable, Updateable } from "kysely";
import type { PlatformQueries, PlatformTransaction } from "../database.js";
import { scriptSource, type ThreatSourceRow } from "./schema.js";
import { toSource, type ThreatSource } from "./threat-source.js";

/** The registered services, by name. */
export async function listServices(queries: PlatformQueries): Promise<ThreatSource[]> {
  return (await queries.selectFrom("threat_sources").selectAll().where("kind", "=", "service").orderBy("name").execute()).map(toSource);
}

/** A registered service, by id or name. */
export async function findService(queries: PlatformQueries, handle: number | string): Promise<ThreatSource | undefined> {
  const query = queries.selectFrom("threat_sources").selectAll().where("kind", "=", "service");
  const row = await query.where(typeof handle === "number" ? "id" : "name", "=", handle).executeTakeFirst();
  return row === undefined ? undefined : toSource(row);
}

/** Everything that hits come from: services, and names that scripts gave. */
export async function allSources(queries: PlatformQueries) {
  return queries.selectFrom("threat_sources").select(["id", "uuid", "name", "description", "enabled", "kind"]).orderBy("id").execute();
}

/** The source that a script names, made when there is none yet. */
export async function sourceNamed(trx: PlatformTransaction, name: string, at: number): Promise<number> {
  const known = await trx.selectFrom("threat_sources").select("id").where("name", "=", name).executeTakeFirst();
  if (known !== undefined) return known.id;
  return (await trx.insertInto("threat_sources").values(scriptSource(name, at)).returning("id").executeTakeFirstOrThrow()).id;
}

/** Stores a new service; a script's source of that name becomes it. */
export async function insertService(trx: PlatformTransaction, blank: Omit<Insertable<ThreatSourceRow>, "modify_date">, changes: Updateable<ThreatSourceRow>): Promise<ThreatSource> {
  const { uuid: _uuid, ...becomes } = blank;
  const stored = await trx
    .insertInto("threat_sources")
    .values({ ...blank, modify_date: blank.create_date })
    .onConflict((conflict) => conflict.column("name").doUpdateSet(becomes))
    .returning("id")
    .executeTakeFirstOrThrow();
  await updateService(trx, stored.id, changes);
  return toSource(await trx.selectFrom("threat_sources").selectAll().where("id", "=", stored.id).executeTakeFirstOrThrow());
}

/** Changes a service. */
export async function updateService(queries: PlatformQueries, id: number, changes: Updateable<ThreatSourceRow>): Promise<void> {
  await queries.updateTable("threat_sources").set(changes).where("id", "=", id).execute();
}

/** Removes a service with its look-ups. Its hits stay under its name. */
export async function removeService(trx: PlatformTransaction, id: number): Promise<void> {
  await trx.deleteFrom("threat_lookups").where("source_id", "=", id).execute();
  const hit = await trx.selectFrom("artifact_hits").select("id").where("source_id", "=", id).limit(1).executeTakeFirst();
  if (hit === undefined) await trx.deleteFrom("threat_sources").where("id", "=", id).execute();
  else await updateService(trx, id, { kind: "script", rest_url: "", auth_user: null, has_password: 0, ca: null, allow_http: 0, enabled: 1, disabled_reason: null, body_form: null, sweep_after: null });
}

/** Settings of all look-ups. */
export interface ThreatSettings {
  readonly rescanHours: number;
  readonly sendStrings: boolean;
}

/** The settings. */
export async function readSettings(queries: PlatformQueries): Promise<ThreatSettings> {
  const row = await queries.selectFrom("threat_settings").selectAll().executeTakeFirstOrThrow();
  return { rescanHours: row.rescan_hours, sendStrings: row.send_strings === 1 };
}

/** Changes the settings. */
export async function writeSettings(trx: PlatformTransaction, settings: ThreatSettings): Promise<void> {
  await trx.updateTable("threat_settings").set({ rescan_hours: settings.rescanHours, send_strings: settings.sendStrings ? 1 : 0 }).execute();
}
