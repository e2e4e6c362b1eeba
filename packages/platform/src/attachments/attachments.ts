import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { Transform, type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { messageOf, SoarkitError } from "@soarkit/protocol";
import { newId, type Logger } from "@soarkit/runtime";
import type { Principal } from "../accounts/principal.js";
import { touchIncident } from "../artifacts/store.js";
import { recordAudit } from "../audit/audit.js";
import { queueEvent } from "../events/store.js";
import type { PlatformDatabase, PlatformTransaction } from "../database.js";
import { allAttachments, deleteAttachment, findAttachment, insertAttachment, unknownUuids, type Attachment } from "./store.js";

/** Largest file, megabytes (soar-protocol §1.4 `max_attachment_mb`). */
export const largestFileMb = 25;
const longestName = 255;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A file on its way in. */
export interface IncomingFile {
  readonly name: string;
  readonly contentType: string;
  readonly content: Readable;
}

/** What is known of a file whose bytes are on the disk. */
export type KeptFile = Pick<Attachment, "uuid" | "name" | "contentType" | "size" | "sha256">;

/** Files of incidents and artifacts: their bytes in the data folder, what is known of them in the database. */
export class Attachments {
  readonly #folder: string;

  constructor(private readonly deps: { readonly database: PlatformDatabase; readonly dataDir: string; readonly log: Logger; readonly now: () => number }) {
    this.#folder = path.join(deps.dataDir, "attachments");
  }

  /** Files of an incident, without those of its artifacts, oldest first. The incident must exist. */
  async list(incidentId: number): Promise<Attachment[]> {
    return (await this.all(incidentId)).filter(({ artifactId }) => artifactId === null);
  }

  /** Files of an incident and of its artifacts. */
  all(incidentId: number): Promise<Attachment[]> {
    return allAttachments(this.deps.database.db, incidentId);
  }

  /** @throws SoarkitError `OBJECT_UNKNOWN`. */
  async require(incidentId: number, id: number, within: PlatformDatabase["db"] = this.deps.database.db): Promise<Attachment> {
    const attachment = await findAttachment(within, incidentId, id);
    if (attachment === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: `attachment of incident ${incidentId}`, id });
    return attachment;
  }

  /**
   * Stores a file of an incident as it comes in, without holding it in memory.
   * @throws SoarkitError `OBJECT_UNKNOWN` (incident), `ATTACHMENT_TOO_LARGE`, `ATTACHMENT_INVALID`.
   */
  async add(incidentId: number, file: IncomingFile, principal: Principal): Promise<Attachment> {
    const kept = await this.keep(file);
    return this.orDiscard(kept, () =>
      this.deps.database.transaction(async (trx) => {
        const incident = await trx.selectFrom("incidents").select("id").where("id", "=", incidentId).executeTakeFirst();
        if (incident === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "incident", id: incidentId });
        const created = this.deps.now();
        const attachment = await insertAttachment(trx, { ...kept, incidentId, artifactId: null, creatorId: principal.id, created });
        await this.#record(trx, "attachment_added", attachment, principal, { size: kept.size, sha256: kept.sha256 });
        await queueEvent(trx, { type: "attachment", id: attachment.id, incidentId, before: null, after: attachment, principal, at: created });
        return attachment;
      }),
    );
  }

  /** Writes a file to the disk as it comes in; it belongs to nothing yet. @throws SoarkitError `ATTACHMENT_TOO_LARGE`, `ATTACHMENT_INVALID`. */
  async keep(file: IncomingFile): Promise<KeptFile> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const id = newId();
    const part = path.join(this.#folder, `${id}.part`);
    const hash = createHash("sha256");
    let size = 0;
    const measure = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        size += chunk.length;
        hash.update(chunk);
        if (size > largestFileMb * 1024 * 1024) done(new SoarkitError("ATTACHMENT_TOO_LARGE", { limit: largestFileMb }));
        else done(null, chunk);
      },
    });
    try {
      await pipeline(file.content, measure, createWriteStream(part, { mode: 0o600, flush: true }));
      if (size === 0) throw new SoarkitError("ATTACHMENT_INVALID", { reason: "it is empty." });
      const kept = { uuid: id, name: plainName(file.name), contentType: plainType(file.contentType), size, sha256: hash.digest("hex") };
      await rename(part, this.#file(id));
      return kept;
    } catch (error) {
      await Promise.all([rm(part, { force: true }), rm(this.#file(id), { force: true })]);
      throw error;
    }
  }

  /** Does what gives a kept file to somebody; the file goes when that fails. */
  async orDiscard<R>(kept: KeptFile, work: () => Promise<R>): Promise<R> {
    try {
      return await work();
    } catch (error) {
      await this.discard(kept);
      throw error;
    }
  }

  /** Removes a kept file that belongs to nothing. */
  async discard(kept: KeptFile): Promise<void> {
    await rm(this.#file(kept.uuid), { force: true });
  }

  /** The bytes of a file. */
  open(attachment: Attachment): Readable {
    return createReadStream(this.#file(attachment.uuid));
  }

  /** @throws SoarkitError `OBJECT_UNKNOWN`. */
  async delete(incidentId: number, id: number, principal: Principal): Promise<void> {
    const gone = await this.deps.database.transaction(async (trx) => {
      const attachment = await this.require(incidentId, id, trx);
      await deleteAttachment(trx, id);
      await this.#record(trx, "attachment_deleted", attachment, principal, {});
      await queueEvent(trx, { type: "attachment", id, incidentId, before: attachment, after: null, principal, at: this.deps.now() });
      return attachment;
    });
    await rm(this.#file(gone.uuid), { force: true });
  }

  /** Removes files that belong to nothing: of deleted incidents, and of uploads that were cut off. Only files older than this run are looked at at the start. */
  async sweep(): Promise<void> {
    try {
      const names = await readdir(this.#folder).catch(() => []);
      const orphans = await unknownUuids(this.deps.database.db, names.filter((name) => uuid.test(name)));
      for (const name of [...orphans, ...names.filter((each) => each.endsWith(".part"))]) await rm(path.join(this.#folder, name), { force: true });
    } catch (error) {
      this.deps.log.warn({ reason: messageOf(error) }, "Files of deleted incidents could not be removed; it is tried again at the next start");
    }
  }

  /** Removes the files of an incident or artifact that was deleted. */
  async removeAll(files: readonly Attachment[]): Promise<void> {
    for (const file of files) await rm(this.#file(file.uuid), { force: true });
  }

  #file(id: string): string {
    return path.join(this.#folder, id);
  }

  async #record(trx: PlatformTransaction, kind: string, attachment: Attachment, principal: Principal, detail: object): Promise<void> {
    const at = this.deps.now();
    await touchIncident(trx, attachment.incidentId, at);
    const object = { objectType: "attachment", objectId: attachment.id, objectName: attachment.name };
    await recordAudit(trx, { kind, principalId: principal.id, incidentId: attachment.incidentId, ...object, detail, at });
  }
}

/** A name without folders and control characters, which browsers of other systems would misread. */
function plainName(name: string): string {
  const plain = (name.split(/[\\/]/).at(-1) ?? "").replace(/[\p{Cc}\p{Cf}"<>|:*?]/gu, "_").trim().slice(-longestName);
  if (plain === "" || plain === "." || plain === "..") throw new SoarkitError("ATTACHMENT_INVALID", { reason: "its name is empty; send a file with a name." });
  return plain;
}

function plainType(type: string): string {
  return /^[\w.+-]{1,100}\/[\w.+-]{1,100}$/.test(type) ? type.toLowerCase() : "application/octet-stream";
}
