import type { NewsfeedEntryDTO } from "@soarkit/protocol";
import { prepared } from "@soarkit/runtime";
import type { Insertable } from "kysely";
import { PrincipalDirectory } from "../accounts/principals.js";
import type { PlatformQueries, PlatformTransaction } from "../database.js";
import { changesOf } from "../live/audit-changes.js";
import { announce } from "../live/changes.js";
import type { AuditRow } from "./schema.js";

const insertEntry = prepared((queries: PlatformQueries, row: Insertable<AuditRow>) => queries.insertInto("audit").values(row));

/** Something that was done. */
export interface AuditEntry {
  /** Such as `incident_created`, `note_added`. */
  readonly kind: string;
  readonly principalId: number;
  /** Null for what concerns no incident. */
  readonly incidentId: number | null;
  readonly objectType: string;
  readonly objectId: number | null;
  readonly objectName: string;
  /** What changed, as JSON; no secrets, no long texts. */
  readonly detail: object;
  readonly at: number;
  /** Where the incident was before: who sees it there is told, too. */
  readonly workspaces?: readonly number[];
}

/** Writes an entry in the same transaction as the change it tells of; open pages are told after the commit. */
export async function recordAudit(trx: PlatformTransaction, entry: AuditEntry): Promise<void> {
  await insertEntry(trx, {
    create_date: entry.at,
    principal_id: entry.principalId,
    kind: entry.kind,
    incident_id: entry.incidentId,
    object_type: entry.objectType,
    object_id: entry.objectId,
    object_name: entry.objectName.slice(0, 300),
    detail: JSON.stringify(entry.detail),
  });
  for (const change of changesOf(entry)) announce(trx, change);
}

/** Takes the name of an object, and the values that it had, out of everything that was recorded of it: they are secret now. */
export async function hideInAudit(trx: PlatformTransaction, object: { type: string; id: number }, name: string): Promise<void> {
  const entries = await trx.selectFrom("audit").select(["id", "detail"]).where("object_type", "=", object.type).where("object_id", "=", object.id).execute();
  for (const { id, detail } of entries) {
    const { old_value: _value, ...rest } = JSON.parse(detail) as Record<string, unknown>;
    await trx.updateTable("audit").set({ object_name: name, detail: JSON.stringify(rest) }).where("id", "=", id).execute();
  }
}

/** The news feed of an incident, newest first. */
export async function readNewsfeed(queries: PlatformQueries, incidentId: number, page: { start: number; length: number }): Promise<NewsfeedEntryDTO[]> {
  const rows = await queries
    .selectFrom("audit")
    .selectAll()
    .where("incident_id", "=", incidentId)
    .orderBy("id", "desc")
    .limit(page.length)
    .offset(page.start)
    .execute();
  const principals = await PrincipalDirectory.read(queries, rows.map((row) => row.principal_id));
  return rows.map((row) => ({
    id: row.id,
    type: row.kind,
    timestamp: row.create_date,
    inc_id: incidentId,
    principal: principals.dto(row.principal_id),
    object_type: row.object_type,
    object_id: row.object_id,
    object_name: row.object_name,
    detail: JSON.parse(row.detail) as Record<string, unknown>,
  }));
}
