import type { Selectable } from "kysely";
import type { PlatformQueries } from "../database.js";
import type { AttachmentRow } from "./schema.js";

/** A file of an incident, or of one of its artifacts. */
export interface Attachment {
  readonly id: number;
  /** Also the name of its file in the data folder. */
  readonly uuid: string;
  readonly incidentId: number;
  /** The artifact whose content it is; null for a file of the incident. */
  readonly artifactId: number | null;
  readonly name: string;
  readonly contentType: string;
  /** Bytes. */
  readonly size: number;
  /** Hex. */
  readonly sha256: string;
  readonly creatorId: number;
  readonly created: number;
}

/** Stores what is known of a file. */
export async function insertAttachment(queries: PlatformQueries, attachment: Omit<Attachment, "id">): Promise<Attachment> {
  const row = await queries
    .insertInto("attachments")
    .values({
      uuid: attachment.uuid,
      incident_id: attachment.incidentId,
      artifact_id: attachment.artifactId,
      name: attachment.name,
      content_type: attachment.contentType,
      size: attachment.size,
      sha256: attachment.sha256,
      creator_id: attachment.creatorId,
      created: attachment.created,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return attachmentOf(row);
}

/** The files of an incident and of its artifacts, oldest first. */
export async function allAttachments(queries: PlatformQueries, incidentId: number): Promise<Attachment[]> {
  return (await queries.selectFrom("attachments").selectAll().where("incident_id", "=", incidentId).orderBy("id").execute()).map(attachmentOf);
}

/** The files of artifacts, by artifact. */
export async function filesOfArtifacts(queries: PlatformQueries, artifacts: readonly { readonly id: number }[]): Promise<Map<number, Attachment>> {
  const files = new Map<number, Attachment>();
  for (let start = 0; start < artifacts.length; start += 500) {
    const rows = await queries.selectFrom("attachments").selectAll().where("artifact_id", "in", artifacts.slice(start, start + 500).map(({ id }) => id)).execute();
    for (const row of rows) if (row.artifact_id !== null) files.set(row.artifact_id, attachmentOf(row));
  }
  return files;
}

/** One file of an incident. */
export async function findAttachment(queries: PlatformQueries, incidentId: number, id: number): Promise<Attachment | undefined> {
  const row = await queries.selectFrom("attachments").selectAll().where("incident_id", "=", incidentId).where("id", "=", id).where("artifact_id", "is", null).executeTakeFirst();
  return row === undefined ? undefined : attachmentOf(row);
}

/** Forgets a file. */
export async function deleteAttachment(queries: PlatformQueries, id: number): Promise<void> {
  await queries.deleteFrom("attachments").where("id", "=", id).execute();
}

/** Those of these uuids that belong to no attachment. */
export async function unknownUuids(queries: PlatformQueries, uuids: readonly string[]): Promise<string[]> {
  const known = new Set<string>();
  for (let start = 0; start < uuids.length; start += 500) {
    const rows = await queries.selectFrom("attachments").select("uuid").where("uuid", "in", uuids.slice(start, start + 500)).execute();
    for (const row of rows) known.add(row.uuid);
  }
  return uuids.filter((uuid) => !known.has(uuid));
}

function attachmentOf(row: Selectable<AttachmentRow>): Attachment {
  return {
    id: row.id,
    uuid: row.uuid,
    incidentId: row.incident_id,
    artifactId: row.artifact_id,
    name: row.name,
    contentType: row.content_type,
    size: row.size,
    sha256: row.sha256,
    creatorId: row.creator_id,
    created: row.created,
  };
}
