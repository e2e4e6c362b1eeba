import type { PrincipalDTO } from "@soarkit/protocol";
import type { PlatformQueries } from "../database.js";

/** Where an import stands. */
export type ImportStatus = "INVALID" | "PENDING" | "ACCEPTED" | "REJECTED" | "IMPORT_ERROR";

/** A remark on an import. */
export interface ImportMessage {
  readonly type: "INFO" | "WARN" | "ERROR";
  readonly text: string;
}

/** An import as it is staged. */
export interface StagedImport {
  readonly id: number;
  readonly status: ImportStatus;
  /** The document as JSON; empty once the import has ended. */
  readonly document: string;
  readonly messages: readonly ImportMessage[];
  readonly keepChanged: boolean;
  readonly created: number;
}

/** Stages an import and answers its id. */
export async function insertImport(queries: PlatformQueries, staged: Omit<StagedImport, "id"> & { readonly principal: PrincipalDTO }): Promise<number> {
  const row = await queries
    .insertInto("configuration_imports")
    .values({
      status: staged.status,
      document: staged.document,
      messages: JSON.stringify(staged.messages),
      keep_changed: staged.keepChanged ? 1 : 0,
      principal: JSON.stringify(staged.principal),
      created: staged.created,
      ended: null,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return row.id;
}

/** The import with this id. */
export async function findImport(queries: PlatformQueries, id: number): Promise<StagedImport | undefined> {
  const row = await queries.selectFrom("configuration_imports").selectAll().where("id", "=", id).executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    id: row.id,
    status: row.status as ImportStatus,
    document: row.document,
    messages: JSON.parse(row.messages) as ImportMessage[],
    keepChanged: row.keep_changed === 1,
    created: row.created,
  };
}

/** Ends an import; its document is not needed any more. */
export async function endImport(queries: PlatformQueries, id: number, status: ImportStatus, messages: readonly ImportMessage[], ended: number): Promise<void> {
  await queries
    .updateTable("configuration_imports")
    .set({ status, messages: JSON.stringify(messages), document: "", ended })
    .where("id", "=", id)
    .execute();
}

/** Names of all object types. */
export async function typeNames(queries: PlatformQueries): Promise<string[]> {
  const rows = await queries.selectFrom("types").select("type_name").orderBy("id").execute();
  return rows.map((row) => row.type_name);
}

/** Hashes of what imports last wrote, by `section/uuid`. */
export async function importedHashes(queries: PlatformQueries): Promise<Map<string, string>> {
  const rows = await queries.selectFrom("imported_objects").select(["section", "uuid", "hash"]).execute();
  return new Map(rows.map((row) => [`${row.section}/${row.uuid}`, row.hash]));
}

/** Remembers what an import wrote. */
export async function rememberImported(queries: PlatformQueries, section: string, uuid: string, hash: string, imported: number): Promise<void> {
  await queries
    .insertInto("imported_objects")
    .values({ section, uuid, hash, imported })
    .onConflict((conflict) => conflict.columns(["section", "uuid"]).doUpdateSet({ hash, imported }))
    .execute();
}
